"""What becomes of a meeting: each step with who and why, free time where it falls away, and people told."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from accounts.tables import Role
from citizens.tables import CaseEvent, Citizen, EventKind
from core.audit import AuditEntry
from core.db import Database
from core.errors import BadInputError, ConflictError, NotFoundError
from scheduler.followups.rows import refresh
from scheduler.followups.tables import FollowUp
from scheduler.meetings import life, queries
from scheduler.meetings.sending import sent
from scheduler.tables import MeetingState
from tests import build
from tests.build import NOW
from tests.integration.meetings.town import Town, at, wall


def invited(town: Town, meeting: int) -> None:
    """The worker sends what waits."""
    with town.database.transaction() as session:
        for one in town.messages():
            if one.payload["meeting"] == meeting:
                sent(session, NOW, one.kind, one.payload)


def cancel(town: Town, meeting: int, why: str = "Borgeren er syg") -> None:
    with town.database.transaction() as session:
        life.cancel(session, NOW, town.user(session), meeting, why)


def test_a_cancelled_meeting_frees_its_time_and_tells_those_invited(town: Town) -> None:
    meeting_id = town.published(wall(1, 9))
    invited(town, meeting_id)
    cancel(town, meeting_id)
    found = town.meeting(meeting_id)
    assert (found.state, found.sequence) == (MeetingState.CANCELLED, 2)
    assert town.bookings(meeting_id) == []
    told = town.messages("meeting.cancel")
    assert [one.payload["to"] for one in told] == [{"user": town.coordinator}, {"citizen": town.citizen}]
    assert told[0].payload["starts_at"] == "2026-12-01T08:00:00+00:00"
    assert town.published(wall(1, 9))


def test_nobody_is_told_of_a_meeting_they_have_not_heard_of(town: Town) -> None:
    meeting_id = town.published(wall(1, 9))
    cancel(town, meeting_id)
    assert town.messages("meeting.cancel") == []
    cancel(town, town.request())
    assert town.messages("meeting.cancel") == []


def test_each_step_says_who_when_and_why(database: Database, town: Town) -> None:
    meeting_id = town.published(wall(1, 9))
    invited(town, meeting_id)
    cancel(town, meeting_id, "Borgeren er syg")
    with database.reading() as session:
        steps = [(one.action, one.from_, one.to, one.user_id, one.why) for one in queries.changes(session, meeting_id)]
        entries = session.scalars(select(AuditEntry.action).where(AuditEntry.subject == f"meeting:{meeting_id}")).all()
    assert steps == [
        ("request", "requested", "requested", town.coordinator, ""),
        ("publish", "requested", "planned", town.coordinator, "Planen blev udsendt"),
        ("invite", "planned", "invited", None, ""),
        ("cancel", "invited", "cancelled", town.coordinator, "Borgeren er syg"),
    ]
    assert entries == ["meeting.requested", "meeting.publish", "meeting.invite", "meeting.cancel"]


def test_cancelling_twice_is_once_and_takes_a_reason(town: Town) -> None:
    meeting_id = town.published(wall(1, 9))
    for why in ("  ", "x" * 501):
        with pytest.raises(BadInputError, match="why"):
            cancel(town, meeting_id, why)
    cancel(town, meeting_id)
    cancel(town, meeting_id)
    with town.database.reading() as session:
        assert [one.action for one in queries.changes(session, meeting_id)] == ["request", "publish", "cancel"]


def test_a_meeting_is_held_once_it_has_begun(database: Database, town: Town) -> None:
    meeting_id = town.published(wall(1, 9))
    with database.transaction() as session:
        user = town.user(session)
        with pytest.raises(ConflictError, match="ikke begyndt"):
            life.hold(session, at(1, 8, 59), user, meeting_id)
        life.hold(session, at(1, 9), user, meeting_id)
        life.hold(session, at(1, 10), user, meeting_id)
    assert town.meeting(meeting_id).state == MeetingState.HELD
    assert len(town.bookings(meeting_id)) == 3


def test_a_no_show_says_why_and_frees_the_time(database: Database, town: Town) -> None:
    meeting_id = town.published(wall(1, 9))
    with database.transaction() as session:
        user = town.user(session)
        with pytest.raises(BadInputError):
            life.no_show(session, at(1, 10), user, meeting_id, "")
        life.no_show(session, at(1, 10), user, meeting_id, "Borgeren kom ikke")
    assert town.meeting(meeting_id).state == MeetingState.NO_SHOW
    assert town.bookings(meeting_id) == []


Step = Callable[[Town, int], None]


def hold(town: Town, meeting: int) -> None:
    with town.database.transaction() as session:
        life.hold(session, at(2, 9), town.user(session), meeting)


def no_show(town: Town, meeting: int) -> None:
    with town.database.transaction() as session:
        life.no_show(session, at(2, 9), town.user(session), meeting, "Ingen kom")


@pytest.mark.parametrize(
    ("first", "then"), [(hold, cancel), (hold, no_show), (cancel, hold), (cancel, no_show), (no_show, hold)]
)
def test_what_is_over_stays_as_it_is(town: Town, first: Step, then: Step) -> None:
    meeting_id = town.published(wall(1, 9))
    first(town, meeting_id)
    with pytest.raises(ConflictError, match="kan ikke"):
        then(town, meeting_id)


def test_a_meeting_without_a_time_cannot_be_held(town: Town) -> None:
    with pytest.raises(ConflictError, match="har ingen tid"):
        hold(town, town.request())


def test_only_who_runs_a_meeting_decides_over_it(database: Database, town: Town) -> None:
    meeting_id = town.published(wall(1, 9))
    with database.transaction() as session:
        stranger = build.user(session, Role.COORDINATOR)
        for user, meeting in ((stranger, meeting_id), (town.user(session), 999_999)):
            with pytest.raises(NotFoundError):
                life.cancel(session, NOW, user, meeting, "Nej")


def test_the_coordinators_substitute_runs_it_too(database: Database, town: Town) -> None:
    meeting_id = town.published(wall(1, 9))
    with database.transaction() as session:
        substitute = build.user(session, Role.COORDINATOR)
        session.get_one(Citizen, town.citizen).substitute_id = substitute.id
        life.cancel(session, NOW, substitute, meeting_id, "Kollegaen er syg")
    assert town.meeting(meeting_id).state == MeetingState.CANCELLED


def referred(town: Town) -> None:
    """The citizen's first talk is due."""
    with town.database.transaction() as session:
        session.add(CaseEvent(citizen_id=town.citizen, kind=EventKind.REFERRAL, on=date(2026, 11, 18)))
        session.flush()
        refresh(session, date(2026, 11, 20), citizens=[town.citizen])


def ticked(town: Town) -> list[tuple[str, date | None, int | None]]:
    with town.database.reading() as session:
        held = select(FollowUp).where(FollowUp.held_on.is_not(None)).order_by(FollowUp.id)
        return [(one.rule, one.held_on, one.held_by) for one in session.scalars(held)]


def test_a_talk_that_is_held_settles_the_follow_up_it_was_for_once(database: Database, town: Town) -> None:
    referred(town)
    meeting_id = town.published(wall(1, 9), kind="samtale")
    for _ in range(2):
        with database.transaction() as session:
            life.hold(session, at(1, 10), town.user(session), meeting_id)
    assert ticked(town) == [("samtale_start", date(2026, 12, 1), town.coordinator)]


def test_a_meeting_of_another_kind_settles_nothing(database: Database, town: Town) -> None:
    referred(town)
    meeting_id = town.published(wall(1, 9), kind="udviklingsgruppe")
    with database.transaction() as session:
        life.hold(session, at(1, 10), town.user(session), meeting_id)
    assert ticked(town) == []


def test_a_talk_that_nobody_came_to_settles_nothing(database: Database, town: Town) -> None:
    referred(town)
    meeting_id = town.published(wall(1, 9), kind="samtale")
    with database.transaction() as session:
        life.no_show(session, at(1, 10), town.user(session), meeting_id, "Ingen kom")
    assert ticked(town) == []
