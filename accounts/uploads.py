"""Importing sheets: first a report of every row, then a decision, then the rows in one transaction, once.

The file is kept between report and decision, and is read again then: what was free may have been taken meanwhile.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from accounts import queries
from accounts.tables import Upload, User
from core import audit, sheets
from core.errors import BadInputError, ConflictError, Fault, NotFoundError
from core.sheets import Row, RowFault, Sheet

LONGEST_NAME = 200

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Import(Generic[T]):
    """A kind of sheet: what its rows are, and what the house does with them."""

    kind: str
    """Its code in `Upload.kind`."""
    row: type[T]
    key: tuple[str, ...]
    """Fields that no two rows have alike."""
    check: Callable[[Session, date, Sequence[Row[T]]], Iterable[RowFault]]
    """What the house knows that stands in the way of a row."""
    take: Callable[[Session, User, datetime, date, Sequence[T]], Mapping[str, int]]
    """Make what the rows say; how many of each thing were made."""


def looked_at(session: Session, what: Import[T], content: bytes, today: date) -> Sheet[T]:
    """The file's rows and every fault. Raises BadInputError where it cannot be read at all."""
    sheet = sheets.read(what.row, content, key=what.key)
    return sheet.refusing(what.check(session, today, sheet.rows))


def send_in(
    session: Session, user: User, now: datetime, today: date, what: Import[T], name: str, content: bytes
) -> Upload:
    """Keep a file that can be read until it is decided upon. Raises BadInputError."""
    sheet = looked_at(session, what, content, today)
    if not sheet.rows and not sheet.faults:
        raise BadInputError([Fault("file", "har ingen udfyldte rækker under overskrifterne")])
    upload = Upload(user_id=user.id, kind=what.kind, name=name[-LONGEST_NAME:], content=content, at=now)
    session.add(upload)
    session.flush()
    return upload


def decide(
    session: Session, user: User, now: datetime, today: date, what: Import[T], upload_id: int, *, only_right: bool
) -> Upload:
    """Import the rows: all, or, where the user chooses so, those that are right. Decided before: as it was then.

    Raises NotFoundError, ConflictError where rows have faults and all were asked for.
    """
    upload = waiting(session, user, what.kind, upload_id)
    if upload.content is None:
        return upload
    sheet = looked_at(session, what, upload.content, today)
    if sheet.faults and not only_right:
        raise ConflictError("Nogle rækker har fejl. Ret dem, eller vælg at indlæse de rigtige.", rows=sheet.bad_rows)
    made = what.take(session, user, now, today, [row.value for row in sheet.rows])
    outcome = {"rows": len(sheet.rows), "left": sheet.bad_rows, **made}
    audit.record(session, now, user.id, "sheet.imported", f"upload:{upload.id}", kind=what.kind, **outcome)
    upload.content, upload.done_at, upload.outcome = None, now, outcome
    return upload


def drop(session: Session, user: User, now: datetime, kind: str, upload_id: int) -> Upload:
    """Import nothing, and forget the file; twice is once. Raises NotFoundError."""
    upload = waiting(session, user, kind, upload_id)
    if upload.content is not None:
        upload.content, upload.done_at, upload.outcome = None, now, {"rows": 0}
    return upload


def waiting(session: Session, user: User, kind: str, upload_id: int) -> Upload:
    """The user's own file of this kind, locked until the transaction ends: a second click waits for the first.

    Raises NotFoundError.
    """
    upload = queries.lock_upload(session, upload_id)
    if upload is None or upload.user_id != user.id or upload.kind != kind:
        raise NotFoundError("Filen findes ikke, eller en anden har sendt den ind.", upload=upload_id)
    return upload
