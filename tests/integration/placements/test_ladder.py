"""The next step in the same firm: suggested, and proposed to both sides (trappen)."""

from datetime import date, timedelta

import pytest

from citizens.tables import Status
from companies.tables import OpeningState
from core.db import Database
from core.errors import BadInputError, ConflictError
from placements import queries, service
from placements.lives.ending import break_off
from placements.lives.ladder import propose_next, suggestions
from placements.reasons import Reason
from placements.states import Answer
from placements.tables import ProposalState
from tests import rows
from tests.integration.placements.way import placed
from tests.rows import NOW, START

LATER = NOW + timedelta(days=30)
"""A day in the middle of the placement."""
TODAY = LATER.date()


def test_after_praktik_comes_loentilskud_or_a_job(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        _, made = placed(session)
        found = suggestions(session, LATER, made)
        assert [(step.scheme, step.start) for step in found] == [
            ("loentilskud", date(2027, 3, 8)),
            ("ordinary", date(2027, 3, 8)),
        ]


def test_a_step_that_the_law_does_not_open_is_not_suggested(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given, made = placed(session)
        given.citizen.schemes = ["virksomhedspraktik", "loentilskud"]
        assert [step.scheme for step in suggestions(session, LATER, made)] == ["loentilskud"]


def test_what_stands_in_the_way_of_a_step_is_told(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given, made = placed(session)
        given.citizen.unemployed_since = date(2026, 12, 1)
        (step,) = [one for one in suggestions(session, LATER, made) if one.scheme == "loentilskud"]
        assert "scheme" in [found.rule for found in step.obstacles]
        with pytest.raises(ConflictError) as error:
            propose_next(session, LATER, given.consultant, made.id, "loentilskud")
        assert error.value.facts["rule"] == "scheme"


def test_after_a_break_off_nothing_is_built_on(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given, made = placed(session)
        break_off(session, LATER, given.consultant, made.id, TODAY, Reason("illness"))
        assert suggestions(session, LATER, made) == ()
        with pytest.raises(ConflictError):
            propose_next(session, LATER, given.consultant, made.id, "ordinary")


def test_a_break_off_takes_back_the_next_step_that_nobody_has_answered(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given, made = placed(session)
        step = propose_next(session, LATER, given.consultant, made.id, "ordinary")
        break_off(session, LATER, given.consultant, made.id, TODAY, Reason("illness"))
        assert (step.state, given.citizen.status) == (ProposalState.WITHDRAWN, Status.READY)


def test_the_next_step_is_a_proposal_that_both_must_say_yes_to(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given, made = placed(session)
        step = propose_next(session, LATER, given.consultant, made.id, "ordinary", hours=20.0)
        assert (step.state, step.follows_id, step.hours) == (ProposalState.PROPOSED, given.proposal.id, 20.0)
        last = queries.history(session, given.proposal.id)[-1]
        assert (last.step, given.citizen.status) == ("ladder", Status.PRAKTIK)
        for user in (given.consultant, given.employer):
            service.answer(session, LATER, user, step.id, Answer.YES)
        assert step.state == ProposalState.EMPLOYER_YES


def test_an_opening_of_the_unit_that_fits_is_used(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given, made = placed(session)
        window = {"start_earliest": date(2027, 3, 1), "start_latest": date(2027, 4, 1)}
        there = rows.opening(session, given.unit, schemes=["ordinary"], **window)
        assert propose_next(session, LATER, given.consultant, made.id, "ordinary").opening_id == there.id


def test_an_opening_made_for_one_is_not_open_to_others(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given, made = placed(session)
        step = propose_next(session, LATER, given.consultant, made.id, "ordinary")
        assert queries.proposal(session, step.id) is step
        opening = session.get_one(type(given.opening), step.opening_id)
        assert (opening.state, opening.copied_from_id) == (OpeningState.CLOSED, given.opening.id)


def test_the_same_step_twice_is_one_proposal(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given, made = placed(session)
        first = propose_next(session, LATER, given.consultant, made.id, "ordinary")
        assert propose_next(session, LATER, given.consultant, made.id, "ordinary") is first


@pytest.mark.parametrize(
    ("scheme", "start", "hours"),
    [
        ("virksomhedspraktik", None, None),
        ("ordinary", START, None),
        ("ordinary", date.max, None),
        ("ordinary", None, 40.0),
    ],
)
def test_a_step_that_cannot_be_is_refused_at_its_field(
    sqlite: Database, scheme: str, start: date | None, hours: float | None
) -> None:
    with sqlite.transaction() as session:
        given, made = placed(session)
        with pytest.raises(BadInputError):
            propose_next(session, LATER, given.consultant, made.id, scheme, start, hours)
