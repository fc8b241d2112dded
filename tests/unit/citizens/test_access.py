"""Who may see a citizen's data."""

import pytest

from accounts.tables import Authority
from citizens.access import is_responsible, may_look
from citizens.tables import Citizen

CITIZEN = Citizen(
    id=1, user_id=1, consultant_id=2, caseworker_id=3, coordinator_id=4, substitute_id=5, support_worker_id=6
)
ALONE = Citizen(id=2, user_id=None, consultant_id=2, caseworker_id=3, coordinator_id=4)
STRANGER = 9


@pytest.mark.parametrize("user_id", [2, 3, 4, 5, 6])
def test_those_who_carry_the_case_may_look(user_id: int) -> None:
    assert is_responsible(user_id, CITIZEN)
    assert may_look(user_id, CITIZEN, None, [])


def test_citizens_may_look_at_themselves_without_being_responsible() -> None:
    assert may_look(1, CITIZEN, None, [])
    assert not is_responsible(1, CITIZEN)


def test_nobody_else_may_look() -> None:
    assert not may_look(STRANGER, CITIZEN, None, list(Authority))
    assert not may_look(STRANGER, ALONE, None, [])


def test_another_authority_at_work_in_the_case_needs_consent_for_itself() -> None:
    assert not may_look(STRANGER, CITIZEN, Authority.HEALTH, [])
    assert not may_look(STRANGER, CITIZEN, Authority.HEALTH, [Authority.SOCIAL])
    assert may_look(STRANGER, CITIZEN, Authority.HEALTH, [Authority.HEALTH])
