"""Looking at citizens: who may, and the trace it leaves."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.tables import Authority, Role, User
from citizens import queries, service
from citizens.tables import Citizen, Commitment, Consent, Involvement, Status, Wish
from core.audit import AuditEntry
from core.db import Database
from core.errors import NotFoundError
from tests import rows
from tests.rows import NOW, TODAY

LAST_YEAR, YESTERDAY, TOMORROW = date(2025, 11, 23), date(2026, 11, 22), date(2026, 11, 24)


def looks(session: Session) -> list[tuple[int | None, str, object]]:
    entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "looked").order_by(AuditEntry.id))
    return [(entry.user_id, entry.subject, entry.facts["why"]) for entry in entries]


def nurse_at_work(session: Session, citizen: Citizen, until: date | None = None) -> User:
    nurse = rows.user(session, Role.CASEWORKER, authority=Authority.HEALTH)
    work = Involvement(citizen_id=citizen.id, user_id=nurse.id, authority=Authority.HEALTH, since=LAST_YEAR)
    work.until = until
    session.add(work)
    return nurse


def consent(session: Session, citizen: Citizen, given_on: date, withdrawn_on: date | None = None) -> None:
    session.add(
        Consent(
            citizen_id=citizen.id,
            authority=Authority.HEALTH,
            scope="Helbred og arbejde",
            given_on=given_on,
            withdrawn_on=withdrawn_on,
        )
    )
    session.flush()


def test_a_look_gives_the_whole_citizen_and_is_logged_with_its_reason(database: Database) -> None:
    with database.transaction() as session:
        consultant = rows.user(session)
        citizen = rows.citizen(session, consultant)
        session.add(Wish(citizen_id=citizen.id, rank=1, occupation="941200"))
        session.add(
            Commitment(citizen_id=citizen.id, weekday=2, from_=NOW.time(), to=NOW.time(), what="language_school")
        )
    with database.transaction() as session:
        seen = service.look(session, NOW, consultant.id, citizen.id, "forslag")
        assert (len(seen.wishes), len(seen.commitments)) == (1, 1)
        assert looks(session) == [(consultant.id, f"citizen:{citizen.id}", "forslag")]


def test_a_citizen_of_somebody_else_and_one_that_is_not_there_look_the_same(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        citizen, stranger = rows.citizen(session, rows.user(session)), rows.user(session)
        messages = set()
        for citizen_id in (citizen.id, 4711):
            with pytest.raises(NotFoundError) as error:
                service.look(session, NOW, stranger.id, citizen_id, "nysgerrighed")
            messages.add(error.value.message)
        assert len(messages) == 1
        assert looks(session) == []


@pytest.mark.parametrize(
    ("given_on", "withdrawn_on", "seen"),
    [
        (TODAY, None, True),
        (LAST_YEAR, TOMORROW, True),
        (LAST_YEAR, TODAY, False),
        (LAST_YEAR, YESTERDAY, False),
        (TOMORROW, None, False),
    ],
)
def test_another_authority_sees_what_consent_covers_today(
    sqlite: Database, given_on: date, withdrawn_on: date | None, seen: bool
) -> None:
    with sqlite.transaction() as session:
        citizen = rows.citizen(session, rows.user(session))
        nurse = nurse_at_work(session, citizen)
        consent(session, citizen, given_on, withdrawn_on)
        if seen:
            assert service.look(session, NOW, nurse.id, citizen.id, "møde").id == citizen.id
        else:
            with pytest.raises(NotFoundError):
                service.look(session, NOW, nurse.id, citizen.id, "møde")


@pytest.mark.parametrize(("until", "seen"), [(None, True), (TODAY, True), (YESTERDAY, False)])
def test_consent_helps_nobody_who_is_no_longer_at_work_in_the_case(
    sqlite: Database, until: date | None, seen: bool
) -> None:
    with sqlite.transaction() as session:
        citizen = rows.citizen(session, rows.user(session))
        nurse = nurse_at_work(session, citizen, until)
        consent(session, citizen, LAST_YEAR)
        found = queries.involved_authority(session, citizen.id, nurse.id, TODAY)
        assert found == (Authority.HEALTH if seen else None)


def test_nobody_is_at_work_before_they_began(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        citizen = rows.citizen(session, rows.user(session))
        nurse = nurse_at_work(session, citizen)
        assert queries.involved_authority(session, citizen.id, nurse.id, date(2025, 11, 22)) is None


def test_a_list_leaves_one_trace_for_each_citizen_on_it(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        consultant = rows.user(session)
        first, second = rows.citizen(session, consultant), rows.citizen(session, consultant)
        service.look_through(session, NOW, consultant.id, [second, first, second], "mine borgere")
        session.flush()
        subjects = [subject for _, subject, _ in looks(session)]
        assert subjects == [f"citizen:{second.id}", f"citizen:{first.id}"]


def test_an_empty_list_leaves_no_trace(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        service.look_through(session, NOW, rows.user(session).id, [], "mine borgere")
        assert looks(session) == []


def test_only_a_citizen_with_a_proposal_becomes_ready_again(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        consultant = rows.user(session)
        for before, after in [(Status.PROPOSED, Status.READY), (Status.SICK, Status.SICK)]:
            citizen = rows.citizen(session, consultant, status=before)
            service.search_again(session, NOW, consultant.id, citizen)
            assert citizen.status == after


def test_a_portfolio_is_sorted_as_danes_sort(database: Database) -> None:
    with database.transaction() as session:
        consultant = rows.user(session)
        for last_name in ("Åse", "Zahle", "Ærø", "Bach", "Østergaard"):
            rows.citizen(session, consultant, last_name=last_name)
        rows.citizen(session, rows.user(session), last_name="Fremmed")
        names = [one.last_name for one in queries.portfolio(session, consultant.id)]
        assert names == ["Bach", "Zahle", "Ærø", "Østergaard", "Åse"]


def test_a_citizen_who_logs_in_is_found(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        person = rows.user(session, Role.CITIZEN)
        citizen = rows.citizen(session, rows.user(session), user_id=person.id)
        assert queries.citizen_of_user(session, person.id) is citizen
        assert queries.citizen_of_user(session, citizen.consultant_id) is None


def test_managers_get_figures_in_the_order_of_the_board(database: Database) -> None:
    with database.transaction() as session:
        consultant = rows.user(session)
        for status in (Status.READY, Status.NEW, Status.READY):
            rows.citizen(session, consultant, status=status)
        assert list(queries.count_by_status(session).items()) == [(Status.NEW, 1), (Status.READY, 2)]


def test_people_come_by_the_order_of_roles_asked_for_and_then_by_name(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        for role, name in [(Role.CONSULTANT, "Bo"), (Role.EMPLOYER, "Eva"), (Role.CONSULTANT, "Al")]:
            rows.user(session, role, name=name)
        rows.user(session, Role.ADMIN)
        found = accounts.people(session, (Role.EMPLOYER, Role.CONSULTANT))
        assert [one.name for one in found] == ["Eva", "Al", "Bo"]


def test_users_are_found_by_id_and_missing_ones_left_out(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        somebody = rows.user(session)
        assert accounts.users_by_id(session, [somebody.id, 4711]) == {somebody.id: somebody}
        assert accounts.user(session, 4711) is None
