"""Courses of critical time intervention (CTI): begun where there is room, and how far each has come.

Contacts and the closing meeting are follow-ups of the rule `cti`; the contacts before the start and the long-term plan
are the course's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from accounts.queries import lock_users
from accounts.tables import User
from citizens.access import is_responsible
from citizens.queries import citizens_by_id
from citizens.tables import CaseEvent, EventKind
from core import audit
from core.clock import local_day
from core.errors import BadInputError, ConflictError, Fault, NotFoundError
from law.followups import CLOSING
from law.workdays import ONE_DAY, add_months
from scheduler.followups import queries, service
from scheduler.followups.cases import Cti
from scheduler.followups.intervals import contact_days, phases
from scheduler.followups.tables import CtiBasis, CtiCourse, FollowUp
from scheduler.followups.terms import THE_DEFAULTS, Terms

CAPACITY, INTRODUCTIONS = "cti.citizens_per_worker", "cti.contacts_before_start"
PLAN_WITHIN_WEEKS = "cti.plan_weeks_before_end"
WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class PhaseSeen:
    """One phase: number from 1, first and last day, and of its contacts how many there are and how many were held."""

    number: int
    first: date
    last: date
    contacts: int
    held: int


@dataclass(frozen=True, slots=True)
class CourseSeen:
    """How far a course has come.

    phase: the number of the one it is in, None before the start and after the end. introductions_missing: contacts
    before the start that are still wanted. plan_due: from when on the long-term plan is to be made. closing: the
    closing meeting's row, None where it has none yet.
    """

    course: CtiCourse
    citizen_id: int
    start: date
    end: date
    phases: Sequence[PhaseSeen]
    phase: int | None
    introductions_missing: int
    plan_due: date
    closing: FollowUp | None


def begin(
    session: Session,
    now: datetime,
    user: User,
    citizen_id: int,
    worker_id: int,
    basis: CtiBasis,
    start: date,
    why_over: str | None = None,
    terms: Terms = THE_DEFAULTS,
) -> CtiCourse:
    """Begin a course on the day `start`; its length follows from the law it rests on.

    A worker has room for about so many citizens (`cti.citizens_per_worker`). One more is the coordinator's decision:
    `why_over` says why, and is kept. Raises ConflictError without it; NotFoundError, BadInputError as `service.record`.
    """
    _mine(session, user, citizen_id)
    if not lock_users(session, [worker_id]):
        raise BadInputError([Fault("worker", "medarbejderen findes ikke")])
    today = local_day(now)
    room, taken = terms.whole(CAPACITY, today), len(under_way(session, worker_id, today))
    over = (why_over or "").strip() or None
    if taken >= room and over is None:
        raise ConflictError(
            f"Medarbejderen har {taken} CTI-forløb, og der er plads til omkring {room}. Vælg en anden, eller skriv "
            "hvorfor.",
            worker=worker_id,
            courses=taken,
            room=room,
        )
    event = Cti(start=start, months=terms.whole(f"cti.months.{basis.value}", today))
    row = service.record(session, now, user.id, citizen_id, event, terms)
    course = CtiCourse(event_id=row.id, worker_id=worker_id, basis=basis, over_capacity=over if taken >= room else None)
    session.add(course)
    session.flush()
    return course


def under_way(session: Session, worker_id: int, today: date) -> list[CtiCourse]:
    """The courses that take up a worker's room on the day `today`: those to come, too."""
    found = queries.running_courses(session, worker_id, today)
    return [course for course, event in found if _end(event) > today]


def introduce(session: Session, now: datetime, user: User, event_id: int, on: date) -> CtiCourse:
    """A contact before the start took place; the same day twice is one. Raises NotFoundError, BadInputError."""
    course, event = _course(session, user, event_id)
    if not on <= min(local_day(now), event.on):
        raise BadInputError([Fault("on", f"skal ligge senest i dag og senest ved forløbets start, {event.on}")])
    course.introductions = sorted({*course.introductions, on.isoformat()})
    _note(session, now, user, event, "introduced", on)
    return course


def agree_plan(session: Session, now: datetime, user: User, event_id: int, on: date) -> CtiCourse:
    """The long-term plan (langsigtet plan) was agreed. Raises NotFoundError, BadInputError."""
    course, event = _course(session, user, event_id)
    if not event.on <= on <= local_day(now):
        raise BadInputError([Fault("on", f"skal ligge fra forløbets start, {event.on}, til i dag")])
    course.plan_on = on
    _note(session, now, user, event, "plan_agreed", on)
    return course


def seen(session: Session, now: datetime, user: User, event_id: int, terms: Terms = THE_DEFAULTS) -> CourseSeen:
    """How far a course has come today. Raises NotFoundError. Whoever shows it logs the look."""
    course, event = _course(session, user, event_id)
    today, rules = local_day(now), terms.rules(local_day(now)).cti
    rows = queries.rows_of(session, event.citizen_id, rules.code, event.on)
    events = queries.events(session, [event.citizen_id])
    held = sum(one.kind is EventKind.HELD and one.rule == rules.code and one.of == event.on for one in events)
    found = _phases(event, rules.contact_days, held)
    return CourseSeen(
        course=course,
        citizen_id=event.citizen_id,
        start=event.on,
        end=_end(event),
        phases=found,
        phase=next((one.number for one in found if one.first <= today <= one.last), None),
        introductions_missing=max(0, terms.whole(INTRODUCTIONS, today) - len(course.introductions)),
        plan_due=_end(event) - WEEK * terms.whole(PLAN_WITHIN_WEEKS, today),
        closing=next((row for row in rows if row.number == CLOSING), None),
    )


def _phases(event: CaseEvent, days_between: Sequence[int], held: int) -> list[PhaseSeen]:
    """The k-th held settles the k-th contact, so the held ones fill the phases from the first on."""
    months, found = event.months or 0, []
    days = list(contact_days(event.on, months, days_between))
    for number, phase in enumerate(phases(event.on, months, days_between), start=1):
        contacts = sum(phase.begin < day < phase.end for day in days)
        settled = min(contacts, held)
        held -= settled
        found.append(PhaseSeen(number, phase.begin, phase.end - ONE_DAY, contacts, settled))
    return found


def _end(event: CaseEvent) -> date:
    """The first day after the course."""
    return add_months(event.on, event.months or 0)


def _mine(session: Session, user: User, citizen_id: int) -> None:
    citizen = citizens_by_id(session, [citizen_id]).get(citizen_id)
    if citizen is None or not is_responsible(user.id, citizen):
        raise NotFoundError("Borgeren findes ikke, eller du har ikke adgang.", citizen=citizen_id)


def _course(session: Session, user: User, event_id: int) -> tuple[CtiCourse, CaseEvent]:
    course, event = queries.course(session, event_id), queries.event(session, event_id)
    if course is None or event is None:
        raise NotFoundError("CTI-forløbet findes ikke, eller du har ikke adgang til det.", course=event_id)
    _mine(session, user, event.citizen_id)
    return course, event


def _note(session: Session, now: datetime, user: User, event: CaseEvent, what: str, on: date) -> None:
    facts = {"course": event.id, "on": on.isoformat()}
    audit.record(session, now, user.id, f"cti.{what}", f"citizen:{event.citizen_id}", **facts)
