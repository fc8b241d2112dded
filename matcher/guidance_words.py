"""The words of the call list and of the fairness figures, in Danish and English, for pages and the command line."""

from companies.occupations import DIGITS, title
from matcher.engine.advice.fairness import UNKNOWN
from matcher.engine.advice.guidance import Firm
from matcher.engine.advice.kinds import Kind
from matcher.words import Language, Words, catalogue


class GuidanceWords:
    """One language's words for guidance."""

    def __init__(self, language: Language = "da") -> None:
        self._texts, self._words = catalogue(language), Words(language)

    def __call__(self, key: str, **facts: str) -> str:
        """The text of `key` with its facts filled in. Raises KeyError for a key that the catalogue does not have."""
        return self._words(f"guidance.{key}", **facts)

    def kind(self, kind: Kind) -> tuple[str, ...]:
        """A kind of place in a few lines: work, area, hours, Danish and scheme."""
        low, high = self._words.number(kind.hours.min), self._words.number(kind.hours.max)
        return (
            title(kind.occupation[:DIGITS]),
            self("area", lat=f"{kind.centre.lat:.2f}", lon=f"{kind.centre.lon:.2f}"),
            self("hours", low=low, high=high),
            self("no_danish") if kind.language == "A0" else self("danish", level=kind.language),
            self._words(f"scheme.{kind.scheme}"),
        )

    def firm(self, firm: Firm) -> str:
        """A firm to ring, by its unit's id, with a star where the work is new to it."""
        return firm.unit if firm.in_field else f"{firm.unit} *"

    def free(self, firm: Firm) -> str:
        """How many more the firm may take."""
        return self("unlimited") if firm.free is None else str(firm.free)

    def gives(self, firm: Firm) -> str:
        """What the firm's places promise: one figure where it is certain, else from what to what."""
        low, high = self._decimals(firm.at_least), self._decimals(firm.at_most)
        if low == high:
            return low
        return self("at_most", high=high) if low == self._decimals(0) else self("from_to", low=low, high=high)

    def group(self, by: str, name: str) -> str:
        """A group's name in a comparison."""
        if name == UNKNOWN:
            return self("unknown")
        return self._texts.get(f"guidance.{by}.{name}", name.replace("_", " "))

    def share(self, value: float | None) -> str:
        """A share in per cent, a dash where there is none."""
        return "–" if value is None else f"{self._comma(f'{100 * value:.1f}')} %"

    def score(self, value: float | None) -> str:
        """A mean score, a dash where there is none."""
        return "–" if value is None else self._decimals(value)

    def cost(self, cost: float, low: float, high: float) -> str:
        """What agreed shares cost in value, and from what to what that is proven to lie."""
        figures = {"cost": cost, "low": low, "high": high}
        return self("cost", **{name: self._decimals(figure) for name, figure in figures.items()})

    def _decimals(self, value: float) -> str:
        return self._comma(f"{value:.2f}")

    def _comma(self, figure: str) -> str:
        """Danish has a decimal comma."""
        return figure.replace(".", self._words.number(0.5)[1])
