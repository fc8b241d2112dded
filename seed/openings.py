"""What firms offer: openings with hours that their trade really has, and what they ask in return."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate

from companies.occupations import title
from core.clock import COPENHAGEN
from seed.chance import Dice
from seed.firms import Workplace
from seed.industries import DEMANDS, Demand
from seed.placements import Market
from seed.records import Opening, Shift

WEEK, WORKWEEK = (1, 2, 3, 4, 5, 6, 7), (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Rota:
    """A trade's working days, the daily hours one of which an opening has, and how many days it asks for."""

    days: tuple[int, ...]
    hours: tuple[tuple[time, time], ...]
    least: int
    most: int


def _hours(*spans: str) -> tuple[tuple[time, time], ...]:
    return tuple((time.fromisoformat(span[:5]), time.fromisoformat(span[6:])) for span in spans)


ROTAS = {
    "early": Rota(WORKWEEK, _hours("05:00-12:00", "06:00-13:00"), 3, 5),
    "office": Rota(WORKWEEK, _hours("08:00-15:30", "09:00-14:00"), 3, 5),
    "evening": Rota((3, 4, 5, 6, 7), _hours("15:00-21:00", "16:30-22:00"), 3, 5),
    "day": Rota((1, 2, 3, 4, 5, 6), _hours("10:00-16:00", "09:00-14:00"), 3, 5),
    "shop": Rota((1, 2, 3, 4, 5, 6), _hours("09:00-15:00", "07:00-13:00", "12:00-18:00"), 3, 5),
    "hotel": Rota(WEEK, _hours("09:00-14:00", "08:30-13:30"), 3, 5),
    "industry": Rota(WORKWEEK, _hours("06:00-14:00", "07:00-15:00", "14:00-22:00"), 4, 5),
    "craft": Rota(WORKWEEK, _hours("07:00-15:00", "07:00-14:30"), 4, 5),
    "farm": Rota(WEEK, _hours("05:30-11:30", "07:00-14:00"), 4, 5),
    "kitchen": Rota(WORKWEEK, _hours("07:00-13:00", "08:00-14:00"), 3, 5),
    "care": Rota(WEEK, _hours("07:00-15:00", "08:00-14:00", "15:00-21:00"), 3, 5),
    "nursery": Rota(WORKWEEK, _hours("08:30-14:30", "09:00-15:00"), 3, 5),
    "school": Rota(WORKWEEK, _hours("08:00-14:00", "09:00-13:00"), 3, 5),
    "workshop": Rota(WORKWEEK, _hours("09:00-14:00", "08:00-15:00"), 3, 5),
}
FREE_HOURS = 0.25
"""Openings without fixed shifts; assumed."""
SCHEMES = {"virksomhedspraktik": 0.90, "loentilskud": 0.50, "ordinary": 0.14, "fleksjob": 0.20, "skaanejob": 0.12}
"""Share of openings that offer the scheme; assumed."""
IGU, IGU_STAFF = 0.12, 10
PROTECTED = 0.30
"""Beskyttet beskæftigelse, at social-economy and public units only."""
SEATS = {1: 0.74, 2: 0.18, 3: 0.05, 4: 0.03}
GROUPS = 0.4
"""Of openings with three seats or more, those that train in groups and take nobody alone."""
LEAST_HOURS = (5, 8, 10, 12, 15, 20, 25)
SOCIAL_LEAST_HOURS = (2, 3, 4, 6)
WEEKS = (4, 8, 13, 13, 13, 26, 52)
IGU_WEEKS = 104
STATES = {"open": 0.93, "paused": 0.04, "closed": 0.03}


def build(dice: Dice, market: Market, seats: int, today: date) -> tuple[list[Opening], list[Shift]]:
    """Openings with about `seats` seats, where the quota has room: more in large units and social-economy firms."""
    openings: list[Opening] = []
    shifts: list[Shift] = []
    offered = 0
    for place in _drawn(dice, market):
        if offered >= seats:
            break
        opening = _opening(dice, len(openings) + 1, place, market, today)
        openings.append(opening)
        offered += opening.seats
        shifts.extend(_shifts(dice, len(shifts), opening, place))
    return openings, shifts


def _drawn(dice: Dice, market: Market) -> Iterator[Workplace]:
    """Workplaces with room, one after the other, drawn anew each time: the large and the social come more often."""
    roomy = [place for place in market.workplaces if market.free(place) > 0]
    weights = list(accumulate(min(market.free(place), 8) ** 0.8 * (3 if place.social else 1) for place in roomy))
    while roomy:
        yield dice.choices(roomy, cum_weights=weights)[0]


def _opening(dice: Dice, number: int, place: Workplace, market: Market, today: date) -> Opening:
    occupation = dice.choice(place.industry.work)
    demand = DEMANDS.get(occupation, Demand())
    schemes = _schemes(dice, place)
    seats = min(dice.pick(SEATS), max(market.free(place), 1))
    earliest = today + timedelta(days=dice.randint(-20, 50))
    least = float(dice.choice(SOCIAL_LEAST_HOURS if place.social else LEAST_HOURS))
    return Opening(
        id=number,
        unit_id=place.unit.id,
        state=dice.pick(STATES),
        title=title(occupation),
        occupation=occupation,
        schemes=schemes,
        seats=seats,
        least=2 if seats > 2 and dice.happens(GROUPS) else 0,
        start_earliest=earliest,
        start_latest=max(earliest, today) + timedelta(days=dice.randint(14, 100)),
        weeks=IGU_WEEKS if "igu" in schemes else dice.choice(WEEKS),
        hours_min=least,
        hours_max=float(dice.choice((37, 37, 37, 30, 25))) if least < 25 else 37.0,
        language=demand.language,
        skills=demand.skills,
        driving_licence=demand.licence,
        paid_hours_prospect=round(dice.betavariate(1.6, 3.0), 2),
        created_at=_created(dice, today),
    )


def _schemes(dice: Dice, place: Workplace) -> tuple[str, ...]:
    shares = dict(SCHEMES)
    if place.staff >= IGU_STAFF:
        shares["igu"] = IGU
    if place.social or place.sector == "public":
        shares["beskyttet"] = PROTECTED
    return dice.some(shares) or ("virksomhedspraktik",)


def _created(dice: Dice, today: date) -> datetime:
    day = today - timedelta(days=dice.randint(1, 60))
    return datetime.combine(day, time(dice.randint(8, 15), dice.randint(0, 59)), COPENHAGEN)


def _shifts(dice: Dice, given: int, opening: Opening, place: Workplace) -> Iterator[Shift]:
    if dice.happens(FREE_HOURS):
        return
    rota = ROTAS[place.industry.rota]
    begin, end = dice.choice(rota.hours)
    for day in sorted(dice.several(rota.days, rota.least, rota.most)):
        given += 1
        yield Shift(id=given, opening_id=opening.id, weekday=day, from_=begin, to=end)
