"""Writes a municipality into an empty database, table by table."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from accounts import tables as accounts
from citizens import tables as citizens
from citizens.offers import tables as offers
from citizens.plans import tables as plans
from citizens.profile import tables as profiles
from companies import tables as companies
from companies.register import tables as register
from core.db import Base
from core.errors import ConflictError
from placements import tables as placements
from placements.daily import tables as daily
from scheduler import tables as scheduler
from scheduler.followups import tables as follow_ups
from scheduler.meetings import tables as meetings
from seed import queries
from seed.municipality import Municipality

TABLES: tuple[tuple[str, type[Base]], ...] = (
    ("users", accounts.User),
    ("households", citizens.Household),
    ("citizens", citizens.Citizen),
    ("wishes", citizens.Wish),
    ("commitments", citizens.Commitment),
    ("experiences", profiles.Experience),
    ("modules", profiles.LanguageModule),
    ("involvements", citizens.Involvement),
    ("consents", citizens.Consent),
    ("plans", citizens.Plan),
    ("goals", citizens.Goal),
    ("catalogue", offers.CatalogueOffer),
    ("catalogue_courses", offers.OfferCourse),
    ("activities", plans.PlanActivity),
    ("case_events", citizens.CaseEvent),
    ("cti_courses", follow_ups.CtiCourse),
    ("companies", companies.Company),
    ("company_users", companies.CompanyUser),
    ("units", companies.Unit),
    ("contacts", register.Contact),
    ("employees", companies.EmployeeCount),
    ("exclusions", citizens.Exclusion),
    ("openings", companies.Opening),
    ("shifts", companies.Shift),
    ("placements", placements.Placement),
    ("attendances", daily.Attendance),
    ("troubles", daily.Trouble),
    ("trouble_notes", daily.TroubleNote),
    ("on_call", daily.OnCall),
    ("sites", scheduler.Site),
    ("rooms", scheduler.Room),
    ("working_hours", scheduler.WorkingHours),
    ("busy_times", scheduler.BusyTime),
    ("meetings", scheduler.Meeting),
    ("participants", scheduler.Participant),
    ("agreements", scheduler.MeetingAgreement),
    ("agenda_points", meetings.AgendaPoint),
    ("minutes", meetings.MinutesVersion),
)
"""Each part of a municipality and its table, parents before children."""
CHUNK = 10_000
"""Rows written at a time: memory stays bounded at any size."""


def store(session: Session, municipality: Municipality) -> None:
    """Write all rows in the caller's transaction. Raises ConflictError where the database has users already."""
    if not queries.is_empty(session):
        raise ConflictError("Databasen er ikke tom; demokommunen kan kun lægges i en tom database.")
    for part, table in TABLES:
        for rows in _chunks(getattr(municipality, part)):
            session.execute(insert(table), rows)
    if session.get_bind().dialect.name == "postgresql":
        _continue_numbering(session)


def _chunks(records: Sequence[Any]) -> Iterator[list[dict[str, object]]]:
    if not records:
        return
    names = [field.name for field in fields(records[0])]
    for begin in range(0, len(records), CHUNK):
        yield [{name: getattr(one, name) for name in names} for one in records[begin : begin + CHUNK]]


def _continue_numbering(session: Session) -> None:
    """PostgreSQL's sequences know nothing of ids that were given; the next row must come after them."""
    for _, mapped in TABLES:
        if "id" in mapped.__table__.columns:
            table = mapped.__tablename__
            session.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"))  # noqa: S608
