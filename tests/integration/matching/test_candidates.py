"""Who could come where, from all portfolios, and what is proposed by hand."""

from datetime import date

import pytest
from sqlalchemy import select

from accounts.tables import User
from citizens.tables import Citizen, Exclusion, Status, Wish
from companies.tables import Unit
from core.audit import AuditEntry
from core.db import Database
from core.errors import ConflictError, NotFoundError
from matcher import candidates, many, proposing
from matcher.found import Choices
from matcher.policy import Policy
from placements.reasons import Reason
from placements.tables import Proposal, ProposalChange, ProposalState
from tests import build
from tests.build import NOW, TODAY
from tests.integration.matching.town import Town, states, town


@pytest.fixture
def small(sqlite: Database) -> Town:
    return town(sqlite)


def of_opening(small: Town, opening: int) -> Choices:
    with small.database.reading() as session:
        return candidates.of_opening(session, Policy(), TODAY, opening)


def of_citizen(small: Town, citizen: int) -> Choices:
    with small.database.reading() as session:
        return candidates.of_citizen(session, Policy(), TODAY, citizen)


def propose(small: Town, citizen: int, opening: int, user: User | None = None) -> int:
    with small.database.transaction() as session:
        return proposing.propose(session, NOW, user or small.own, Policy(), citizen, opening).id


def refused(small: Town, citizen: int, opening: int) -> tuple[str, str]:
    with pytest.raises(ConflictError) as caught:
        propose(small, citizen, opening)
    return str(caught.value.facts["rule"]), caught.value.message


def test_candidates_come_from_every_portfolio_the_best_first(small: Town) -> None:
    wants = small.citizen(small.other)
    with small.database.transaction() as session:
        other_wish = build.citizen(session, small.own)
        session.add(Wish(citizen_id=other_wish.id, rank=1, occupation="251200"))
        row = other_wish.id
    found = of_opening(small, small.opening())
    assert [one.citizen for one in found.best] == [f"c{wants}", f"c{row}"]
    assert found.best[0].score > found.best[1].score
    assert sum(reason.points for reason in found.best[0].because) == pytest.approx(found.best[0].score, abs=1e-6)
    assert found.lawful == 2


def test_who_nearly_could_come_is_told_with_what_it_takes(small: Town) -> None:
    citizen = small.citizen(language="A2")
    found = of_opening(small, small.opening(language="B1"))
    assert (found.best, found.blocked) == ((), {"language": 1})
    assert [(one.citizen, one.changes[0].kind) for one in found.almost] == [(f"c{citizen}", "language")]


def test_who_has_said_yes_elsewhere_is_no_candidate_and_who_has_not_answered_is(small: Town) -> None:
    yes, unanswered = small.citizen(), small.citizen()
    elsewhere, opening = small.opening(seats=2), small.opening()
    small.proposal(yes, elsewhere, ProposalState.CITIZEN_YES)
    small.proposal(unanswered, elsewhere)
    assert [one.citizen for one in of_opening(small, opening).best] == [f"c{unanswered}"]


def test_a_lack_of_room_is_told_of_each(small: Town) -> None:
    with small.database.transaction() as session:
        session.get_one(Unit, small.unit).quota_override = 0
    small.citizen()
    assert [one.lacks for one in of_opening(small, small.opening()).best] == [("quota",)]


def test_an_opening_that_takes_nobody_has_no_candidates(small: Town) -> None:
    small.citizen()
    opening = small.opening()
    small.proposal(small.citizen(), opening, ProposalState.EMPLOYER_YES)
    assert of_opening(small, opening) == Choices(best=(), almost=(), lawful=0, blocked={})


def test_a_citizen_has_the_best_openings_that_others_leave(small: Town) -> None:
    citizen = small.citizen()
    taken, free, far = small.opening(), small.opening(), small.opening(occupation="251200")
    small.proposal(small.citizen(), taken)
    assert [one.opening for one in of_citizen(small, citizen).best] == [f"o{free}", f"o{far}"]


@pytest.mark.parametrize("status", [Status.SICK, Status.PRAKTIK])
def test_who_does_not_seek_has_no_openings(small: Town, status: Status) -> None:
    small.opening()
    assert of_citizen(small, small.citizen(status=status)).best == ()


def test_a_proposal_by_hand_has_day_reasons_history_and_moves_the_citizen(small: Town) -> None:
    citizen, opening = small.citizen(), small.opening()
    made = propose(small, citizen, opening)
    with small.database.reading() as session:
        row = session.get_one(Proposal, made)
        assert (row.state, row.start, row.hours) == (ProposalState.PROPOSED, date(2026, 12, 1), 20.0)
        assert row.because
        assert row.answer_by is not None
        (step,) = session.scalars(select(ProposalChange).where(ProposalChange.proposal_id == made))
        assert (step.user_id, step.became) == (small.own.id, ProposalState.PROPOSED)
        assert session.get_one(Citizen, citizen).status == Status.PROPOSED


def test_the_same_by_hand_again_is_the_same_proposal(small: Town) -> None:
    citizen, opening = small.citizen(), small.opening()
    assert propose(small, citizen, opening) == propose(small, citizen, opening)


def test_an_unanswered_proposal_gives_way_to_one_by_hand(small: Town) -> None:
    citizen = small.citizen()
    first, second = small.opening(), small.opening()
    small.proposal(citizen, first)
    propose(small, citizen, second)
    with small.database.reading() as session:
        assert states(session, [citizen]) == [ProposalState.SUPERSEDED, ProposalState.PROPOSED]


def test_what_was_refused_before_may_be_proposed_again_by_hand(small: Town) -> None:
    citizen, opening = small.citizen(), small.opening()
    small.proposal(citizen, opening, ProposalState.CITIZEN_NO)
    propose(small, citizen, opening)
    assert small.places() == {citizen: opening}


def test_somebody_elses_citizen_is_not_to_be_proposed_to(small: Town) -> None:
    citizen = small.citizen(small.other)
    with pytest.raises(NotFoundError):
        propose(small, citizen, small.opening())


def test_every_rule_of_the_pair_is_asked(small: Town) -> None:
    citizen = small.citizen(language="A2", max_travel_km=20)
    rule, said = refused(small, citizen, small.opening(language="B2"))
    assert (rule, "sprogniveau" in said or "B2" in said) == ("language", True)


def test_a_place_the_citizen_must_not_be_sent_to_is_refused(small: Town) -> None:
    citizen = small.citizen()
    with small.database.transaction() as session:
        session.add(Exclusion(citizen_id=citizen, unit_id=small.unit))
    assert refused(small, citizen, small.opening())[0] == "excluded"


def test_a_seat_that_another_is_proposed_is_refused(small: Town) -> None:
    opening = small.opening()
    small.proposal(small.citizen(), opening)
    assert refused(small, small.citizen(), opening)[0] == "seats"


def test_a_full_quota_is_refused(small: Town) -> None:
    with small.database.transaction() as session:
        session.get_one(Unit, small.unit).quota_override = 0
    rule, said = refused(small, small.citizen(), small.opening())
    assert (rule, "rimelighedskravet" in said) == ("quota", True)


def test_who_has_said_yes_to_something_else_is_refused(small: Town) -> None:
    citizen = small.citizen()
    small.proposal(citizen, small.opening(), ProposalState.CITIZEN_YES)
    assert refused(small, citizen, small.opening())[0] == "citizen"


def test_who_does_not_seek_is_refused(small: Town) -> None:
    assert refused(small, small.citizen(status=Status.SICK), small.opening())[0] == "status"


def test_of_many_each_is_done_whole_or_not_and_it_is_told_which(small: Town) -> None:
    mine, over, foreign = small.citizen(), small.citizen(), small.citizen(small.other)
    opening = small.opening(seats=3)
    ready, done, theirs = (
        small.proposal(mine, opening),
        small.proposal(over, opening, ProposalState.SUPERSEDED),
        small.proposal(foreign, opening),
    )
    with small.database.transaction() as session:
        found = many.accept(session, NOW, small.own, [theirs, done, ready, ready])
    assert [(one.proposal, one.why is None) for one in found] == [(ready, True), (done, False), (theirs, False)]
    with small.database.reading() as session:
        assert states(session, [mine, over, foreign]) == [
            ProposalState.CITIZEN_YES, ProposalState.SUPERSEDED, ProposalState.PROPOSED
        ]  # fmt: skip
        trail = session.scalars(select(AuditEntry.action).where(AuditEntry.action.like("proposal.%"))).all()
    assert trail == ["proposal.citizen_yes"]


def test_many_are_withdrawn_with_one_reason(small: Town) -> None:
    first, second = small.citizen(), small.citizen()
    opening = small.opening(seats=2)
    rows = [small.proposal(one, opening) for one in (first, second)]
    with small.database.transaction() as session:
        found = many.withdraw(session, NOW, small.own, rows, Reason("firm_changed"))
    assert [one.why for one in found] == [None, None]
    with small.database.reading() as session:
        assert states(session, [first, second]) == [ProposalState.WITHDRAWN] * 2


def test_many_with_a_reason_that_is_lacking_change_nothing(small: Town) -> None:
    row = small.proposal(small.citizen(), small.opening())
    with small.database.transaction() as session:
        (found,) = many.withdraw(session, NOW, small.own, [row], Reason())
    assert "skriv kort hvorfor" in (found.why or "")
    assert len(small.places()) == 1
