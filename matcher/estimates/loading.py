"""The question of how many fit, as a matching problem: one opening, one unit, and everybody who could come there."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from math import cos, radians
from typing import Any

from sqlalchemy import ColumnElement, Row, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from citizens.tables import Citizen, Commitment, Exclusion
from companies.drafts import LANGUAGES
from companies.tables import Opening, Unit
from core.audit import AuditEntry
from law.workdays import ONE_DAY, working_day_after
from matcher.engine.problem import Busy, Horizon, Hours, Point, Problem, Staff
from matcher.engine.problem import Citizen as Seeker
from matcher.engine.problem import Unit as Workplace
from matcher.loading import HORIZON_DAYS, LEAD, SEEKING, place

KM_PER_DEGREE = 111.0
"""Of a great circle; a little less than it is, so that nobody is left out who lives just near enough."""
DEGREES, FAR_KM = 2.0, 200.0
"""Within so many degrees a flat map with the scale of its northern edge shows no way longer than it is; whoever
travels farther than so many kilometres is not measured on it."""
ANYBODY = Staff(id="k", capacity=0)
"""Capacity is not asked about: the question is who could come, not who will be sent."""
ASKED = "opening.estimated"
FIELDS: tuple[InstrumentedAttribute[Any], ...] = (
    Citizen.id,
    Citizen.birth_date,
    Citizen.gender,
    Citizen.target_group,
    Citizen.unemployed_since,
    Citizen.resident_since,
    Citizen.single_parent,
    Citizen.no_education,
    Citizen.lat,
    Citizen.lon,
    Citizen.max_travel_km,
    Citizen.hours_min,
    Citizen.hours_max,
    Citizen.available_from,
    Citizen.language,
    Citizen.skills,
    Citizen.driving_licence,
    Citizen.needs,
    Citizen.schemes,
)
"""What the rules of a pair look at. Whole rows take several times as long to read."""


def asked(session: Session, company_id: int, since: datetime) -> int:
    """How many estimates the company has been given from that instant on."""
    mine = (AuditEntry.subject == f"company:{company_id}", AuditEntry.action == ASKED, AuditEntry.at >= since)
    return session.scalars(select(func.count()).select_from(AuditEntry).where(*mine)).one()


def load_question(session: Session, day: date, unit: Unit, opening: Opening) -> Problem:
    """Everybody who is ready or proposed, and the opening alone. `opening` need not be stored; unit with company."""
    possible = (Citizen.status.in_(SEEKING), *_possible(unit, opening))
    people = session.execute(select(*FIELDS).where(*possible).order_by(Citizen.id)).all()
    busy = _busy(session, possible, {shift.weekday for shift in opening.shifts})
    excluded = set(session.scalars(select(Exclusion.citizen_id).where(Exclusion.unit_id == unit.id)))
    skills, support = set(opening.skills), set(unit.accommodates)

    def able(row: Row[Any]) -> bool:
        return skills.issubset(row.skills) and support.issuperset(row.needs)

    return Problem(
        horizon=Horizon(from_=_working_day(day + LEAD), to=day + timedelta(days=HORIZON_DAYS)),
        citizens=tuple(_seeker(row, busy.get(row.id, ())) for row in people if row.id not in excluded and able(row)),
        units=(_workplace(unit, day),),
        openings=(place(opening, opening.seats),),
        consultants=(ANYBODY,),
        support_workers=(),
    )


def _possible(unit: Unit, opening: Opening) -> Iterator[ColumnElement[bool]]:
    """Who for a plain reason cannot come is not even read; who of the others can come, the rules of matching say."""
    yield Citizen.language.in_(LANGUAGES[LANGUAGES.index(opening.language) :])
    yield Citizen.available_from <= opening.start_latest
    yield Citizen.hours_max >= opening.hours_min
    yield Citizen.hours_min <= opening.hours_max
    if opening.driving_licence:
        yield Citizen.driving_licence.is_(True)
    north, east = Citizen.lat - unit.lat, (Citizen.lon - unit.lon) * cos(radians(abs(unit.lat) + DEGREES))
    flat = (north * north + east * east) * KM_PER_DEGREE**2
    yield or_(Citizen.max_travel_km > FAR_KM, flat <= Citizen.max_travel_km * Citizen.max_travel_km)


def _busy(
    session: Session, possible: Sequence[ColumnElement[bool]], weekdays: Collection[int]
) -> Mapping[int, Sequence[Busy]]:
    times = select(Commitment.citizen_id, Commitment.weekday, Commitment.from_, Commitment.to)
    found = defaultdict(list)
    for citizen, weekday, begins, ends in session.execute(
        times.join(Citizen).where(*possible, Commitment.weekday.in_(weekdays))
    ):
        found[citizen].append(Busy(weekday=weekday, from_=begins, to=ends))
    return found


def _workplace(unit: Unit, day: date) -> Workplace:
    since = unit.company.social_economy_since
    return Workplace(
        id=f"u{unit.id}",
        company=f"f{unit.company_id}",
        sector=unit.company.sector.value,
        social_economy=since is not None and since <= day,
        ordinary_employees=0.0,
        location=Point(lat=unit.lat, lon=unit.lon),
        accommodates=tuple(unit.accommodates),
        mentor_capacity=unit.mentor_capacity,
    )


def _seeker(row: Row[Any], busy: Sequence[Busy]) -> Seeker:
    return Seeker(
        id=f"c{row.id}",
        birth_year=row.birth_date.year,
        gender=row.gender,
        target_group=row.target_group,
        unemployed_since=row.unemployed_since,
        resident_since=row.resident_since,
        single_parent=row.single_parent,
        no_education=row.no_education,
        home=Point(lat=row.lat, lon=row.lon),
        max_travel_km=row.max_travel_km,
        hours=Hours(min=row.hours_min, max=row.hours_max),
        available_from=_working_day(row.available_from),
        busy=tuple(busy),
        language=row.language,
        skills=tuple(row.skills),
        driving_licence=row.driving_licence,
        occupations=(),
        needs=tuple(row.needs),
        schemes=None if row.schemes is None else tuple(row.schemes),
        consultant=ANYBODY.id,
    )


@cache
def _working_day(day: date) -> date:
    return working_day_after(day - ONE_DAY, 1)
