"""What is asked of profiles: their parts, their history, how complete they are, and who has looked."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from accounts.tables import Authority, Role
from citizens.profile.completeness import Known
from citizens.profile.tables import Experience, LanguageModule, StatusChange
from citizens.profile.timetable import Slot
from citizens.queries import by_name, consents_in_force
from citizens.tables import Citizen, Commitment, Exclusion, Goal, Involvement, Plan, Wish
from core.audit import AuditEntry

OF_ROLE = {
    Role.CONSULTANT: Citizen.consultant_id,
    Role.CASEWORKER: Citizen.caseworker_id,
    Role.SUPPORT_WORKER: Citizen.support_worker_id,
}


def cases(session: Session, role: Role, user_id: int) -> Sequence[Citizen]:
    """The citizens whom a consultant, caseworker or support worker carries, by name in Danish order; else none."""
    column = OF_ROLE.get(role)
    return [] if column is None else by_name(session.scalars(select(Citizen).where(column == user_id)))


def wishes(session: Session, citizen_id: int) -> list[str]:
    """The wished occupations, the dearest first."""
    return list(session.scalars(select(Wish.occupation).where(Wish.citizen_id == citizen_id).order_by(Wish.rank)))


def slots(session: Session, citizen_id: int) -> list[Slot]:
    """The fixed hours in the citizen's week."""
    rows = session.scalars(select(Commitment).where(Commitment.citizen_id == citizen_id).order_by(Commitment.id))
    return [
        Slot(weekday=row.weekday, from_=row.from_, to=row.to, what=row.what, authority=row.authority, id=row.id)
        for row in rows
    ]


def experiences(session: Session, citizen_id: int) -> Sequence[Experience]:
    """Earlier jobs, education and voluntary work, the latest first."""
    chosen = select(Experience).where(Experience.citizen_id == citizen_id)
    latest = func.coalesce(Experience.to_year, Experience.from_year, 0).desc()
    return session.scalars(chosen.order_by(latest, Experience.id)).all()


def modules(session: Session, citizen_id: int) -> Sequence[LanguageModule]:
    """The modules of Danish, in the order they are taken."""
    chosen = select(LanguageModule).where(LanguageModule.citizen_id == citizen_id)
    return session.scalars(chosen.order_by(LanguageModule.programme, LanguageModule.module)).all()


def exclusions(session: Session, citizen_id: int) -> Sequence[Exclusion]:
    """The units that the citizen is not sent to."""
    chosen = select(Exclusion).where(Exclusion.citizen_id == citizen_id)
    return session.scalars(chosen.order_by(Exclusion.unit_id)).all()


def moves(session: Session, citizen_id: int) -> Sequence[StatusChange]:
    """The way across the status board, the latest step first."""
    chosen = select(StatusChange).where(StatusChange.citizen_id == citizen_id)
    return session.scalars(chosen.order_by(StatusChange.id.desc())).all()


def looks(session: Session, citizen_id: int, limit: int | None = None) -> Sequence[AuditEntry]:
    """The whole log of the citizen's data, looks and changes, the latest first (indsigt i logningen)."""
    chosen = select(AuditEntry).where(AuditEntry.subject == f"citizen:{citizen_id}").order_by(AuditEntry.id.desc())
    return session.scalars(chosen if limit is None else chosen.limit(limit)).all()


def known(session: Session, citizens: Iterable[Citizen], on: date) -> dict[int, Known]:
    """By citizen: what the check of completeness goes by. Eight questions, however many citizens there are."""
    everybody = {one.id: one for one in citizens}
    ids = list(everybody)
    counts = _counts(session, Wish.citizen_id, ids)
    with_time, with_past, with_modules = (
        _counts(session, column, ids)
        for column in (Commitment.citizen_id, Experience.citizen_id, LanguageModule.citizen_id)
    )
    authorities, consents = _authorities(session, ids, on), consents_in_force(session, ids, on)
    goals = _with_goals(session, everybody.values())
    return {
        one.id: Known(
            target_group=one.target_group,
            language=one.language,
            immigrant=one.resident_since is not None,
            wishes=counts.get(one.id, 0),
            hours=(one.hours_min, one.hours_max),
            transport=bool(one.transport),
            timetable=one.id in with_time,
            needs=bool(one.needs),
            skills=bool(one.skills or one.driving_licence),
            experience=one.id in with_past,
            interpreter=one.interpreter_language is not None,
            modules=one.id in with_modules,
            contact=bool(one.phone or one.email),
            goals=one.id in goals,
            authorities=authorities[one.id],
            consents={consent.authority.value for consent in consents[one.id]},
        )
        for one in everybody.values()
    }


def _counts(session: Session, column: InstrumentedAttribute[int], ids: Collection[int]) -> dict[int, int]:
    rows = session.execute(select(column, func.count()).where(column.in_(ids)).group_by(column))
    return {citizen: int(number) for citizen, number in rows}


def _authorities(session: Session, ids: Collection[int], on: date) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    at_work = select(Involvement.citizen_id, Involvement.authority).where(
        Involvement.citizen_id.in_(ids),
        Involvement.since <= on,
        or_(Involvement.until.is_(None), Involvement.until >= on),
        Involvement.authority != Authority.JOB,
    )
    for citizen, authority in session.execute(at_work):
        found[citizen].add(authority.value)
    return found


def _with_goals(session: Session, citizens: Collection[Citizen]) -> set[int]:
    """Those with a goal that is still ahead: their own, or one of the whole household's."""
    homes = {one.household_id for one in citizens if one.household_id is not None}
    whose: ColumnElement[bool] = or_(Plan.citizen_id.in_([one.id for one in citizens]), Plan.household_id.in_(homes))
    rows = session.execute(
        select(Plan.citizen_id, Plan.household_id, Goal.citizen_id).join(Goal).where(whose, Goal.done_on.is_(None))
    ).all()
    own = {citizen for owner, _, member in rows for citizen in (member, owner) if citizen is not None}
    shared = {home for _, home, member in rows if home is not None and member is None}
    return {one.id for one in citizens if one.id in own or one.household_id in shared}
