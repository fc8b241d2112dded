"""Reading a sheet strictly: every row is either a value or has faults that say where and how to mend them."""

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields, replace
from typing import Annotated, Any, Generic, TypeVar, get_args, get_origin, get_type_hints

from core.sheets.files import Line, grids, refused
from core.sheets.kinds import Cell, Kind

HEADING_WITHIN = 20
"""The heading is among these first lines; above it may stand a title."""
MOST_BAD_ROWS = 1000
LONGEST_QUOTE = 40

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: the heading in Danish, others it may have, what stands there, and an example."""

    heading: str
    kind: Kind
    example: str
    hint: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A column with the field it fills."""

    name: str
    column: Column
    required: bool


@dataclass(frozen=True, slots=True)
class Row(Generic[T]):
    """A row that is right, and its number in the file."""

    number: int
    value: T


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFault:
    """What is wrong in one row: the column's heading (empty where it is the row as a whole) and how to mend it."""

    row: int
    column: str
    message: str
    given: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet(Generic[T]):
    """What a file holds: the rows that are right, the faults of those that are not, and headings nobody knows."""

    rows: tuple[Row[T], ...]
    faults: tuple[RowFault, ...]
    unknown: tuple[str, ...] = ()

    @property
    def bad_rows(self) -> int:
        """How many rows have faults."""
        return len({fault.row for fault in self.faults})

    def refusing(self, faults: Iterable[RowFault]) -> "Sheet[T]":
        """The same sheet where further faults are known: their rows are right no more."""
        more = tuple(faults)
        bad = {fault.row for fault in more}
        every = tuple(sorted((*self.faults, *more), key=lambda fault: fault.row))
        return replace(self, rows=tuple(row for row in self.rows if row.number not in bad), faults=every)


def places(kind: type) -> tuple[Place, ...]:
    """The columns that a row type declares: `field: Annotated[str, Column(...)]`; required where it has no default."""
    hints = get_type_hints(kind, include_extras=True)
    return tuple(
        Place(name=field.name, column=_column(hints[field.name]), required=_is_required(field))
        for field in fields(kind)
    )


def read(kind: type[T], content: bytes, *, key: Sequence[str] = ()) -> Sheet[T]:
    """The sheet in a file, .xlsx or CSV, as rows of `kind`: a frozen dataclass with a `Column` in every field.

    key: fields that no two rows have alike; where they do, the later row is a fault. A row that is the template's
    example is left out. Raises BadInputError where the file cannot be read, or has no heading of this kind.
    """
    columns = places(kind)
    headed = next((found for grid in grids(content) if (found := _headed(columns, grid))), None)
    if headed is None:
        needed = ", ".join(place.column.heading for place in columns if place.required)
        raise refused(f"har ingen række med overskrifterne {needed}; brug skabelonen")
    rows, faults = _read_rows(kind, columns, headed)
    return Sheet(rows=tuple(rows), faults=(), unknown=headed.unknown).refusing(
        [*faults, *_repeated(columns, rows, key)]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Headed:
    """A grid below its heading: where each field stands, and the lines with their numbers."""

    at: Mapping[str, int]
    unknown: tuple[str, ...]
    lines: Sequence[tuple[int, Line]]


def _headed(columns: Sequence[Place], grid: Sequence[Line]) -> _Headed | None:
    """The grid below the line where most headings are known; None where a required one is missing."""
    known = {_plain(name): place.name for place in columns for name in (place.column.heading, *place.column.aliases)}
    top = max(range(min(HEADING_WITHIN, len(grid))), key=lambda line: _known(known, grid[line]), default=None)
    if top is None:
        return None
    heading = [(_plain(cell), at) for at, cell in enumerate(grid[top]) if cell is not None]
    _check_each_once([known[name] for name, _ in heading if name in known], columns)
    at = {known[name]: where for name, where in heading if name in known}
    if any(place.required and place.name not in at for place in columns):
        return None
    unknown = tuple(str(grid[top][where]) for name, where in heading if name not in known)
    return _Headed(at=at, unknown=unknown, lines=list(enumerate(grid, start=1))[top + 1 :])


def _check_each_once(found: Sequence[str], columns: Sequence[Place]) -> None:
    twice = [place.column.heading for place in columns if found.count(place.name) > 1]
    if twice:
        raise refused(f"har mere end én kolonne med {', '.join(twice)}; slet dem, der ikke skal bruges")


def _known(known: Mapping[str, str], line: Line) -> int:
    return len({known[name] for cell in line if (name := _plain(cell)) in known})


def _read_rows(kind: type[T], columns: Sequence[Place], headed: _Headed) -> tuple[list[Row[T]], list[RowFault]]:
    rows: list[Row[T]] = []
    faults: list[RowFault] = []
    bad = 0
    example = _example([place for place in columns if place.name in headed.at])
    for number, line in headed.lines:
        cells = {name: line[at] if at < len(line) else None for name, at in headed.at.items()}
        if all(cell is None for cell in cells.values()):
            continue
        values, wrong = _read_cells(columns, cells, number)
        if not wrong and values != example:
            rows.append(Row(number, kind(**values)))
        faults += wrong
        bad += bool(wrong)
        if bad > MOST_BAD_ROWS:
            raise refused(f"har fejl i mere end {MOST_BAD_ROWS} rækker; er det den rigtige fil?")
    return rows, faults


def _read_cells(
    columns: Sequence[Place], cells: Mapping[str, Cell], number: int
) -> tuple[dict[str, Any], list[RowFault]]:
    values: dict[str, Any] = {}
    faults = []
    for place in columns:
        cell = cells.get(place.name)
        try:
            if cell is not None:
                values[place.name] = place.column.kind.read(cell)
            elif place.required:
                raise ValueError("mangler; udfyld feltet")
        except ValueError as error:
            faults.append(RowFault(row=number, column=place.column.heading, message=str(error), given=_quoted(cell)))
    return values, faults


def _example(columns: Sequence[Place]) -> dict[str, object]:
    """The template's example row as it is read; somebody will leave it in."""
    return {place.name: place.column.kind.read(place.column.example) for place in columns if place.column.example}


def _repeated(columns: Sequence[Place], rows: Sequence[Row[T]], key: Sequence[str]) -> Iterator[RowFault]:
    if not key:
        return
    headings = ", ".join(place.column.heading for place in columns if place.name in key)
    first: dict[tuple[Hashable, ...], int] = {}
    for row in rows:
        own = tuple(getattr(row.value, name) for name in key)
        if (earlier := first.setdefault(own, row.number)) != row.number:
            yield RowFault(row=row.number, column=headings, message=f"står også i række {earlier}; slet den ene")


def _plain(heading: Cell) -> str:
    """A heading without what people change in it: case, spaces, points, a star for required, a unit in brackets."""
    return re.sub(r"\(.*?\)|[\W_]", "", str(heading or "").casefold())


def _quoted(cell: Cell) -> str:
    text = "" if cell is None else str(cell)
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"


def _column(hint: object) -> Column:
    assert get_origin(hint) is Annotated, "every field of a sheet's row has its column"
    return next(one for one in get_args(hint) if isinstance(one, Column))


def _is_required(field: "Field[Any]") -> bool:
    return field.default is MISSING and field.default_factory is MISSING
