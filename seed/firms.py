"""Firms from sole traders to a hospital: companies, their production units, and whom they employ month by month."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, cos, pi

from core.clock import midnight
from law.workdays import add_months
from seed import figures
from seed.chance import Dice
from seed.geography import HARBOURS, TOWNS, Spot, workplace
from seed.industries import HOSPITAL, PRIVATE, PUBLIC, Industry
from seed.names import first_name, slug, surname
from seed.numbers import cvr_numbers, p_numbers
from seed.records import Company, CompanyUser, EmployeeCount, Unit, User

MUNICIPALITY = "Nordager Kommune"
"""There is no such municipality."""
REGION = "Region Nordhavet"
PUBLIC_UNITS_PER_CITIZEN = 0.07
LEAST_PUBLIC_UNITS = 3
HANDYMEN = tuple(industry for industry in PRIVATE if industry.staff[0] <= 6)
"""Industries in which one works alone."""
HEADS_PER_FTE = (1.05, 1.45)
ACCOMMODATES = {"mentor": 0.50, "quiet": 0.45, "shielding": 0.40, "breaks": 0.65, "step_free": 0.45, "no_evening": 0.75}
SOCIAL_ACCOMMODATES = {
    "mentor": 1.0,
    "quiet": 0.8,
    "shielding": 0.9,
    "breaks": 1.0,
    "step_free": 0.8,
    "no_evening": 0.95,
}
STAFF_PER_MENTOR = 9
MOST_MENTORS = 8
SUMMER = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """A unit with what the tables do not keep: its industry, size and owner's sector."""

    unit: Unit
    industry: Industry
    staff: float
    sector: str
    social: bool


@dataclass(frozen=True, slots=True)
class Firms:
    """Everything about the companies of the municipality."""

    companies: list[Company]
    workplaces: list[Workplace]
    employees: list[EmployeeCount]
    users: list[User]
    company_users: list[CompanyUser]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """A company to be: its industry, how many units, median staff of each."""

    name: str
    industries: tuple[Industry, ...]
    sector: str
    social: bool
    alone: bool = False


Portfolios = Mapping[str, Mapping[int, float]]
"""By town: consultants' user ids with their weight there."""


def build(dice: Dice, citizens: int, portfolios: Portfolios, first_user: int, today: date) -> Firms:
    """The firms for so many citizens; each belongs to the portfolio of a consultant at work in its town.

    first_user: the id of the first employer's user.
    """
    firms = Firms([], [], [], [], [])
    cvr, p_number = cvr_numbers(), p_numbers()
    anywhere = sum((Counter(weights) for weights in portfolios.values()), Counter[int]())
    for number, plan in enumerate(_plans(dice, citizens), start=1):
        spots = [workplace(dice, HARBOURS if industry.harbour else TOWNS) for industry in plan.industries]
        owner = dice.pick(portfolios.get(spots[0].town, anywhere))
        company = _company(dice, number, plan, next(cvr), owner, today)
        firms.companies.append(company)
        _employer(dice, firms, company, first_user + number - 1)
        for industry, spot in zip(plan.industries, spots, strict=True):
            place = _workplace(dice, len(firms.workplaces) + 1, company, plan, industry, spot, next(p_number))
            firms.workplaces.append(place)
            firms.employees.extend(_months(dice, place, today))
    return firms


def _plans(dice: Dice, citizens: int) -> Iterator[_Plan]:
    yield _Plan(name=MUNICIPALITY, industries=tuple(_public_units(dice, citizens)), sector="public", social=False)
    yield _Plan(name=REGION, industries=(HOSPITAL,), sector="public", social=False)
    count = max(6, round(citizens * figures.COMPANIES_PER_CITIZEN))
    kinds = {"social": figures.SOCIAL_ECONOMY, "alone": figures.SOLE_TRADERS}
    kinds["ordinary"] = 1 - sum(kinds.values())
    for kind in dice.deal(kinds, count):
        yield _private(dice, kind)


def _public_units(dice: Dice, citizens: int) -> list[Industry]:
    count = max(LEAST_PUBLIC_UNITS, round(citizens * PUBLIC_UNITS_PER_CITIZEN))
    return dice.deal({industry: industry.share for industry in PUBLIC}, count)


def _private(dice: Dice, kind: str) -> _Plan:
    if kind == "social":
        industry = dice.pick({one: one.social for one in PRIVATE})
    elif kind == "alone":
        industry = dice.choice(HANDYMEN)
    else:
        industry = dice.pick({one: one.share for one in PRIVATE})
    units = 1 if kind == "alone" else dice.pick(figures.UNITS_PER_COMPANY)
    name = f"{dice.choice(industry.names)} {surname(dice, 'danish')}"
    return _Plan(
        name=name if kind != "social" else f"Fællesskabet {name}",
        industries=(industry,) * units,
        sector="private",
        social=kind == "social",
        alone=kind == "alone",
    )


def _company(dice: Dice, number: int, plan: _Plan, cvr: str, owner: int, today: date) -> Company:
    registered = today - timedelta(days=dice.randint(200, 3000)) if plan.social else None
    return Company(
        id=number,
        cvr=cvr,
        name=plan.name,
        sector=plan.sector,
        industry=plan.industries[0].code if plan.name != MUNICIPALITY else "841100",
        industry_version="DB07",
        social_economy_since=registered,
        consultant_id=owner,
        test_data=True,
    )


def _employer(dice: Dice, firms: Firms, company: Company, user: int) -> None:
    name = f"{first_name(dice, 'danish', dice.choice('FM'))} {surname(dice, 'danish')}"
    email = f"{slug(name)}.{user}@{slug(company.name).replace('.', '-')}.example.org"
    firms.users.append(User(id=user, role="employer", name=name, email=email))
    firms.company_users.append(CompanyUser(company_id=company.id, user_id=user))


def _workplace(
    dice: Dice, number: int, company: Company, plan: _Plan, industry: Industry, spot: Spot, p_number: str
) -> Workplace:
    staff = _staff(dice, plan, industry)
    accommodates = _accommodates(dice, plan, industry)
    unit = Unit(
        id=number,
        p_number=p_number,
        company_id=company.id,
        name=_unit_name(plan, industry, spot),
        address=spot.address,
        town=spot.town,
        lat=spot.lat,
        lon=spot.lon,
        contact_name=f"{first_name(dice, 'danish', dice.choice('FM'))} {surname(dice, 'danish')}",
        contact_phone=None,
        accommodates=accommodates,
        mentor_capacity=_mentors(dice, staff, plan.social) if "mentor" in accommodates else 0,
    )
    return Workplace(unit=unit, industry=industry, staff=staff, sector=plan.sector, social=plan.social)


def _staff(dice: Dice, plan: _Plan, industry: Industry) -> float:
    if plan.alone:
        return round(dice.uniform(0, 0.9), 1)
    median, sigma = industry.staff
    return round(dice.spread(median, sigma, 1.0, 1200), 1)


def _unit_name(plan: _Plan, industry: Industry, spot: Spot) -> str:
    if plan.name == MUNICIPALITY:
        return f"{industry.names[0]} {spot.town}"
    if plan.name == REGION:
        return "Sygehus Nordhavet"
    return plan.name if len(plan.industries) == 1 else f"{plan.name}, {spot.town}"


def _accommodates(dice: Dice, plan: _Plan, industry: Industry) -> tuple[str, ...]:
    shares = dict(SOCIAL_ACCOMMODATES if plan.social else ACCOMMODATES)
    shares["no_heavy_lifting"] = max(industry.gentle, 0.6 if plan.social else 0.0)
    return dice.some(shares)


def _mentors(dice: Dice, staff: float, social: bool) -> int:
    most = max(1, ceil(staff / STAFF_PER_MENTOR)) + (1 if social else 0)
    return min(dice.randint(1, most), MOST_MENTORS)


COUNTED_AFTER = timedelta(days=12)
"""A month's figures come so long after it ended."""


def _months(dice: Dice, place: Workplace, today: date) -> Iterator[EmployeeCount]:
    """The twelve whole months before today, growing or shrinking a little, more in summer where there is a season."""
    first = today.replace(day=1)
    growth = dice.gauss(0.02, 0.07)
    heads_per_fte = dice.uniform(*HEADS_PER_FTE)
    subsidised, young = dice.randint(0, ceil(place.staff / 25)), _young(dice, place)
    for back in range(figures.MONTHS_OF_HISTORY, 0, -1):
        month = add_months(first, -back)
        season = 1 + place.industry.season * cos((month.month - SUMMER) * pi / 6)
        fte = round(place.staff * season * (1 - growth * (back - 1) / figures.MONTHS_OF_HISTORY), 1)
        yield EmployeeCount(
            unit_id=place.unit.id,
            month=month,
            ordinary_fte=max(fte, 0.0),
            ordinary_heads=ceil(max(fte, 0.0) * heads_per_fte),
            subsidised=subsidised,
            under_18=young,
            source="CVR" if place.staff >= 1 else "virksomheden",
            recorded_at=midnight(min(add_months(month, 1) + COUNTED_AFTER, today)),
        )


def _young(dice: Dice, place: Workplace) -> int:
    return dice.randint(0, ceil(place.staff / 6)) if place.industry.rota in ("shop", "evening", "day") else 0
