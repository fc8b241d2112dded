"""The table of the status board."""

from itertools import product

from citizens.profile.status import BY_HAND, BY_SERVICE, OF_SCHEME, PLACED
from citizens.tables import Status
from law.schemes import SCHEMES

ALL = frozenset(Status)


def test_every_place_has_its_row_in_both_tables() -> None:
    assert set(BY_HAND) == set(BY_SERVICE) == ALL


def test_nobody_moves_to_where_they_stand_or_twice_to_the_same_place() -> None:
    for moves in (BY_HAND, BY_SERVICE):
        for was, became in moves.items():
            assert was not in became
            assert len(became) == len(set(became))


def test_nobody_is_proposed_or_placed_with_a_company_by_hand() -> None:
    reached = {one for became in BY_HAND.values() for one in became}
    assert reached.isdisjoint({Status.PROPOSED, Status.PRAKTIK, Status.LOENTILSKUD, Status.IGU, Status.FLEKSJOB})
    assert Status.NEW not in reached


def test_every_case_can_be_closed_and_opened_again() -> None:
    assert all(Status.DONE in BY_HAND[was] for was in ALL - {Status.DONE})
    assert Status.READY in BY_HAND[Status.DONE]


def test_a_placement_moves_whoever_has_an_open_case_and_nobody_else() -> None:
    for was, became in product(ALL, PLACED):
        allowed = was not in (became, Status.DONE)
        assert (became in BY_SERVICE[was]) == allowed


def test_who_is_ill_or_on_leave_becomes_ready_by_hand_only() -> None:
    for was in (Status.SICK, Status.LEAVE, Status.EDUCATION):
        assert Status.READY in BY_HAND[was]
        assert Status.READY not in BY_SERVICE[was]


def test_only_those_who_are_ready_get_a_proposal() -> None:
    assert {was for was in ALL if Status.PROPOSED in BY_SERVICE[was]} == {Status.READY}


def test_every_scheme_has_a_place_on_the_board_where_people_are_at_work() -> None:
    assert set(OF_SCHEME) == set(SCHEMES) | {"nytteindsats"}
    assert set(OF_SCHEME.values()) <= set(PLACED)
