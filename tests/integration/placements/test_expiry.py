"""Proposals that nobody answers: who is told, who is reminded, and when they lapse."""

from datetime import date, timedelta
from threading import Event

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.tables import Role
from api.steps import daily
from citizens.tables import Status
from companies.tables import CompanyUser
from core.clock import local_day
from core.db import Database
from core.outbox import OutboxMessage
from core.settings import Settings
from placements import expiry, moves, queries, service
from placements.states import Answer
from placements.tables import Proposal, ProposalState, RerunWanted
from tests import rows
from tests.integration.placements.cases import Case, case
from tests.rows import NOW, TODAY

LAST = TODAY + timedelta(days=7)
DAY = timedelta(days=1)


def asked(session: Session, *, logs_in: bool = True) -> Case:
    """A proposal made today, whose citizen logs in or not."""
    given = case(session, state=ProposalState.PROPOSED)
    if logs_in:
        given.citizen.user_id = rows.user(session, Role.CITIZEN).id
    moves.propose(session, NOW, None, [given.proposal])
    return given


def letters(session: Session) -> list[tuple[str, object]]:
    rows_ = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return [(row.kind, row.payload["to"]) for row in rows_]


def test_each_side_has_its_days_to_answer(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = asked(session)
        assert given.proposal.answer_by == LAST
        service.answer(session, NOW + 2 * DAY, given.consultant, given.proposal.id, Answer.YES)
        assert given.proposal.answer_by == LAST + 2 * DAY
        service.answer(session, NOW + 2 * DAY, given.employer, given.proposal.id, Answer.YES)
        assert given.proposal.answer_by is None


@pytest.mark.parametrize("state", [ProposalState.PROPOSED, ProposalState.CITIZEN_YES])
def test_what_is_not_answered_in_time_lapses_and_frees_the_place(sqlite: Database, state: ProposalState) -> None:
    with sqlite.transaction() as session:
        given = asked(session)
        given.proposal.state = state
        assert not expiry.expire(session, NOW + 7 * DAY, given.proposal.id)
        assert expiry.expire(session, NOW + 8 * DAY, given.proposal.id)
        assert (given.proposal.state, given.citizen.status) == (ProposalState.EXPIRED, Status.READY)
        assert session.scalars(select(RerunWanted)).one().why == "expired"
        (*_, last) = queries.history(session, given.proposal.id)
        assert (last.side, last.step, last.user_id) == ("service", "expire", None)


def test_an_answer_in_the_last_moment_counts(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = asked(session)
        (waiting,) = queries.unanswered(session, LAST + DAY)
        service.answer(session, NOW + 7 * DAY, given.consultant, given.proposal.id, Answer.YES)
        service.answer(session, NOW + 7 * DAY, given.employer, given.proposal.id, Answer.YES)
        assert not expiry.expire(session, NOW + 30 * DAY, waiting)


def test_who_is_asked_is_told_once_and_reminded_once(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = asked(session)
        citizen = {"citizen": given.citizen.id}
        assert [expiry.tell(session, NOW + n * DAY, 2) for n in range(9)] == [1, 0, 0, 0, 0, 1, 0, 0, 0]
        assert letters(session) == [("proposal.waits", citizen), ("proposal.lapses", citizen)]


def test_what_is_from_before_there_were_last_days_gets_one_is_told_of_and_lapses(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = asked(session)
        given.proposal.answer_by = None
        assert expiry.tell(session, NOW, 2) == 1
        assert given.proposal.answer_by == LAST
        assert expiry.expire(session, NOW + 8 * DAY, given.proposal.id)


def test_every_user_of_the_firm_is_told_when_it_is_the_firms_turn(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = asked(session)
        colleague = rows.user(session, Role.EMPLOYER)
        session.add(CompanyUser(company_id=given.unit.company_id, user_id=colleague.id))
        service.answer(session, NOW, given.consultant, given.proposal.id, Answer.YES)
        expiry.tell(session, NOW, 2)
        assert letters(session) == [
            ("proposal.waits", {"user": given.employer.id}),
            ("proposal.waits", {"user": colleague.id}),
        ]


def test_citizens_who_do_not_log_in_hear_it_from_their_consultant(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        asked(session, logs_in=False)
        assert expiry.tell(session, NOW, 2) == 0


def test_the_worker_lets_them_lapse_by_night(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = asked(session)
        given.proposal.answer_by = date(2026, 11, 21)
    (job,) = [one for one in daily(Settings()) if one.job == "proposals_lapse"]
    job.catch_up(sqlite, lambda: NOW, Event())
    with sqlite.reading() as session:
        assert session.get_one(Proposal, given.proposal.id).state == ProposalState.EXPIRED
        assert local_day(NOW) == TODAY
