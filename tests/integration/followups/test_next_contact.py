"""Nobody is without a next contact, whatever happens in a case and in whatever order it is told."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from accounts.tables import Role
from citizens.tables import Involvement
from core.db import Database
from core.errors import TovholderError
from law.schemes import GROUPS, KNOWN_SCHEMES
from scheduler.followups import queries, service
from scheduler.followups import rows as due
from scheduler.followups.cases import Cti, Ended, Event, Placement, PlanMade, Referral
from scheduler.tables import Meeting, MeetingState
from tests import build
from tests.integration.followups.town import Town, noon, referral

DAY = date(2026, 12, 1)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
events = st.one_of(
    st.builds(Referral, date=days),
    st.builds(PlanMade, date=days),
    st.builds(Cti, start=days, months=st.sampled_from([6, 9])),
    st.builds(
        lambda scheme, first, length: Placement(scheme=scheme, from_=first, to=first + timedelta(days=length)),
        st.sampled_from(KNOWN_SCHEMES), days, st.integers(0, 200),
    ),
    st.builds(Ended, date=days),
)  # fmt: skip
steps = st.lists(st.tuples(st.integers(0, 20), st.sampled_from(["tell", "cancel", "hold"]), events), max_size=12)


def without(session: Session, today: date) -> list[int]:
    return [citizen.id for citizen in queries.without_next_contact(session, noon(today), today)]


@pytest.fixture(scope="module")
def empty(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("contact") / "test.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{path}")
    yield database
    database.dispose()


class UndoneError(Exception):
    """Takes an example's rows back."""


@given(group=st.sampled_from(sorted(GROUPS)), told=steps)
@settings(max_examples=40, deadline=None)
def test_whatever_happens_an_open_case_has_a_next_contact(
    empty: Database, group: str, told: list[tuple[int, str, Event]]
) -> None:
    today = DAY
    with pytest.raises(UndoneError), empty.transaction() as session:
        staff = build.user(session, Role.COORDINATOR)
        citizen = build.citizen(session, staff, target_group=group).id
        due.refresh(session, today)
        written: list[int] = []
        for wait, step, event in told:
            today += timedelta(days=wait)
            now = datetime.combine(today, datetime.min.time(), UTC) + timedelta(hours=9)
            try:
                if step == "tell":
                    written.append(service.record(session, now, staff.id, citizen, event).id)
                elif step == "cancel" and written:
                    service.cancel(session, now, staff.id, written.pop())
                elif step == "hold" and (row := next(iter(queries.follow_ups(session, staff.id, today)), None)):
                    service.held(session, now, staff, row[0].id, today)
            except TovholderError:
                session.flush()
            assert without(session, today) == []
            due.refresh(session, today)
            assert without(session, today) == []
        raise UndoneError


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database, group="foertidspension")


def test_a_citizen_nobody_has_told_anything_of_is_found_until_the_rows_are_made(town: Town) -> None:
    with town.database.transaction() as session:
        assert without(session, DAY) == [town.citizen]
        due.refresh(session, DAY)
        assert without(session, DAY) == []


def test_where_no_rule_asks_for_more_a_contact_stands_within_four_months_of_the_last(town: Town) -> None:
    town.happens(DAY, referral(DAY))
    assert town.open("naeste_kontakt") == []
    town.held(date(2026, 12, 10), "samtale_start")
    assert town.open("naeste_kontakt") == [(1, date(2027, 4, 9))]
    town.held(date(2027, 4, 8), "naeste_kontakt")
    assert town.open("naeste_kontakt") == [(1, date(2027, 8, 6))]
    assert town.closed("naeste_kontakt") == [(1, date(2027, 4, 8), town.coordinator.id)]


def test_the_contact_makes_way_for_what_a_rule_asks_for(town: Town) -> None:
    town.happens(DAY, referral(DAY))
    town.held(date(2026, 12, 10), "samtale_start")
    with town.database.transaction() as session:
        for authority in ("job", "social"):
            helper = build.user(session)
            session.add(Involvement(citizen_id=town.citizen, user_id=helper.id, authority=authority, since=DAY))
    with town.database.transaction() as session:
        due.refresh(session, date(2026, 12, 11))
    assert town.rules() == {"tvaerfaglig"}


def test_a_meeting_ahead_is_a_next_contact_while_it_stands(town: Town) -> None:
    with town.database.transaction() as session:
        meeting = Meeting(
            kind="samtale", state=MeetingState.PLANNED, citizen_id=town.citizen, coordinator_id=town.coordinator.id,
            minutes=45, earliest=DAY, due=DAY, latest=DAY, site_ids=[], starts_at=noon(DAY + timedelta(days=1)),
        )  # fmt: skip
        session.add(meeting)
        session.flush()
        assert without(session, DAY) == []
        assert without(session, DAY + timedelta(days=2)) == [town.citizen]
        meeting.state = MeetingState.CANCELLED
        session.flush()
        assert without(session, DAY) == [town.citizen]


@pytest.mark.parametrize(
    ("end", "again", "wanted"),
    [(DAY, None, False), (DAY + timedelta(days=1), None, True), (DAY - timedelta(days=9), DAY, True)],
)
def test_a_case_that_has_ended_wants_none_until_it_is_opened_again(
    town: Town, end: date, again: date | None, wanted: bool
) -> None:
    town.happens(DAY, Ended(date=end))
    if again is not None:
        town.happens(DAY, referral(again))
    with town.database.reading() as session:
        assert bool(queries.follow_ups(session, town.coordinator.id, DAY + timedelta(days=900))) == wanted
        assert without(session, DAY) == []
