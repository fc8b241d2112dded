"""Citizens in the hands of the municipality: who is responsible, who is involved, what has been consented to."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import cycle

from seed import figures
from seed.chance import Dice
from seed.lives import Life
from seed.names import LANGUAGES, slug
from seed.people import Person
from seed.records import Citizen, Commitment, Consent, Exclusion, Goal, Involvement, Plan, User, Wish
from seed.staff import COORDINATED, Case, Staff, needs_interpreter, supported

SCOPE = "Udveksling af oplysninger om plan, tilbud og aftaler"
LEGAL_BASIS_AUTHORITY = "benefits"
"""Benefits share with the job field by law; the rest by consent."""
LEGAL_BASIS = "Retssikkerhedsloven § 11 a, stk. 2"
EXCLUDED = 0.03
PLAN_DAYS = (10, 40)
"""Days from the referral to the plan; assumed."""
GOALS = (
    "Fast hverdag med mødetid tre dage om ugen", "Praktik inden for det ønskede fag", "Kørekort eller fast transport",
    "Dansk på næste niveau", "Flere timer i samme virksomhed", "Overblik over økonomien",
    "Behandling og job side om side",
    "Børnepasning på plads før start", "Ordinære timer ved siden af ydelsen", "Afklaring af arbejdsevne",
)  # fmt: skip
GOALS_REACHED = 0.6
"""Of short goals whose day has come; assumed."""
WITHOUT_EMAIL, WITHOUT_PHONE = 5, 9
"""One citizen in so many; assumed. No Danish telephone number begins with a nought, so nobody can be called."""
LONG_GOALS = ("Ordinært job", "Fleksjob i et trygt miljø", "Uddannelse", "Selvforsørgelse inden tre år")


@dataclass(frozen=True, slots=True)
class Cases:
    """The rows around the citizens."""

    citizens: list[Citizen] = field(default_factory=list)
    wishes: list[Wish] = field(default_factory=list)
    commitments: list[Commitment] = field(default_factory=list)
    involvements: list[Involvement] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Hands:
    """By citizen: the users responsible."""

    consultant: Mapping[int, int]
    caseworker: Mapping[int, int]
    coordinator: Mapping[int, int]
    support: Mapping[int, int]


def hand_out(dice: Dice, cases: Sequence[Case], staff: Staff) -> Hands:
    """Deal the citizens to consultants by area, to caseworkers by field of work, to coordinators by household."""
    caseworker = _by_field(cases, staff.caseworkers["job"])
    by_area = sorted((person for person, _ in cases), key=lambda one: (one.home.address.split(", ")[-1], one.id))
    return Hands(
        consultant=_evenly([person.id for person in by_area], staff.roles["consultant"]),
        caseworker=caseworker,
        coordinator=_by_household(cases, staff.roles["coordinator"], caseworker),
        support=_evenly(_in_support(dice, cases), staff.roles["support_worker"]),
    )


def portfolios(cases: Sequence[Case], hands: Hands) -> dict[str, Counter[int]]:
    """By town: the consultants, with how many citizens they have there."""
    found: dict[str, Counter[int]] = defaultdict(Counter)
    for person, _ in cases:
        found[person.home.town][hands.consultant[person.id]] += 1
    return found


def with_capacity(users: Sequence[User], cases: Sequence[Case], hands: Hands) -> list[User]:
    """The users, consultants with room for a share of their own citizens who are ready."""
    ready = Counter(hands.consultant[person.id] for person, _ in cases if person.status == "ready")
    return [
        replace(user, capacity=1 + round(ready[user.id] * figures.CONSULTANT_CAPACITY))
        if user.role == "consultant"
        else user
        for user in users
    ]


def build(dice: Dice, cases: Sequence[Case], staff: Staff, hands: Hands, today: date) -> Cases:
    """Every citizen's rows."""
    found = Cases()
    colleagues = _colleagues(staff)
    workers = {authority: cycle(ids) for authority, ids in staff.caseworkers.items()}
    for person, life in cases:
        found.citizens.append(_citizen(person, life, hands, colleagues))
        found.wishes.extend(
            Wish(citizen_id=person.id, rank=rank, occupation=code) for rank, code in enumerate(life.wishes, start=1)
        )
        _commit(found, person.id, life)
        found.involvements.extend(_involved(found.citizens[-1], life, workers, person.referred_on))
        found.consents.extend(_consents(dice, len(found.consents), person.id, life, person.referred_on, today))
    _plan(dice, found, cases, today)
    return found


def exclusions(dice: Dice, citizens: Sequence[Citizen], units: int) -> list[Exclusion]:
    """A few citizens must not be sent to some unit."""
    chosen = (citizen for citizen in citizens if dice.happens(EXCLUDED))
    return [Exclusion(citizen_id=citizen.id, unit_id=dice.randint(1, units)) for citizen in chosen]


def _evenly(citizens: Sequence[int], users: Sequence[int]) -> dict[int, int]:
    """Citizens to users in runs of equal length."""
    return {citizen: users[n * len(users) // len(citizens)] for n, citizen in enumerate(citizens)}


def _by_field(cases: Sequence[Case], users: Sequence[int]) -> dict[int, int]:
    """Open cases evenly, each caseworker within few target groups; the closed ones follow."""
    ordered = sorted((person for person, _ in cases), key=lambda one: (one.target_group, one.id))
    opened = [person.id for person in ordered if person.status != "done"]
    closed = [person.id for person in ordered if person.status == "done"]
    return _evenly(opened, users) | _evenly(closed, users)


def _by_household(cases: Sequence[Case], users: Sequence[int], caseworker: Mapping[int, int]) -> dict[int, int]:
    """One coordinator per household; where no member has several authorities, a member's own caseworker."""
    members: dict[int, list[int]] = defaultdict(list)
    complex_ = set()
    for person, life in cases:
        members[person.household_id].append(person.id)
        if len(life.authorities) >= COORDINATED:
            complex_.add(person.household_id)
    by_coordinator = _evenly([household for household in members if household in complex_], users) if complex_ else {}
    return {
        citizen: by_coordinator.get(household, caseworker[family[0]])
        for household, family in members.items()
        for citizen in family
    }


def _in_support(dice: Dice, cases: Sequence[Case]) -> list[int]:
    able = [person.id for person, life in cases if not person.near and person.status not in ("done", "new")]
    wanting = [person.id for person, life in cases if "mentor" in life.needs and person.id in set(able)]
    wanted = supported(cases)
    return dice.sample(wanting if len(wanting) >= wanted else able, min(wanted, len(able)))


def _colleagues(staff: Staff) -> dict[int, int]:
    """Everybody's substitute: the next in the same list; where one works alone, a manager."""
    found = {}
    for team in (staff.roles["coordinator"], staff.caseworkers["job"]):
        for one, following in zip(team, [*team[1:], team[0]], strict=True):
            found[one] = following if following != one else staff.roles["manager"][0]
    return found


def _citizen(person: Person, life: Life, hands: Hands, colleagues: Mapping[int, int]) -> Citizen:
    coordinator = hands.coordinator[person.id]
    return Citizen(
        id=person.id,
        cpr=person.cpr,
        first_name=person.first_name,
        last_name=person.last_name,
        birth_date=person.born,
        gender=person.gender,
        household_id=person.household_id,
        status=person.status,
        target_group=person.target_group,
        unemployed_since=person.unemployed_since,
        resident_since=person.resident_since,
        single_parent=person.single_parent,
        no_education=person.no_education,
        address=person.home.address,
        town=person.home.town,
        email=email(person.id, f"{person.first_name} {person.last_name}") if person.id % WITHOUT_EMAIL else None,
        phone=f"+45{person.id:08d}" if person.id % WITHOUT_PHONE else None,
        lat=person.home.lat,
        lon=person.home.lon,
        max_travel_km=life.max_travel_km,
        hours_min=life.hours_min,
        hours_max=life.hours_max,
        available_from=life.available_from,
        language=life.language,
        transport=life.transport,
        interpreter_language=LANGUAGES[person.origin] if needs_interpreter((person, life)) else None,
        skills=life.skills,
        driving_licence=life.driving_licence,
        needs=life.needs,
        schemes=None,
        weight=1.0,
        consultant_id=hands.consultant[person.id],
        caseworker_id=hands.caseworker[person.id],
        coordinator_id=coordinator,
        substitute_id=colleagues[coordinator],
        support_worker_id=hands.support.get(person.id),
    )


def email(number: int, name: str) -> str:
    """A citizen's address, which nobody has."""
    return f"{slug(name)}.{number}@borger.example.org"


def _commit(found: Cases, citizen: int, life: Life) -> None:
    for hours in life.week:
        found.commitments.append(
            Commitment(
                id=len(found.commitments) + 1,
                citizen_id=citizen,
                weekday=hours.weekday,
                from_=hours.from_,
                to=hours.to,
                what=hours.what,
                authority=hours.authority,
            )
        )


def _involved(citizen: Citizen, life: Life, workers: Mapping[str, Iterator[int]], since: date) -> Iterator[Involvement]:
    """One member of staff per authority, the consultant, the support worker, and the coordinator."""
    by_user = {citizen.caseworker_id: "job", citizen.consultant_id: "job", citizen.coordinator_id: "job"}
    by_user |= {next(workers[authority]): authority for authority in life.authorities if authority != "job"}
    if citizen.support_worker_id is not None:
        by_user[citizen.support_worker_id] = "social" if "social" in life.authorities else "job"
    for user, authority in by_user.items():
        yield Involvement(citizen_id=citizen.id, user_id=user, authority=authority, since=since)


def _consents(dice: Dice, given: int, citizen: int, life: Life, referred: date, today: date) -> Iterator[Consent]:
    for authority in life.authorities:
        by_law = authority == LEGAL_BASIS_AUTHORITY
        if authority == "job" or not (by_law or dice.happens(figures.CONSENT)):
            continue
        given += 1
        withdrawn = not by_law and dice.happens(figures.CONSENT_WITHDRAWN)
        yield Consent(
            id=given,
            citizen_id=citizen,
            authority=authority,
            scope=SCOPE,
            given_on=referred,
            withdrawn_on=referred + (today - referred) // 2 if withdrawn else None,
            legal_basis=LEGAL_BASIS if by_law else None,
        )


def _plan(dice: Dice, found: Cases, cases: Sequence[Case], today: date) -> None:
    """One plan per household, made some weeks after its last referral; for whoever lives alone it is their own."""
    members: dict[int, list[Person]] = defaultdict(list)
    for person, _ in cases:
        members[person.household_id].append(person)
    for household, family in members.items():
        started = max(person.referred_on for person in family) + timedelta(days=dice.randint(*PLAN_DAYS))
        if started > today:
            continue
        alone = family[0].id if len(family) == 1 else None
        plan = Plan(
            id=len(found.plans) + 1,
            citizen_id=alone,
            household_id=household if alone is None else None,
            started_on=started,
        )
        found.plans.append(plan)
        for person in family:
            found.goals.extend(_goals(dice, len(found.goals), plan, person, today))


def _goals(dice: Dice, given: int, plan: Plan, person: Person, today: date) -> Iterator[Goal]:
    short, long = dice.several(GOALS, 1, 3), dice.choice(LONG_GOALS)
    for text in (*short, long):
        given += 1
        by = plan.started_on + timedelta(days=720 if text == long else dice.randint(60, 180))
        reached = text != long and by < today and dice.happens(GOALS_REACHED)
        yield Goal(
            id=given,
            plan_id=plan.id,
            citizen_id=person.id,
            text=text,
            long_term=text == long,
            by=by,
            done_on=by if reached else None,
        )
