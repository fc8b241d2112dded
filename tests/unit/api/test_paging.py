"""Pages of lists, cut from all rows by key."""

import pytest
from fastapi import HTTPException
from hypothesis import given
from hypothesis import strategies as st

from api.paging import Key, Paging, cursor, paging

ROWS: list[Key] = [("2026-12-01", 3), ("2026-12-01", 7), ("2026-12-04", 1)]


def key(row: Key) -> Key:
    return row


@given(st.lists(st.tuples(st.text(max_size=3), st.integers(0, 9)), unique=True, max_size=12), st.integers(1, 4))
def test_pages_join_to_the_whole_list_whatever_their_size(rows: list[Key], limit: int) -> None:
    ordered, joined, after = sorted(rows), [], None
    while True:
        asked = paging(after, limit)
        page = asked.page(asked.cut(ordered, key), key, key)
        joined += page.items
        after = page.next
        if after is None:
            break
    assert joined == ordered


def test_a_page_goes_on_after_a_row_that_has_gone_meanwhile() -> None:
    asked = paging(cursor(("2026-12-01", 5)), 10)
    assert asked.cut(ROWS, key) == ROWS[1:]


def test_a_cursor_of_another_list_is_refused() -> None:
    with pytest.raises(HTTPException):
        paging(cursor((1, 2)), 10).cut(ROWS, key)


@pytest.mark.parametrize("after", [("x",), (1, 2), (-1,), (2**31,)])
def test_a_cursor_that_is_no_id_is_refused_where_a_list_goes_by_id(after: Key) -> None:
    with pytest.raises(HTTPException) as error:
        assert Paging(after, 10).after_id
    assert error.value.status_code == 400


def test_the_first_page_comes_after_no_id() -> None:
    assert (Paging(None, 10).after_id, paging(cursor((4,)), 10).after_id) == (0, 4)
