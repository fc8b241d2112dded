"""How a proposal moves."""

from itertools import product

import pytest

from placements.states import MOVES, SEEN_BY_EMPLOYER, Answer, Side, move
from placements.tables import OPEN_PROPOSALS, ProposalState

S = ProposalState
EVERYTHING = tuple(product(ProposalState, Side, Answer))


def test_the_way_to_an_agreement_is_two_yeses() -> None:
    assert move(S.PROPOSED, Side.CITIZEN, Answer.YES) == S.CITIZEN_YES
    assert move(S.CITIZEN_YES, Side.EMPLOYER, Answer.YES) == S.EMPLOYER_YES


@pytest.mark.parametrize("state", OPEN_PROPOSALS)
def test_the_citizen_may_say_no_until_the_end(state: ProposalState) -> None:
    assert move(state, Side.CITIZEN, Answer.NO) == S.CITIZEN_NO


@pytest.mark.parametrize("answer", Answer)
def test_the_employer_has_no_say_before_the_citizen(answer: Answer) -> None:
    assert move(S.PROPOSED, Side.EMPLOYER, answer) is None


@pytest.mark.parametrize(("side", "answer"), list(product(Side, Answer)))
@pytest.mark.parametrize("state", [S.SUPERSEDED, S.EXPIRED])
def test_a_proposal_that_has_given_way_takes_no_answer(state: ProposalState, side: Side, answer: Answer) -> None:
    assert move(state, side, answer) is None


@pytest.mark.parametrize("case", list(MOVES), ids=str)
def test_the_same_answer_twice_changes_nothing_more(case: tuple[ProposalState, Side, Answer]) -> None:
    _, side, answer = case
    after = MOVES[case]
    assert move(after, side, answer) == after


@pytest.mark.parametrize("state", [S.CITIZEN_NO, S.EMPLOYER_NO])
def test_a_no_is_never_turned_into_a_yes(state: ProposalState) -> None:
    assert {move(state, side, Answer.YES) for side in Side} == {None}


def test_no_answer_of_the_employer_leads_out_of_what_the_employer_sees() -> None:
    seen = [after for (_, side, _), after in MOVES.items() if side == Side.EMPLOYER]
    assert set(seen) <= SEEN_BY_EMPLOYER


@pytest.mark.parametrize("case", EVERYTHING, ids=str)
def test_an_employer_answers_only_what_an_employer_sees(case: tuple[ProposalState, Side, Answer]) -> None:
    state, side, _ = case
    assert side == Side.CITIZEN or state in SEEN_BY_EMPLOYER or move(*case) is None
