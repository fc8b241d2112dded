"""docs/life.md says what the tables say."""

import re
from pathlib import Path

from placements.moves import BECAME, RERUN_AFTER
from placements.room import SOFT
from placements.states import FIXED, MOVES, PROMISED, REFUSED, SEATED, USED, WAITING
from placements.tables import OPEN_PROPOSALS, ProposalState

TEXT = Path("docs/life.md").read_text(encoding="utf-8")


def table(heading: str) -> list[list[str]]:
    """The rows beneath a heading, their cells without marks."""
    part = TEXT.split(f"## {heading}\n")[1].split("\n## ")[0]
    return [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in part.splitlines() if "| `" in line]


SEATS = {state: seat for state, _, _, seat in table("States")}


def test_every_state_is_described_once() -> None:
    assert list(SEATS) == [state.value for state in ProposalState]


def test_every_step_stands_there_in_the_tables_order() -> None:
    told = [tuple(cells) for cells in table("Steps")]
    assert [(before, side, step, after) for (before, side, step), after in MOVES.items()] == told


def test_what_is_said_of_the_seat_is_what_is_counted() -> None:
    held = {ProposalState(state) for state, seat in SEATS.items() if seat == "held"}
    used = {ProposalState(state) for state, seat in SEATS.items() if seat.startswith("used")}
    assert held == set(SEATED)
    assert held | used == set(USED)


def test_the_findings_that_are_not_absolute_are_named() -> None:
    (named,) = re.findall(r"Not absolute are (.*?);", TEXT, re.S)
    assert set(re.findall(r"`(\w+)`", named)) == SOFT


def test_open_is_waiting_or_promised() -> None:
    assert set(OPEN_PROPOSALS) == {*WAITING, *PROMISED}
    assert set(FIXED) == set(OPEN_PROPOSALS) - {ProposalState.PROPOSED}


def test_every_state_has_words_for_the_status_board() -> None:
    assert set(BECAME) == set(ProposalState)


def test_a_new_run_is_wanted_where_a_place_became_free_unasked_for() -> None:
    freed = {ProposalState(state) for state, seat in SEATS.items() if seat == "free"}
    assert freed - {ProposalState.SUPERSEDED} == RERUN_AFTER
    assert set(REFUSED) <= RERUN_AFTER
