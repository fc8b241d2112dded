"""Placements: those running now, which fill quotas, and those of the last twelve months that have ended."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from law.quota import quota
from law.schemes import FAR, NEAR, terms
from seed import figures
from seed.chance import Dice
from seed.firms import Firms, Workplace
from seed.geography import kilometres
from seed.lives import Life
from seed.people import Person
from seed.records import Placement

SCHEME_OF = {"praktik": "virksomhedspraktik", "loentilskud": "loentilskud", "igu": "igu", "fleksjob": "fleksjob",
             "ordinary": "ordinary"}  # fmt: skip
PAST_SCHEMES = {"virksomhedspraktik": 0.6, "loentilskud": 0.4}
"""Of those who need not have been without work for half a year; the others had a praktik."""
WITH_A_PAST = ("ready", "ordinary", "done", "sick", "clarifying")
SETTLING_IN = 14
"""Days from referral to the earliest start."""
SHORTEST = 15
"""Days that even a broken-off placement lasted, so that its first follow-ups came before its end."""
TIME_FOR_ONE = 45
"""Days that a placement with all around it takes at the least."""
LOOKED_AT = 40
"""Workplaces looked at before one that is further away is taken."""
TAKEN_BY_OTHERS = 0.10
"""Units with somebody outside the service in a place; assumed."""
OTHERS_SCHEMES = {"nytteindsats": 0.5, "virksomhedspraktik": 0.5}
MONTHS_COUNTED = 4
GOOD_ENDS = {"completed": "aftalt periode slut", "job": "ansat i virksomheden"}


@dataclass(slots=True)
class Market:
    """Where there is room: per unit the quota and how many places and mentors are taken."""

    workplaces: Sequence[Workplace]
    quotas: dict[int, int]
    taken: Counter[int] = field(default_factory=Counter)
    mentors: Counter[int] = field(default_factory=Counter)

    def free(self, place: Workplace) -> int:
        """Places left under the unit's quota."""
        return self.quotas[place.unit.id] - self.taken[place.unit.id]

    def fits(self, place: Workplace, life: Life) -> bool:
        """Whether the unit has room for this citizen's needs."""
        return (
            self.free(place) > 0
            and set(life.needs) <= set(place.unit.accommodates)
            and ("mentor" not in life.needs or self.mentor_free(place))
        )

    def mentor_free(self, place: Workplace) -> bool:
        """Whether the unit can give one person more a mentor."""
        return self.mentors[place.unit.id] < place.unit.mentor_capacity

    def take(self, placement: Placement) -> None:
        """Count a running placement; all are counted, so that nothing is ever overfull."""
        self.taken[placement.unit_id] += 1
        self.mentors[placement.unit_id] += placement.mentor


def open_market(firms: Firms, today: date) -> Market:
    """Every unit's quota (rimelighedskrav) today, with nobody in it yet."""
    staff: dict[int, list[float]] = {}
    for count in firms.employees:
        staff.setdefault(count.unit_id, []).append(count.ordinary_fte)
    means = {unit: sum(values[-MONTHS_COUNTED:]) / MONTHS_COUNTED for unit, values in staff.items()}
    return Market(firms.workplaces, {unit: quota(mean, today) for unit, mean in means.items()})


def build(
    dice: Dice, people: Sequence[tuple[Person, Life]], market: Market, today: date
) -> tuple[list[Placement], list[Placement]]:
    """Running and ended placements. Running ones are counted in `market`."""
    running: list[Placement] = []
    for person, life in people:
        if person.status in SCHEME_OF:
            running.append(_running(dice, len(running) + 1, person, life, market, today))
            market.take(running[-1])
    for place in market.workplaces:
        if market.free(place) > 0 and dice.happens(TAKEN_BY_OTHERS):
            running.append(_somebody_else(dice, len(running) + 1, place, today))
            market.take(running[-1])
    return running, list(_ended(dice, people, running, market, today))


def _running(dice: Dice, number: int, person: Person, life: Life, market: Market, today: date) -> Placement:
    scheme = SCHEME_OF[person.status]
    place = _somewhere(dice, person, life, market)
    days = _days(scheme, person, place, today)
    first = person.referred_on + timedelta(days=SETTLING_IN)
    start = max(first, today - timedelta(days=dice.randint(1, (days or 300) - 2)))
    return Placement(
        id=number,
        citizen_id=person.id,
        unit_id=place.unit.id,
        scheme=scheme,
        start=start,
        end=start + timedelta(days=days - 1) if days else None,
        hours=life.hours_max,
        mentor="mentor" in life.needs and market.mentor_free(place),
    )


def _somewhere(dice: Dice, person: Person, life: Life, market: Market) -> Workplace:
    """A workplace within reach with room for the citizen, or the nearest that has room at all."""
    home = (person.home.lat, person.home.lon)
    looked_at = dice.sample(market.workplaces, min(LOOKED_AT, len(market.workplaces)))
    fitting = [place for place in looked_at if market.fits(place, life)]
    roomy = fitting or [place for place in market.workplaces if market.free(place) > 0]
    return min(roomy, key=lambda place: kilometres(home, (place.unit.lat, place.unit.lon)))


def _days(scheme: str, person: Person, place: Workplace, today: date) -> int | None:
    """The longest stay in days under today's rules; None where it is open-ended."""
    rules = terms(scheme, today)
    weeks = None if rules is None else rules.weeks.get((person.target_group, place.sector))
    return None if weeks is None else weeks * 7


def _somebody_else(dice: Dice, number: int, place: Workplace, today: date) -> Placement:
    start = today - timedelta(days=dice.randint(5, 60))
    return Placement(
        id=number,
        citizen_id=None,
        unit_id=place.unit.id,
        scheme=dice.pick(OTHERS_SCHEMES),
        start=start,
        end=today + timedelta(days=dice.randint(7, 45)),
        hours=float(dice.choice((15, 20, 25, 37))),
        mentor=False,
    )


def _ended(
    dice: Dice, people: Sequence[tuple[Person, Life]], running: list[Placement], market: Market, today: date
) -> Iterator[Placement]:
    now = {placement.citizen_id: placement for placement in running}
    able = [one for one in people if _can_have_a_past(one[0], now, today)]
    wanted = min(round(figures.PAST_PLACEMENTS * len(people)), len(able))
    for number, (person, life) in enumerate(dice.sample(able, wanted), start=len(running) + 1):
        yield _past(dice, number, person, life, now.get(person.id), market, today)


def _can_have_a_past(person: Person, now: dict[int | None, Placement], today: date) -> bool:
    days = (_last_day(now.get(person.id), today) - person.referred_on).days
    return person.status in WITH_A_PAST and person.target_group in NEAR | FAR and days >= TIME_FOR_ONE


def _last_day(current: Placement | None, today: date) -> date:
    return (today if current is None else current.start) - timedelta(days=1)


def _past(
    dice: Dice, number: int, person: Person, life: Life, current: Placement | None, market: Market, today: date
) -> Placement:
    """A praktik or løntilskud that ended before today; one that ended in a job leads to the job they have."""
    scheme = dice.pick(PAST_SCHEMES) if person.no_education else "virksomhedspraktik"
    places = market.workplaces if current is None else [market.workplaces[current.unit_id - 1]]
    place = dice.choice(places)
    last = _last_day(current, today)
    start = person.referred_on + timedelta(days=SETTLING_IN + dice.randint(0, (last - person.referred_on).days // 3))
    planned = start + timedelta(days=(_days(scheme, person, place, today) or 28) - 1)
    outcome = _outcome(dice, person, current)
    stayed = (
        (planned - start).days if outcome == "completed" else round((planned - start).days * dice.uniform(0.15, 0.8))
    )
    ended = min(start + timedelta(days=max(stayed, SHORTEST)), last)
    if outcome == "completed":
        planned = ended
    reason = dice.pick(figures.BREAK_OFF_REASONS) if outcome == "broken_off" else GOOD_ENDS[outcome]
    return Placement(
        id=number,
        citizen_id=person.id,
        unit_id=place.unit.id,
        scheme=scheme,
        start=start,
        end=planned,
        hours=life.hours_max,
        mentor="mentor" in life.needs and "mentor" in place.unit.accommodates,
        ended_on=ended,
        outcome=outcome,
        reason=reason,
    )


def _outcome(dice: Dice, person: Person, current: Placement | None) -> str:
    if current is not None:
        return "job"
    shares = {end: share for end, share in figures.PLACEMENT_ENDS.items() if end != "job" or person.status == "done"}
    return dice.pick(shares)
