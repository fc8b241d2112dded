"""Lists in pages: a cursor that says where the last page ended, and a largest size."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

from fastapi import Depends, HTTPException, Query
from pydantic import BaseModel, Field

from web.fields import LARGEST_ID

Key = tuple[str | int, ...]
"""What a list is sorted by; the last part is unique. Dates and instants are written in ISO 8601, which sorts."""
Row = TypeVar("Row")
Item = TypeVar("Item")
MOST, USUAL = 200, 50


class Page(BaseModel, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    next: str | None = Field(description="Give this as `after` to have the next page; null on the last")


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page is asked for: the key of the last row before it, and how many rows."""

    after: Key | None
    limit: int

    @property
    def after_id(self) -> int:
        """For a list sorted by id alone: the id before the page, 0 for the first. Raises HTTPException 400."""
        if self.after is None:
            return 0
        if len(self.after) == 1 and isinstance(self.after[0], int) and 0 <= self.after[0] <= LARGEST_ID:
            return self.after[0]
        raise HTTPException(400)

    @property
    def one_more(self) -> int:
        """How many rows to read: one more than the page holds tells whether there is a next."""
        return self.limit + 1

    def cut(self, rows: Sequence[Row], key: Callable[[Row], Key]) -> Sequence[Row]:
        """The rows of the page, and one more where there is one, out of all rows sorted by `key`."""
        if self.after is None:
            return rows[: self.one_more]
        try:
            return [row for row in rows if key(row) > self.after][: self.one_more]
        except TypeError as error:
            raise HTTPException(400) from error

    def fitting(self, rows: Sequence[Row]) -> Sequence[Row]:
        """What of `rows` is on the page: not the one more that tells of a next page."""
        return rows[: self.limit]

    def page(self, rows: Sequence[Row], key: Callable[[Row], Key], show: Callable[[Row], Item]) -> Page[Item]:
        """The page of `rows`, which may hold one more than fits."""
        fitting = self.fitting(rows)
        following = cursor(key(fitting[-1])) if len(rows) > self.limit else None
        return Page(items=[show(row) for row in fitting], next=following)


def cursor(key: Key) -> str:
    """A row's key as an opaque word for an address."""
    return base64.urlsafe_b64encode(json.dumps(key, separators=(",", ":")).encode()).decode().rstrip("=")


def paging(
    after: Annotated[str | None, Query(max_length=200, description="`next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = USUAL,
) -> Paging:
    """The page asked for. Raises HTTPException 400 for a cursor that none of our pages gave."""
    return Paging(None if after is None else _key(after), limit)


Paged = Annotated[Paging, Depends(paging)]


def _key(written: str) -> Key:
    try:
        parts = json.loads(base64.b64decode(written + "=" * (-len(written) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, UnicodeError, ValueError, RecursionError) as error:
        raise HTTPException(400) from error
    if not isinstance(parts, list) or not parts or not all(type(part) in (str, int) for part in parts):
        raise HTTPException(400)
    return tuple(parts)
