"""How a proposal moves."""

from itertools import product

import pytest

from placements.states import MOVES, SEEN_BY_EMPLOYER, Side, Step, move, steps
from placements.tables import OPEN_PROPOSALS, ProposalState

S = ProposalState
EVERYTHING = tuple(product(ProposalState, Side, Step))
ANSWERS = (Step.YES, Step.NO)
OVER = (S.CITIZEN_NO, S.EMPLOYER_NO, S.SUPERSEDED, S.EXPIRED, S.WITHDRAWN, S.JOB, S.BROKEN_OFF)


def test_the_whole_way_from_advice_to_a_job() -> None:
    way = (
        (Side.CITIZEN, Step.YES),
        (Side.EMPLOYER, Step.YES),
        (Side.MUNICIPALITY, Step.AGREE),
        (Side.CITIZEN, Step.SIGN),
        (Side.EMPLOYER, Step.SIGN),
        (Side.MUNICIPALITY, Step.SIGN),
        (Side.SERVICE, Step.CONCLUDE),
        (Side.SERVICE, Step.START),
        (Side.MUNICIPALITY, Step.EXTEND),
        (Side.MUNICIPALITY, Step.HIRE),
    )
    state: ProposalState | None = S.PROPOSED
    for side, step in way:
        assert state is not None
        state = move(state, side, step)
    assert state == S.JOB


@pytest.mark.parametrize("state", OPEN_PROPOSALS)
def test_the_citizen_may_say_no_until_the_placement_is_made(state: ProposalState) -> None:
    assert move(state, Side.CITIZEN, Step.NO) == S.CITIZEN_NO


@pytest.mark.parametrize("state", OPEN_PROPOSALS)
def test_the_municipality_may_take_it_back_until_the_placement_is_made(state: ProposalState) -> None:
    assert move(state, Side.MUNICIPALITY, Step.WITHDRAW) == S.WITHDRAWN


@pytest.mark.parametrize("step", Step)
def test_the_employer_has_no_say_before_the_citizen(step: Step) -> None:
    assert move(S.PROPOSED, Side.EMPLOYER, step) is None


@pytest.mark.parametrize("state", [S.PLACED, S.COMPLETED])
def test_the_next_step_of_the_ladder_leaves_the_placement_as_it_is(state: ProposalState) -> None:
    assert move(state, Side.MUNICIPALITY, Step.LADDER) == state


@pytest.mark.parametrize("state", OVER)
def test_from_what_is_over_nothing_leads_on(state: ProposalState) -> None:
    assert {move(state, side, step) for side, step in product(Side, Step)} <= {None, state}


@pytest.mark.parametrize("case", [case for case in MOVES if case[2] in ANSWERS], ids=str)
def test_the_same_answer_twice_changes_nothing_more(case: tuple[ProposalState, Side, Step]) -> None:
    _, side, answer = case
    after = MOVES[case]
    assert move(after, side, answer) == after


@pytest.mark.parametrize("state", [S.CITIZEN_NO, S.EMPLOYER_NO])
def test_a_no_is_never_turned_into_a_yes(state: ProposalState) -> None:
    assert {move(state, side, Step.YES) for side in Side} == {None}


def test_no_step_of_the_employer_leads_out_of_what_the_employer_sees() -> None:
    seen = [after for (_, side, _), after in MOVES.items() if side == Side.EMPLOYER]
    assert set(seen) <= SEEN_BY_EMPLOYER


@pytest.mark.parametrize("case", EVERYTHING, ids=str)
def test_an_employer_moves_only_what_an_employer_sees(case: tuple[ProposalState, Side, Step]) -> None:
    state, side, _ = case
    assert side != Side.EMPLOYER or state in SEEN_BY_EMPLOYER or move(*case) is None


def test_every_state_can_be_reached_from_the_first() -> None:
    reached = {S.PROPOSED}
    while more := {after for (before, _, _), after in MOVES.items() if before in reached} - reached:
        reached |= more
    assert reached == set(S)


def test_what_a_side_can_do_now_is_read_from_the_table() -> None:
    assert steps(S.CITIZEN_YES, Side.EMPLOYER) == (Step.YES, Step.NO)
    assert steps(S.PROPOSED, Side.EMPLOYER) == ()
