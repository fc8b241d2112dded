"""The table of a meeting's states, read as a whole."""

import pytest

from scheduler.meetings.history import ACTIONS, STATES
from scheduler.meetings.kinds import KINDS, Part
from scheduler.meetings.states import MOVES, OPEN, PUBLISHED, REACHED, Action, move
from scheduler.tables import MeetingState


def test_nothing_leads_out_of_a_meeting_that_is_over() -> None:
    assert {state for state, _ in MOVES} == set(OPEN)


@pytest.mark.parametrize("state", OPEN)
def test_what_is_open_can_be_given_a_time_and_be_cancelled(state: MeetingState) -> None:
    assert move(state, Action.PUBLISH) == move(state, Action.MOVE) == MeetingState.PLANNED
    assert move(state, Action.CANCEL) == MeetingState.CANCELLED


@pytest.mark.parametrize("action", [Action.HOLD, Action.NO_SHOW, Action.WITHDRAW])
def test_only_a_meeting_with_a_time_is_held_missed_or_loses_it(action: Action) -> None:
    assert {state for state in MeetingState if move(state, action) is not None} == set(PUBLISHED)


def test_every_state_is_reached_from_the_request() -> None:
    reached, before = {MeetingState.REQUESTED}, set[MeetingState]()
    while reached != before:
        before = set(reached)
        reached |= {after for (state, _), after in MOVES.items() if state in before}
    assert reached == set(MeetingState)


def test_what_is_harmless_twice_leads_where_it_says() -> None:
    assert {(action, after) for (_, action), after in MOVES.items() if action in REACHED} == set(REACHED.items())


def test_every_state_and_action_has_its_words() -> None:
    assert (set(STATES), set(ACTIONS)) == (set(MeetingState), set(Action))


@pytest.mark.parametrize("code", list(KINDS))
def test_a_kind_is_wanted_before_its_last_day_and_chaired_by_somebody_who_can_be_there(code: str) -> None:
    found = KINDS[code]
    assert 0 < found.due_days <= found.latest_days
    assert found.chair in (*found.required, *found.optional, Part.COORDINATOR)
