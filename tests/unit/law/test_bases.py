"""Every agreement names the laws it rests on, as they hold on its day."""

from datetime import date

import pytest

from law.bases import COMPLAINT, bases
from law.schemes import SCHEMES
from law.values import whole

TODAY = date(2026, 12, 7)


@pytest.mark.parametrize("scheme", [scheme for scheme in SCHEMES if scheme != "ordinary"])
def test_every_scheme_that_the_law_knows_names_its_law_and_where_to_complain(scheme: str) -> None:
    own, *_, complaint = bases(scheme, TODAY, fills_quota=False)

    assert own.source
    assert "§ 67" in complaint.source


def test_ordinary_work_rests_on_no_law_of_ours() -> None:
    assert len(bases("ordinary", TODAY, fills_quota=False)) == 1


def test_a_place_that_fills_the_quota_rests_on_the_order_about_it_too() -> None:
    with_quota = bases("loentilskud", TODAY, fills_quota=True)

    assert [basis.source for basis in with_quota if "§ 65" in basis.source] == ["BEK 2636 af 28/12/2021 § 65"]
    assert len(with_quota) == len(bases("loentilskud", TODAY, fills_quota=False)) + 1


def test_a_law_is_not_named_before_its_day() -> None:
    before = bases("virksomhedspraktik", date(2020, 1, 1), fills_quota=True)

    assert not [basis for basis in before if "§ 65" in basis.source]


def test_a_citizen_may_complain_for_four_weeks() -> None:
    assert whole(COMPLAINT, TODAY) == 4
