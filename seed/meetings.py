"""Meetings asked for, by kind, with those who must be there: nobody from another authority without consent."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from law.schemes import INTEGRATION
from scheduler.meetings.kinds import KINDS
from seed import figures
from seed.chance import Dice
from seed.invitations import Around, Book, Invitation
from seed.records import Citizen, Meeting

KIND_SHARES = {
    "opstartsmoede": 0.10,
    "foerste_hjemmebesoeg": 0.04,
    "udviklingsgruppe": 0.06,
    "tvaerfagligt_moede": 0.22,
    "opfoelgning_virksomhed": 0.14,
    "afsluttende_moede": 0.02,
    "sparring": 0.05,
    "samtale": 0.37,
}
"""Assumed. Where too few citizens call for a kind, there are more talks (samtaler) instead."""
AT_HOME = 0.2
ASKED_AHEAD = (-6, 18)
"""Days from today on which a meeting is first wanted."""
DEVELOPMENT_GROUP = 4
"""From so many authorities on, a case may need a development group (B p. 33: many and serious problems)."""
WEIGHTS = {"opstartsmoede": 2, "foerste_hjemmebesoeg": 2, "udviklingsgruppe": 3, "styregruppe": 2}
SPARRING = 3


def request(dice: Dice, around: Around, book: Book, today: date) -> None:
    """Ask for as many meetings as `figures.MEETINGS_PER_CITIZEN` says, of the kinds that the cases call for."""
    wanted = max(len(KIND_SHARES), round(len(around.citizens) * figures.MEETINGS_PER_CITIZEN))
    kinds = dice.deal(KIND_SHARES, wanted)
    _write(dice, book, "styregruppe", _steering_group(around), today)
    taken: set[int] = set()
    for kind, form in FORMS.items():
        calling = [one for one in around.citizens if one.id not in taken and CALLS_FOR[kind](around, one)]
        number = wanted - len(taken) if kind == "samtale" else kinds.count(kind)
        for citizen in dice.sample(calling, min(number, len(calling))):
            taken.add(citizen.id)
            _write(dice, book, kind, form(dice, around, citizen), today)


def _write(dice: Dice, book: Book, kind: str, invitation: Invitation, today: date) -> None:
    terms = KINDS[kind]
    earliest = max(today + timedelta(days=1), today + timedelta(days=dice.randint(*ASKED_AHEAD)))
    meeting = Meeting(
        id=len(book.meetings) + 1,
        kind=kind,
        state="requested",
        citizen_id=invitation.about,
        coordinator_id=invitation.chair,
        minutes=terms.minutes,
        earliest=earliest,
        due=earliest + timedelta(days=terms.due_days),
        latest=earliest + timedelta(days=terms.latest_days),
        weight=WEIGHTS.get(kind, 1),
        site_ids=invitation.sites,
    )
    book.write(meeting, invitation)


def _steering_group(around: Around) -> Invitation:
    managers = tuple(around.staff.roles["manager"])
    return Invitation(chair=managers[0], about=None, required=managers, sites=around.sites.houses[:1])


def _start(dice: Dice, around: Around, citizen: Citizen) -> Invitation:
    """Opstartsmøde: citizen, job and social caseworker, consultant, support worker; where the citizen wishes."""
    social = _of(around, citizen, "social")
    required = (citizen.caseworker_id, *social[:1], citizen.consultant_id, *_support(citizen))
    return _invite(around, citizen, required, _places(dice, around, citizen))


def _first_visit(_dice: Dice, around: Around, citizen: Citizen) -> Invitation:
    """Første hjemmebesøg: the whole household at home with two caseworkers; the second a social one if all agree."""
    family = around.households[citizen.household_id]
    agreed = all("social" in around.consents.get(member, ()) for member in family)
    social = _of(around, citizen, "social") if agreed else ()
    second = (*social, citizen.coordinator_id, citizen.substitute_id)
    other = next(user for user in second if user != citizen.caseworker_id)
    required = (citizen.caseworker_id, other)
    return _invite(around, citizen, required, (around.sites.home(citizen),), whole_household=True)


def _development_group(_dice: Dice, around: Around, citizen: Citizen) -> Invitation:
    """Udviklingsgruppe: the coordinator chairs the actors around the family."""
    required = (citizen.coordinator_id, *around.allowed(citizen))
    return _invite(around, citizen, required, around.sites.houses)


def _cross_disciplinary(dice: Dice, around: Around, citizen: Citizen) -> Invitation:
    """Tværfagligt møde: citizen, coordinator and the caseworkers concerned; the rest may come."""
    allowed = around.allowed(citizen)
    required = (citizen.coordinator_id, citizen.caseworker_id, *(user for user in allowed if _elsewhere(around, user)))
    return _invite(around, citizen, required, _places(dice, around, citizen), optional=allowed)


def _at_work(_dice: Dice, around: Around, citizen: Citizen) -> Invitation:
    """Opfølgning på virksomheden: citizen, consultant and employer, at the workplace."""
    unit = around.placements[citizen.id].unit_id
    required = (citizen.consultant_id, around.employers[unit])
    return _invite(around, citizen, required, (around.sites.at_work(around.units[unit]),), optional=_support(citizen))


def _closing(_dice: Dice, around: Around, citizen: Citizen) -> Invitation:
    """Afsluttende møde: citizen, both caseworkers, consultant, support worker."""
    required = (citizen.caseworker_id, *_of(around, citizen, "social")[:1], citizen.consultant_id, *_support(citizen))
    return _invite(around, citizen, required, around.sites.houses)


def _sparring(_dice: Dice, around: Around, citizen: Citizen) -> Invitation:
    """Tværfagligt sparringsforum: professionals only, and no citizen's name on it."""
    required = (citizen.coordinator_id, *around.allowed(citizen))
    return Invitation(
        chair=citizen.coordinator_id, about=None, required=required[:SPARRING], sites=around.sites.houses[:1]
    )


def _talk(dice: Dice, around: Around, citizen: Citizen) -> Invitation:
    """Samtale: citizen and caseworker; the support worker may come."""
    sites = _places(dice, around, citizen)
    return _invite(around, citizen, (citizen.caseworker_id,), sites, optional=_support(citizen))


def _invite(
    around: Around,
    citizen: Citizen,
    required: tuple[int, ...],
    sites: tuple[int, ...],
    optional: tuple[int, ...] = (),
    whole_household: bool = False,
) -> Invitation:
    household = tuple(around.households[citizen.household_id])
    return Invitation(
        chair=citizen.coordinator_id,
        about=citizen.id,
        citizens=household if whole_household else (citizen.id,),
        required=required,
        optional=optional,
        pool=tuple(around.interpreters.get(citizen.id, ())),
        sites=sites,
    )


def _places(dice: Dice, around: Around, citizen: Citizen) -> tuple[int, ...]:
    return (around.sites.home(citizen), *around.sites.houses) if dice.happens(AT_HOME) else around.sites.houses


def _of(around: Around, citizen: Citizen, authority: str) -> tuple[int, ...]:
    """The actors of an authority that may be asked."""
    allowed = set(around.allowed(citizen))
    actors = around.actors[citizen.id]
    return tuple(one.user_id for one in actors if one.authority == authority and one.user_id in allowed)


def _elsewhere(around: Around, user: int) -> bool:
    return around.staff.users[user - 1].authority not in ("job", None)


def _support(citizen: Citizen) -> tuple[int, ...]:
    return () if citizen.support_worker_id is None else (citizen.support_worker_id,)


FORMS: Mapping[str, Callable[[Dice, Around, Citizen], Invitation]] = MappingProxyType(
    {
        "afsluttende_moede": _closing,
        "foerste_hjemmebesoeg": _first_visit,
        "opstartsmoede": _start,
        "opfoelgning_virksomhed": _at_work,
        "udviklingsgruppe": _development_group,
        "sparring": _sparring,
        "tvaerfagligt_moede": _cross_disciplinary,
        "samtale": _talk,
    }
)
"""How each kind is put together; the kinds that fewest call for come first."""
CALLS_FOR: Mapping[str, Callable[[Around, Citizen], bool]] = MappingProxyType(
    {
        "afsluttende_moede": lambda _, citizen: citizen.support_worker_id is not None,
        "foerste_hjemmebesoeg": lambda _, citizen: citizen.target_group in INTEGRATION and citizen.status != "done",
        "opstartsmoede": lambda _, citizen: citizen.status in ("new", "clarifying"),
        "opfoelgning_virksomhed": lambda around, citizen: citizen.id in around.placements,
        "udviklingsgruppe": lambda around, citizen: _open_and(around, citizen, DEVELOPMENT_GROUP),
        "sparring": lambda around, citizen: _open_and(around, citizen, SPARRING),
        "tvaerfagligt_moede": lambda around, citizen: _open_and(around, citizen, 2),
        "samtale": lambda _, citizen: citizen.status != "done",
    }
)


def _open_and(around: Around, citizen: Citizen, authorities: int) -> bool:
    return citizen.status != "done" and len(around.authorities(citizen)) >= authorities
