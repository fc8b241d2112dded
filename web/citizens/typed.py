"""Reading what was typed into a form, so that a slip becomes a fault at its field and the form can be shown again."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time
from typing import Annotated, TypeVar

from fastapi import Form

from core.errors import BadInputError, Fault
from web.fields import PLAIN

Text = Annotated[str, Form(pattern=PLAIN, max_length=5_000)]
Key = Annotated[str, Form(min_length=16, max_length=64)]
T = TypeVar("T")


@dataclass(slots=True)
class Typed:
    """Collects the faults of the fields it reads; `done` raises them all at once."""

    faults: list[Fault] = field(default_factory=list)

    def number(self, place: str, text: str) -> float:
        """A number, with a decimal comma or point. 0 where it is none."""
        return self._read(place, text.replace(",", "."), float, "skal være et tal, for eksempel 7,5") or 0.0

    def whole(self, place: str, text: str) -> int | None:
        """A whole number; None where the field is empty."""
        return self._read(place, text, int, "skal være et helt tal") if text.strip() else None

    def day(self, place: str, text: str) -> date | None:
        """A day; None where the field is empty."""
        return self._read(place, text, date.fromisoformat, "skal være en dato, der findes") if text.strip() else None

    def clock(self, place: str, text: str) -> time:
        """A clock time. Midnight where it is none."""
        return self._read(place, text, time.fromisoformat, "skal være et klokkeslæt, for eksempel 08:30") or time()

    def done(self) -> None:
        """Raises BadInputError where a field could not be read."""
        if self.faults:
            raise BadInputError(self.faults)

    def _read(self, place: str, text: str, kind: Callable[[str], T], told: str) -> T | None:
        try:
            return kind(text.strip())
        except ValueError:
            self.faults.append(Fault(place, told))
            return None
