"""The demo's catalogue of offers: some twenty in eight themes, six mentors among them, and who takes part in what."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from core.clock import midnight
from law.schemes import FAR
from seed import figures
from seed.chance import Dice
from seed.records import CatalogueOffer, Citizen, OfferCourse, PlanActivity

OPEN_CASES = ("clarifying", "ready", "praktik", "loentilskud", "sick")
COURSE_DAYS = 84

OFFERS = (
    ("health", "direct", "health", 12, "Gå-hold", "Motion to gange om ugen med instruktør. Ingen krav om form.",
     "Vi går en tur sammen to gange om ugen. Alle kan være med."),
    ("health", "waiting_list", "health", 8, "Lær at leve med smerter", "Forløb over 7 uger efter «Lær at tackle».",
     "Har du ondt hver dag? Her lærer du, hvad du kan gøre. Vi mødes 7 gange."),
    ("health", "referral", "health", 6, "Samtaler med psykolog", "Op til 8 samtaler. Kræver visitation.",
     "Du taler med en psykolog, der har tavshedspligt."),
    ("health", "direct", "health", 15, "Sov bedre", "Gruppeforløb om søvn, 4 gange.",
     "Få hjælp til at sove. Vi mødes 4 gange."),
    ("everyday", "direct", "social", None, "Gældsrådgivning", "Åben rådgivning hver torsdag, også uden tid.",
     "Har du gæld? Få hjælp til et overblik. Det er gratis."),
    ("everyday", "waiting_list", "social", 10, "Bostøtte i gruppe", "SEL § 82 a, ugentlige mødegange.",
     "Vi hjælper hinanden med post, rengøring og aftaler."),
    ("everyday", "direct", "children", 20, "Åben familierådgivning", "Op til 5 samtaler uden henvisning.",
     "Tal med os om dine børn. Du behøver ikke en henvisning."),
    ("language", "referral", "language_school", 30, "Danskuddannelse", "Henvisning fra sagsbehandler; modultest.",
     "Du går i skole og lærer dansk sammen med andre."),
    ("language", "direct", "language_school", 10, "Sprogcafé", "Frivillige samtalepartnere, to timer om ugen.",
     "Drik kaffe, og tal dansk med andre. Fejl gør ikke noget."),
    ("job", "direct", "job", 12, "Skriv dit CV", "Værksted i jobcentret, fire gange.",
     "Vi skriver dit CV sammen med dig."),
    ("job", "waiting_list", "job", 8, "Hygiejnebevis", "AMU 1 dag. Bevis, der kræves i køkkener.",
     "På én dag får du et bevis, så du må arbejde i et køkken."),
    ("job", "waiting_list", "job", 6, "Truckcertifikat B", "AMU 7 dage med prøve.",
     "Du lærer at køre truck og får et certifikat."),
    ("education", "direct", "job", None, "Vejledning om uddannelse", "Ungdommens Uddannelsesvejledning og VUC.",
     "Find ud af, hvilken uddannelse du kan tage."),
    ("network", "direct", None, 20, "Værested ved havnen", "Frivilligt drevet, fire dage om ugen.",
     "Et sted at være. Der er kaffe, mad og folk at snakke med."),
    ("support", "referral", "social", 5, "Støtteperson i overgangen til job", "CTI, 9 måneder (SEL § 85).",
     "En fast person hjælper dig, når du begynder at arbejde."),
)  # fmt: skip
MENTORS = (
    ("Hanne Holm", ("at komme op om morgenen", "breve fra kommunen"), ("havearbejde", "strik")),
    ("Samir Haddad", ("arabisk", "at finde rundt i Danmark"), ("fodbold", "madlavning")),
    ("Bent Kjær", ("kørekort", "håndværk"), ("fiskeri", "gamle biler")),
    ("Olena Bondar", ("ukrainsk", "skole og børn"), ("sang", "løb")),
    ("Mette Lund", ("angst", "transport med bus"), ("hunde", "gåture")),
    ("Idil Warsame", ("somali", "job i plejen"), ("bøger", "svømning")),
)
MENTOR_PLACES = 2


@dataclass(slots=True)
class Catalogue:
    """Offers, their courses, and who takes part."""

    offers: list[CatalogueOffer] = field(default_factory=list)
    courses: list[OfferCourse] = field(default_factory=list)
    activities: list[PlanActivity] = field(default_factory=list)


def build(dice: Dice, citizens: Sequence[Citizen], today: date) -> Catalogue:
    """The catalogue on the day `today`, with some citizens in what they chose, and a few waiting."""
    offers = list(_offers())
    courses = list(_courses(offers, today))
    found = Catalogue(offers, courses)
    found.activities.extend(_activities(dice, found, citizens, today))
    return found


def _offers() -> Iterator[CatalogueOffer]:
    for number, (theme, access, authority, places, title, professional, plain) in enumerate(OFFERS, start=1):
        yield CatalogueOffer(
            id=number,
            theme=theme,
            title=title,
            text_professional=professional,
            text_citizen=plain,
            contact_name="Tilbudsvejlederen",
            contact_phone=f"+4500001{number:03d}",
            access=access,
            authority=authority,
            places=places,
        )
    for number, (name, competences, interests) in enumerate(MENTORS, start=len(OFFERS) + 1):
        yield CatalogueOffer(
            id=number,
            theme="mentor",
            title=f"Mentor: {name}",
            text_professional="Frivillig mentor med børneattest. Mødes med borgeren efter aftale.",
            text_citizen=f"{name} er mentor. I kan mødes og tale om det, du har brug for.",
            contact_name=name,
            contact_phone=f"+4500002{number:03d}",
            access="direct",
            authority=None,
            places=MENTOR_PLACES,
            competences=competences,
            interests=interests,
        )


def _courses(offers: Iterable[CatalogueOffer], today: date) -> Iterator[OfferCourse]:
    """Two courses of what has a waiting list and is for work, one now and one later."""
    number = 0
    for offer in offers:
        if offer.theme == "job" and offer.access == "waiting_list":
            for begins in (today + timedelta(days=14), today + timedelta(days=14 + COURSE_DAYS)):
                number += 1
                last = begins + timedelta(days=6)
                yield OfferCourse(id=number, offer_id=offer.id, first=begins, last=last, places=offer.places)


def _activities(dice: Dice, found: Catalogue, citizens: Sequence[Citizen], today: date) -> Iterator[PlanActivity]:
    far = [one for one in citizens if one.target_group in FAR and one.status in OPEN_CASES]
    chosen = [one for one in far if dice.happens(figures.IN_ACTIVITIES)]
    taken: Counter[tuple[int, int | None]] = Counter()
    first_of: dict[int, OfferCourse] = {}
    for one in found.courses:
        first_of.setdefault(one.offer_id, one)
    number = 0
    for citizen in chosen:
        for offer in dice.several(found.offers, 1, 2):
            number += 1
            course = first_of.get(offer.id)
            place = (offer.id, None if course is None else course.id)
            state = _state(dice, offer, taken[place])
            if state is None:
                continue
            taken[place] += state == "granted"
            yield _activity(number, citizen, offer, course, state, _asked(dice, today))


def _state(dice: Dice, offer: CatalogueOffer, taken: int) -> str | None:
    """What came of asking for a place; None where it is full and nobody waits."""
    free = offer.places is None or taken < offer.places
    if offer.access == "referral":
        return "granted" if free and dice.happens(0.7) else "asked"
    if free:
        return "granted"
    return "waiting" if offer.access == "waiting_list" else None


def _asked(dice: Dice, today: date) -> datetime:
    return midnight(today - timedelta(days=dice.randint(3, 60))) + timedelta(hours=9)


def _activity(
    number: int, citizen: Citizen, offer: CatalogueOffer, course: OfferCourse | None, state: str, asked: datetime
) -> PlanActivity:
    granted = state == "granted"
    begins = asked.date() if course is None else course.first
    return PlanActivity(
        id=number,
        citizen_id=citizen.id,
        offer_id=offer.id,
        course_id=None if course is None else course.id,
        state=state,
        from_=begins if granted else None,
        to=course.last if granted and course is not None else None,
        asked_at=asked,
        asked_by=citizen.caseworker_id,
        decided_at=asked if granted else None,
        decided_by=citizen.caseworker_id if granted else None,
    )
