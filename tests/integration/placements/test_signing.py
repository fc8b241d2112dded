"""Three signatures, and the start that follows as soon as the law is met."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.tables import Role
from citizens.profile.tables import StatusChange
from citizens.tables import CaseEvent, EventKind, Status
from core.db import Database
from core.errors import BadInputError, ConflictError, ForbiddenError, NotFoundError
from placements import queries, service
from placements.agreements import signing
from placements.agreements.documents import document
from placements.agreements.tables import Signer
from placements.evidence.tables import QuotaDecision
from placements.lives import starting
from placements.lives.starting import missing, start_if_ready
from placements.tables import Placement, Proposal, ProposalState
from scheduler.followups.tables import FollowUp
from tests import rows
from tests.integration.placements.cases import Case
from tests.integration.placements.way import LAST, accepted, placed, say, sign_all, write, written
from tests.rows import NOW, START, TODAY


def test_three_signatures_and_the_employees_word_make_a_placement(database: Database) -> None:
    with database.transaction() as session:
        given, made = placed(session)
        assert (made.start, made.end, made.hours, made.scheme) == (START, LAST, 14.0, "virksomhedspraktik")
        assert (given.proposal.state, given.citizen.status) == (ProposalState.PLACED, Status.PRAKTIK)
        event = session.get_one(CaseEvent, made.event_id)
        assert (event.kind, event.on, event.until) == (EventKind.PLACEMENT, START, LAST)
        assert {row.rule for row in session.scalars(select(FollowUp))} >= {"praktik"}
        assert [row.step for row in session.scalars(select(QuotaDecision))] == ["start"]
        moved = session.scalars(select(StatusChange)).one()
        assert (moved.was, moved.became) == (Status.PROPOSED, Status.PRAKTIK)


def test_the_history_tells_who_took_each_step(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given, _ = placed(session)
        told = [(one.side, one.step) for one in queries.history(session, given.proposal.id)]
        assert told == [
            ("municipality", "agree"),
            ("municipality", "sign"),
            ("employer", "sign"),
            ("citizen", "sign"),
            ("service", "conclude"),
            ("service", "start"),
        ]


def test_without_the_employees_statement_it_stays_signed(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = written(session)
        sign_all(session, given)
        assert given.proposal.state == ProposalState.SIGNED
        assert [found.rule for found in missing(session, NOW, given.proposal)] == ["statement"]
        assert session.scalars(select(QuotaDecision)).all() == []


def test_employees_who_say_no_keep_it_signed(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = written(session)
        sign_all(session, given)
        assert say(session, given, agrees=False) is None
        assert given.proposal.state == ProposalState.SIGNED


def test_a_caseworker_who_overrules_the_employees_no_starts_it(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = written(session)
        sign_all(session, given)
        say(session, given, agrees=False)
        service.overrule(session, NOW, given.consultant, given.proposal.id, "statement", "Pladsen er ny og ekstra")
        assert given.proposal.state == ProposalState.PLACED


def test_a_scheme_outside_the_cap_starts_with_the_last_signature(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = accepted(session, scheme="ordinary")
        write(session, given, last_day=None)
        sign_all(session, given)
        made = queries.placement_of(session, given.proposal.id)
        assert made is not None
        assert (made.end, given.citizen.status) == (None, Status.ORDINARY)


def test_where_the_place_is_gone_the_start_waits(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = written(session, employees=5)
        rows.placement(session, given.unit)
        sign_all(session, given)
        assert say(session, given) is None
        assert "quota" in [found.rule for found in missing(session, NOW, given.proposal)]
        assert [row.allowed for row in session.scalars(select(QuotaDecision))] == [False]


def test_starting_twice_makes_one_placement(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given, made = placed(session)
        assert start_if_ready(session, NOW, None, given.proposal.id) is made


def test_where_the_start_breaks_down_not_even_the_signature_is_kept(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction() as session:
        given = written(session)
        say(session, given)
        signing.sign(session, NOW, given.consultant, given.proposal.id, 1)
        signing.sign(session, NOW, given.employer, given.proposal.id, 1)

    def dies(*_: object) -> None:
        raise RuntimeError("the machine stops")

    monkeypatch.setattr(starting, "follow", dies)
    with pytest.raises(RuntimeError), database.transaction() as session:
        paper = (Signer.CITIZEN, "Amina Yusuf", TODAY)
        signing.sign_on_paper(session, NOW, given.consultant, given.proposal.id, 1, *paper)
    with database.reading() as session:
        proposal = session.get_one(Proposal, given.proposal.id)
        assert (proposal.state, len(document(session, proposal).signatures)) == (ProposalState.AGREEMENT, 2)
        assert session.scalars(select(Placement)).all() == []


def test_nothing_starts_before_it_is_signed(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = written(session)
        assert say(session, given) is None


def test_signing_twice_is_signing_once(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = written(session)
        for _ in range(2):
            signing.sign(session, NOW, given.employer, given.proposal.id, 1)
        (one,) = document(session, given.proposal).signatures
        assert (one.side, one.name, one.on_paper) == (Signer.EMPLOYER, given.employer.name, False)


def test_citizens_sign_for_themselves(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = written(session)
        given.citizen.user_id = (self := rows.user(session, Role.CITIZEN)).id
        signing.sign(session, NOW, self, given.proposal.id, 1)
        assert [one.side for one in document(session, given.proposal).signatures] == [Signer.CITIZEN]


def test_a_signature_on_paper_says_who_and_when(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = written(session)
        paper = (Signer.EMPLOYER, " Karen Kok ", TODAY)
        signing.sign_on_paper(session, NOW, given.consultant, given.proposal.id, 1, *paper)
        (one,) = document(session, given.proposal).signatures
        assert (one.name, one.signed_on, one.on_paper) == ("Karen Kok", TODAY, True)


@pytest.mark.parametrize(
    ("name", "day"), [("", TODAY), ("Karen", TODAY + timedelta(days=1)), ("Karen", date(2026, 1, 1))]
)
def test_a_signature_on_paper_has_a_name_and_a_day_that_can_be(sqlite: Database, name: str, day: date) -> None:
    with sqlite.transaction() as session:
        given = written(session)
        with pytest.raises(BadInputError):
            signing.sign_on_paper(session, NOW, given.consultant, given.proposal.id, 1, Signer.EMPLOYER, name, day)


def test_an_employer_records_no_paper_for_others(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = written(session)
        with pytest.raises(ForbiddenError):
            signing.sign_on_paper(session, NOW, given.employer, given.proposal.id, 1, Signer.CITIZEN, "Amina", TODAY)


def test_what_was_signed_has_one_digest_and_any_change_another(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = written(session)
        before = document(session, given.proposal).digest
        signing.sign(session, NOW, given.employer, given.proposal.id, 1)
        assert document(session, given.proposal).digest == before
        write(session, given, regard="Ingen tunge løft")
        assert document(session, given.proposal).digest != before


@pytest.mark.parametrize("act", [lambda session, given: document(session, given.proposal), sign_all])
def test_what_is_not_written_is_neither_read_nor_signed(
    sqlite: Database, act: Callable[[Session, Case], object]
) -> None:
    with sqlite.transaction() as session:
        given = accepted(session)
        with pytest.raises((NotFoundError, ConflictError)):
            act(session, given)
