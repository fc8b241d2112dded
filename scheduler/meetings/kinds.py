"""The kinds of meetings (mødetyper): who is to be there, what is spoken of, where, how long and how soon.

Lengths and windows are the municipality's defaults. Sources: the project's glossary.
"""

from dataclasses import dataclass
from enum import StrEnum

from law.followups import RuleCode


class Part(StrEnum):
    """A part in a meeting, filled by somebody of the case: the citizen, the family, or a member of staff."""

    CITIZEN = "citizen"
    HOUSEHOLD = "household"
    COORDINATOR = "coordinator"
    CASEWORKER = "caseworker"
    SOCIAL_CASEWORKER = "social_caseworker"
    CONSULTANT = "consultant"
    SUPPORT_WORKER = "support_worker"
    ACTORS = "actors"
    """Everybody at work in the case."""
    EMPLOYER = "employer"
    MANAGERS = "managers"
    """Heads of department: nobody's case, so they are named by hand."""


class Where(StrEnum):
    """Where meetings of a kind are held."""

    HOUSE = "house"
    HOME = "home"
    WORKPLACE = "workplace"
    WISH = "wish"
    """Where the citizen wishes: at home or in one of the municipality's houses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingKind:
    """One kind: its Danish name, length in minutes, and days from request to due and to the last day."""

    code: str
    danish: str
    minutes: int
    due_days: int
    latest_days: int
    required: tuple[Part, ...]
    optional: tuple[Part, ...] = ()
    chair: Part = Part.COORDINATOR
    where: Where = Where.HOUSE
    agenda: tuple[str, ...]
    settles: tuple[RuleCode, ...] = ()
    """The follow-ups that such a meeting settles when it is held."""


SINCE = "Hvad er sket siden sidst"
FURTHER = "Det videre forløb"
AGREE = "Aftaler: hvem gør hvad hvornår"
CITIZENS_POINTS = "Borgerens egne punkter"

KINDS = {
    kind.code: kind
    for kind in (
        MeetingKind(
            code="opstartsmoede",
            danish="Opstartsmøde",
            minutes=60,
            due_days=14,
            latest_days=28,
            required=(
                Part.CITIZEN, Part.CASEWORKER, Part.SOCIAL_CASEWORKER, Part.CONSULTANT, Part.SUPPORT_WORKER,
            ),
            where=Where.WISH,
            agenda=(CITIZENS_POINTS, "Borgerens ønsker og ressourcer", "Hvem er med, og hvad gør de", AGREE),
        ),
        MeetingKind(
            code="foerste_hjemmebesoeg",
            danish="Første hjemmebesøg",
            minutes=90,
            due_days=14,
            latest_days=28,
            required=(Part.HOUSEHOLD, Part.CASEWORKER, Part.SOCIAL_CASEWORKER),
            chair=Part.CASEWORKER,
            where=Where.HOME,
            agenda=("Familien fortæller", "Hverdag, bolig og børn", "Hvad kommunen kan hjælpe med", AGREE),
        ),
        MeetingKind(
            code="udviklingsgruppe",
            danish="Udviklingsgruppe",
            minutes=90,
            due_days=21,
            latest_days=42,
            required=(Part.COORDINATOR, Part.ACTORS),
            optional=(Part.HOUSEHOLD,),
            agenda=(
                "Familiens og den enkeltes ressourcer og problemer", "Tilbud indtil nu", "Hver aktørs vurdering",
                "Behov for mere", AGREE,
            ),
        ),
        MeetingKind(
            code="tvaerfagligt_moede",
            danish="Tværfagligt møde",
            minutes=60,
            due_days=14,
            latest_days=42,
            required=(Part.CITIZEN, Part.COORDINATOR, Part.CASEWORKER),
            optional=(Part.ACTORS,),
            agenda=(CITIZENS_POINTS, SINCE, "Planens mål", AGREE),
            settles=("tvaerfaglig",),
        ),
        MeetingKind(
            code="jobmatch_moede",
            danish="Indgåelse af arbejdsaftale",
            minutes=45,
            due_days=7,
            latest_days=14,
            required=(Part.CITIZEN, Part.CONSULTANT, Part.EMPLOYER, Part.SUPPORT_WORKER),
            chair=Part.CONSULTANT,
            where=Where.WORKPLACE,
            agenda=("Opgaver og timer", "Hensyn på arbejdspladsen", "Opfølgning og kontaktperson", AGREE),
        ),
        MeetingKind(
            code="opfoelgning_virksomhed",
            danish="Opfølgning på virksomheden",
            minutes=30,
            due_days=3,
            latest_days=7,
            required=(Part.CITIZEN, Part.CONSULTANT, Part.EMPLOYER),
            optional=(Part.SUPPORT_WORKER,),
            chair=Part.CONSULTANT,
            where=Where.WORKPLACE,
            agenda=("Hvordan går det på arbejdspladsen", "Opgaver, timer og hensyn", FURTHER, AGREE),
            settles=("praktik", "stoettet", "aftercare"),
        ),
        MeetingKind(
            code="samtale",
            danish="Jobsamtale",
            minutes=45,
            due_days=14,
            latest_days=28,
            required=(Part.CITIZEN, Part.CASEWORKER),
            optional=(Part.SUPPORT_WORKER,),
            chair=Part.CASEWORKER,
            agenda=(CITIZENS_POINTS, SINCE, "Job, uddannelse og tilbud", AGREE),
            settles=("samtale_start", "samtaler"),
        ),
        MeetingKind(
            code="afsluttende_moede",
            danish="Afsluttende møde",
            minutes=60,
            due_days=14,
            latest_days=28,
            required=(
                Part.CITIZEN, Part.CASEWORKER, Part.SOCIAL_CASEWORKER, Part.CONSULTANT, Part.SUPPORT_WORKER,
            ),
            agenda=(CITIZENS_POINTS, "Hvad er nået", "Den langsigtede plan", "Hvem kan borgeren ringe til", AGREE),
        ),
        MeetingKind(
            code="sparring",
            danish="Tværfagligt sparringsforum",
            minutes=60,
            due_days=7,
            latest_days=28,
            required=(Part.COORDINATOR, Part.ACTORS),
            agenda=("Sagen i korte træk, uden navn", "Hvad er prøvet", "Ideer fra de andre fag", AGREE),
        ),
        MeetingKind(
            code="styregruppe",
            danish="Styregruppe",
            minutes=90,
            due_days=30,
            latest_days=60,
            required=(Part.MANAGERS,),
            chair=Part.MANAGERS,
            agenda=("Tal for kvartalet", "Samarbejdet mellem fagene", "Beslutninger", AGREE),
        ),
    )
}  # fmt: skip
