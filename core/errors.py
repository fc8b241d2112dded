"""What can go wrong, said with a code and facts. No HTTP numbers here: `api/problems.py` alone knows them."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in what somebody gave us: where, and how to mend it."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


@dataclass(frozen=True, slots=True)
class Breach:
    """One way an answer breaks its problem. `code` is the rule (`H3`, `M4`) or the figure misstated (`cost`)."""

    code: str
    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.code} {self.place}: {self.message}"


class TovholderError(Exception):
    """Base of every error that a user may see. `code` is stable; `message` is Danish and says how to mend it."""

    code = "error"

    def __init__(self, message: str, **facts: object) -> None:
        super().__init__(message)
        self.message = message
        self.facts = facts


class BadInputError(TovholderError):
    """Input that cannot be used. Carries every fault found, not only the first."""

    code = "bad_input"

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


class NotFoundError(TovholderError):
    """What was asked for is not there, or not for this user to see."""

    code = "not_found"


class ConflictError(TovholderError):
    """The state has changed, or a rule stands in the way; nothing was written."""

    code = "conflict"


class ForbiddenError(TovholderError):
    """The user's role does not allow this."""

    code = "forbidden"


class TooOftenError(TovholderError):
    """Asked for more often than is allowed; nothing is wrong with the question."""

    code = "too_often"
