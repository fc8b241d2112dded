"""Every state, step and reason of a proposal's life has words for each side that is told of it."""

import pytest

from placements import reasons
from placements.states import MOVES, SEEN_BY_EMPLOYER
from placements.tables import ProposalState
from web.proposals.life import BY_SIDE
from web.words import words


def test_a_citizen_is_told_why_in_words_of_their_own_for_every_criterion() -> None:
    criteria = {key.rsplit(".", 1)[1] for key in words("da").texts if key.startswith("criterion.high.")}

    assert criteria
    assert {f"for_you.{level}.{one}" for level in ("high", "middle", "low") for one in criteria} <= words(
        "da"
    ).texts.keys()


@pytest.mark.parametrize("side", ["citizen", "employer", "municipality"])
def test_every_state_that_a_side_can_see_is_explained_to_it(side: str) -> None:
    seen = SEEN_BY_EMPLOYER if side == "employer" else set(ProposalState)

    names = "proposal" if side == "municipality" else f"proposal_{side}"
    assert {f"{group}.{state}" for state in seen for group in (f"now_{side}", names)} <= words("da").texts.keys()


def test_every_reason_and_every_step_has_its_words() -> None:
    codes = {*reasons.CITIZEN_NO, *reasons.EMPLOYER_NO, *reasons.WITHDRAWAL, *reasons.BREAK_OFF}
    by_side = {f"{side}_{step}" for _, side, step in MOVES if step in BY_SIDE}
    steps = {step.value for _, _, step in MOVES if step not in BY_SIDE} | by_side

    known = words("da").texts.keys()
    assert {f"reason.{code}" for code in codes} | {f"told.{how}" for how in reasons.TOLD} <= known
    assert {f"history.{step}" for step in steps} <= known
