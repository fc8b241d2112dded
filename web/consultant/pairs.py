"""A pair that was looked at by itself, as a page shows it."""

from dataclasses import asdict, dataclass

from matcher.found import Almost, Choice
from matcher.wording import would_take
from matcher.words import Language, Words
from web.reasons import Reason, reasons


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair that is possible, or nearly."""

    found: Choice | Almost

    @property
    def reasons(self) -> list[Reason]:
        """What speaks for it."""
        return reasons([asdict(one) for one in self.found.because]) if isinstance(self.found, Choice) else []

    def takes(self, language: Language) -> str:
        """What it would take, in words, where it is not possible today."""
        return would_take(self.found.changes, Words(language)) if isinstance(self.found, Almost) else ""
