"""The rows of due follow-ups say what the cases ask for, and change with them."""

from datetime import date

from sqlalchemy import select

from accounts.tables import Authority
from citizens.tables import CaseEvent, Citizen, EventKind, Involvement
from core.db import Database
from scheduler.followups import queries
from scheduler.followups import rows as due
from scheduler.followups.tables import FollowUp
from tests import build
from tests.build import TODAY


def case(database: Database, *events: CaseEvent, authorities: int = 1) -> int:
    with database.transaction() as session:
        staff = build.user(session)
        citizen = build.citizen(session, staff, target_group="jobparat").id
        for event in events:
            event.citizen_id = citizen
        session.add_all(events)
        for authority in list(Authority)[:authorities]:
            helper = build.user(session)
            session.add(Involvement(citizen_id=citizen, user_id=helper.id, authority=authority, since=date(2026, 1, 1)))
    return citizen


def referral(day: date) -> CaseEvent:
    return CaseEvent(kind=EventKind.REFERRAL, on=day)


def held(rule: str, day: date) -> CaseEvent:
    return CaseEvent(kind=EventKind.HELD, on=day, rule=rule)


def refresh(database: Database, citizens: list[int] | None = None, today: date = TODAY) -> int:
    with database.transaction() as session:
        return due.refresh(session, today, citizens=citizens).open


def rows(database: Database) -> list[tuple[str, int]]:
    with database.reading() as session:
        found = select(FollowUp).where(FollowUp.held_on.is_(None)).order_by(FollowUp.rule, FollowUp.number)
        return [(row.rule, row.number) for row in session.scalars(found)]


def add(database: Database, citizen: int, event: CaseEvent) -> None:
    with database.transaction() as session:
        event.citizen_id = citizen
        session.add(event)


def test_a_referral_makes_the_first_talk_fall_due_within_a_week(database: Database) -> None:
    case(database, referral(TODAY))
    refresh(database)
    with database.reading() as session:
        row = session.scalars(select(FollowUp).where(FollowUp.rule == "samtale_start")).one()
    assert (row.of, row.due, row.number) == (TODAY, date(2026, 11, 27), 1)


def test_refreshing_twice_leaves_every_row_as_it_was(database: Database) -> None:
    case(database, referral(TODAY))
    refresh(database)
    with database.reading() as session:
        before = sorted(session.scalars(select(FollowUp.id)))
    refresh(database)
    with database.reading() as session:
        assert sorted(session.scalars(select(FollowUp.id))) == before


def test_what_was_held_is_no_longer_due(database: Database) -> None:
    citizen = case(database, referral(TODAY))
    refresh(database)
    add(database, citizen, held("samtale_start", TODAY))
    refresh(database, [citizen])
    assert ("samtale_start", 1) not in rows(database)


def test_two_authorities_bring_cross_disciplinary_meetings(database: Database) -> None:
    case(database, referral(TODAY), authorities=2)
    refresh(database)
    assert ("tvaerfaglig", 1) in rows(database)


def test_a_placement_is_followed_up(database: Database) -> None:
    placement = CaseEvent(
        kind=EventKind.PLACEMENT, on=date(2026, 12, 1), until=date(2027, 2, 28), scheme="virksomhedspraktik"
    )
    case(database, referral(TODAY), placement)
    refresh(database)
    assert [number for rule, number in rows(database) if rule == "praktik"] == [1, 2, 3]


def test_the_end_of_a_case_takes_its_rows_away(database: Database) -> None:
    citizen = case(database, referral(date(2026, 6, 1)))
    assert refresh(database) > 0
    add(database, citizen, CaseEvent(kind=EventKind.ENDED, on=TODAY))
    assert refresh(database) == 0
    assert rows(database) == []


def test_refreshing_one_case_leaves_the_others_alone(database: Database) -> None:
    first, second = case(database, referral(TODAY)), case(database, referral(TODAY))
    refresh(database)
    add(database, first, CaseEvent(kind=EventKind.ENDED, on=TODAY))
    refresh(database, [first])
    with database.reading() as session:
        assert set(session.scalars(select(FollowUp.citizen_id))) == {second}


def test_overdue_and_due_are_counted_apart(database: Database) -> None:
    case(database, referral(date(2026, 10, 1)))
    refresh(database)
    with database.reading() as session:
        assert queries.count_overdue(session, TODAY) == 1
        assert queries.count_due(session, TODAY, date(2026, 12, 31)) >= 1


def test_a_coordinator_sees_what_falls_due_for_her_citizens_only(database: Database) -> None:
    mine = case(database, referral(TODAY))
    case(database, referral(TODAY))
    refresh(database)
    with database.reading() as session:
        coordinator = session.get_one(Citizen, mine).coordinator_id
        seen = queries.follow_ups(session, coordinator, date(2027, 6, 1))
    assert {citizen.id for _, citizen in seen} == {mine}
