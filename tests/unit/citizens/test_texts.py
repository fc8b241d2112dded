"""What people write."""

import pytest

from citizens.texts import checked
from core.errors import BadInputError


def test_blanks_around_a_text_are_left_out() -> None:
    assert checked("why", "  er rask igen \n") == "er rask igen"


@pytest.mark.parametrize(("text", "told"), [(" \n", "er tom"), ("x" * 11, "højst 10 tegn")])
def test_a_text_that_is_empty_or_too_long_is_refused_at_its_place(text: str, told: str) -> None:
    with pytest.raises(BadInputError) as error:
        checked("why", text, 10)
    assert [(fault.place, told in fault.message) for fault in error.value.faults] == [("why", True)]
