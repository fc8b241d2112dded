"""What happens in a case, written down together with the follow-ups it sets going, moves or ends; and ticking off.

Each use case locks the citizen and belongs to the caller's transaction: the event and its rows stand or fall together.
"""

from datetime import date, datetime

from sqlalchemy.orm import Session

from accounts.tables import User
from citizens.access import is_responsible
from citizens.tables import CaseEvent, EventKind
from core import audit
from core.clock import local_day
from core.errors import BadInputError, ConflictError, Fault, NotFoundError
from law.followups import CLOSING
from scheduler.followups import queries
from scheduler.followups.cases import Event
from scheduler.followups.loading import Loaded, faults_of, load, opens, write_event
from scheduler.followups.rows import refresh
from scheduler.followups.tables import FollowUp
from scheduler.followups.terms import THE_DEFAULTS, Terms


def record(
    session: Session, now: datetime, user_id: int | None, citizen_id: int, event: Event, terms: Terms = THE_DEFAULTS
) -> CaseEvent:
    """Write down that something happened in a case, and make its follow-ups what they then should be.

    user_id: who tells it; None where another system does. Raises NotFoundError for an unknown citizen, BadInputError
    with places as in `tovholder-followups/1` where the event cannot be, ConflictError where it is written down already.
    """
    known = _case(session, now, citizen_id)
    row = write_event(CaseEvent(citizen_id=citizen_id, recorded_by=user_id), event)
    _check(known, row)
    _name_what_was_held(known, row)
    session.add(row)
    _follow(session, now, user_id, row, "recorded", terms)
    return row


def change(
    session: Session, now: datetime, user_id: int | None, event_id: int, event: Event, terms: Terms = THE_DEFAULTS
) -> CaseEvent:
    """An event was otherwise than written down: a placement starts later, ends earlier, is in another scheme.

    What was held in its series stays held where its first day moves. Raises as `record`, and ConflictError where the
    event is of another kind or a series of the same rule counts from the new day already.
    """
    row = _event(session, event_id)
    if row.kind != event.kind:
        raise ConflictError("En hændelse kan ikke skifte art. Annullér den, og registrér den rigtige.", event=event_id)
    known = _case(session, now, row.citizen_id)
    new = write_event(CaseEvent(citizen_id=row.citizen_id), event)
    _check(known, new, instead_of=row)
    _move_series(session, known, row, new.on)
    write_event(row, event)
    _follow(session, now, user_id, row, "changed", terms)
    return row


def cut(
    session: Session, now: datetime, user_id: int | None, event_id: int, on: date, terms: Terms = THE_DEFAULTS
) -> CaseEvent:
    """A placement ended on the day `on`, whatever was planned: what is due later falls away, what was missed stays.

    Raises NotFoundError.
    """
    row = _event(session, event_id)
    _case(session, now, row.citizen_id)
    row.cut_on = on
    _follow(session, now, user_id, row, "cut", terms)
    return row


def cancel(session: Session, now: datetime, user_id: int | None, event_id: int, terms: Terms = THE_DEFAULTS) -> None:
    """An event did not happen after all: it goes, and with it the open follow-ups that counted from it.

    What was held stays on record. Cancelling that something was held opens its follow-up again. Raises NotFoundError.
    """
    row = _event(session, event_id)
    _case(session, now, row.citizen_id)
    session.delete(row)
    _follow(session, now, user_id, row, "cancelled", terms)


def held(
    session: Session, now: datetime, user: User, follow_up_id: int, on: date, terms: Terms = THE_DEFAULTS
) -> FollowUp:
    """Tick off: a follow-up was held on the day `on`. Returns the row that this closes; the next one is made.

    The first held of a series settles its first due, so that is the row closed. Ticking off twice changes nothing.
    Raises NotFoundError for what is not there or not this user's, BadInputError for a day that cannot be,
    ConflictError where the series was held that day already, the row is closed with another day, or the case cannot be
    computed.
    """
    row, known = _mine(session, now, user, follow_up_id)
    if row.held_on is not None:
        return _as_it_was(row, on)
    _check_day(known, row, on, local_day(now))
    if row.number == CLOSING:
        row.held_on, row.held_by = on, user.id
    else:
        series = queries.rows_of(session, row.citizen_id, row.rule, row.of)
        row = next(one for one in series if one.held_on is None and one.number != CLOSING)
        event = CaseEvent(citizen_id=row.citizen_id, kind=EventKind.HELD, on=on, rule=row.rule, of=row.of)
        event.recorded_by = user.id
        session.add(event)
    _ticked(session, now, user, row, "held", on, terms)
    if row.held_on is None:
        raise ConflictError("Sagen har en hændelse, som der ikke kan regnes med. Ret eller annullér den først.")
    return row


def reopen(session: Session, now: datetime, user: User, follow_up_id: int, terms: Terms = THE_DEFAULTS) -> None:
    """A follow-up was ticked off by mistake: it is open again. Raises NotFoundError, ConflictError where it is open."""
    row, known = _mine(session, now, user, follow_up_id)
    if row.held_on is None:
        raise ConflictError("Opfølgningen er ikke afkrydset.", follow_up=follow_up_id)
    was = row.held_on
    told = [one for one in known.history if _tells_that_held(one, row, was)]
    if row.number == CLOSING:
        row.held_on = row.held_by = None
    elif told:
        session.delete(told[0])
    _ticked(session, now, user, row, "reopened", was, terms)


def _mine(session: Session, now: datetime, user: User, follow_up_id: int) -> tuple[FollowUp, Loaded]:
    """The row and its case, both locked; the citizen first, as everybody else does."""
    seen = queries.follow_up(session, follow_up_id)
    known = None if seen is None else _case(session, now, seen.citizen_id)
    row = None if known is None else queries.follow_up(session, follow_up_id)
    if row is None or known is None or not is_responsible(user.id, known.citizen):
        raise NotFoundError("Opfølgningen findes ikke, eller du har ikke adgang til den.", follow_up=follow_up_id)
    return row, known


def _as_it_was(row: FollowUp, on: date) -> FollowUp:
    if row.held_on != on:
        raise ConflictError(
            f"Opfølgningen er allerede afkrydset som afholdt {row.held_on}. Fortryd det først.", follow_up=row.id
        )
    return row


def _check_day(known: Loaded, row: FollowUp, on: date, today: date) -> None:
    if not row.of <= on <= today:
        raise BadInputError([Fault("on", f"skal ligge fra {row.of} til i dag, {today}")])
    if row.number != CLOSING and any(_tells_that_held(event, row, on) for event in known.history):
        raise ConflictError("Opfølgningen er allerede registreret som afholdt den dag.", on=on.isoformat())


def _tells_that_held(event: CaseEvent, row: FollowUp, on: date) -> bool:
    """Whether the event tells that something of the row's series was held that day."""
    return (event.kind, event.rule, event.on) == (EventKind.HELD, row.rule, on) and event.of in (None, row.of)


def _ticked(session: Session, now: datetime, user: User, row: FollowUp, action: str, on: date, terms: Terms) -> None:
    facts = {"rule": row.rule, "of": row.of.isoformat(), "number": row.number, "on": on.isoformat()}
    audit.record(session, now, user.id, f"follow_up.{action}", f"citizen:{row.citizen_id}", **facts)
    session.flush()
    refresh(session, local_day(now), terms, [row.citizen_id])


def _case(session: Session, now: datetime, citizen_id: int) -> Loaded:
    known = next(load(session, local_day(now), [citizen_id]), None)
    if known is None:
        raise NotFoundError("Borgeren findes ikke.", citizen=citizen_id)
    return known


def _event(session: Session, event_id: int) -> CaseEvent:
    row = queries.event(session, event_id)
    if row is None:
        raise NotFoundError("Hændelsen findes ikke.", event=event_id)
    return row


def _check(known: Loaded, row: CaseEvent, instead_of: CaseEvent | None = None) -> None:
    found = faults_of(known, row, instead_of)
    if found:
        raise BadInputError(found)
    if any(_same(row, other) for other in known.history if other is not instead_of):
        raise ConflictError("Hændelsen er allerede registreret.", citizen=known.citizen.id)


def _same(one: CaseEvent, other: CaseEvent) -> bool:
    return (one.kind, one.on, one.rule, one.of, one.scheme) == (
        other.kind, other.on, other.rule, other.of, other.scheme
    )  # fmt: skip


def _name_what_was_held(known: Loaded, new: CaseEvent) -> None:
    """A later referral or plan begins its own series: what was held without a name belongs to the one before."""
    days = [row.on for row in known.rows if row.kind is new.kind]
    if new.kind not in (EventKind.REFERRAL, EventKind.PLAN) or not days or max(days) >= new.on:
        return
    for row in known.rows:
        if row.kind is EventKind.HELD and row.of is None and opens(new, row.rule or ""):
            row.of = max(days)


def _move_series(session: Session, known: Loaded, row: CaseEvent, day: date) -> None:
    """What counts from an event's day counts from its new day; rows and what was held keep their places."""
    if day == row.on:
        return
    rows = queries.follow_up_rows(session, [row.citizen_id])
    moving = {one.rule for one in rows if one.of == row.on and opens(row, one.rule)}
    if any(one.of == day and one.rule in moving for one in rows):
        raise ConflictError("Der er allerede et forløb af samme slags fra den dag.", on=day.isoformat())
    shared = any(other is not row and other.on == row.on and other.kind is row.kind for other in known.rows)
    named = [one for one in known.history if one.kind is EventKind.HELD]
    followers: tuple[FollowUp | CaseEvent, ...] = () if shared else (*rows, *named)
    for one in followers:
        if one.of == row.on and one.rule in moving:
            one.of = day
    session.flush()


def _follow(session: Session, now: datetime, user_id: int | None, row: CaseEvent, action: str, terms: Terms) -> None:
    facts = {"kind": row.kind.value, "on": row.on.isoformat()}
    audit.record(session, now, user_id, f"event.{action}", f"citizen:{row.citizen_id}", **facts)
    session.flush()
    refresh(session, local_day(now), terms, [row.citizen_id])
