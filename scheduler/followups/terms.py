"""What a municipality decides itself about follow-ups: closing days, and its own figures for those marked assumed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from core.errors import BadInputError, Fault
from core.settings import Settings
from law.followups import FollowUpRules, follow_up_rules
from law.overrides import faults, followup_figure
from law.values import NO_OVERRIDES, Figure, Figures

VARIABLE = "TOVHOLDER_FOLLOW_UPS"


@dataclass(frozen=True, slots=True)
class Terms:
    """Closing days, and figures by key (`samtaler.every_months`) that replace the catalogue's."""

    closed: frozenset[date] = frozenset()
    figures: Mapping[str, Figure] = field(default_factory=lambda: NO_OVERRIDES)

    def rules(self, on: date) -> FollowUpRules:
        """The follow-up rules in force on the day `on`."""
        return follow_up_rules(on, self.figures)

    def whole(self, key: str, on: date) -> int:
        """A figure beside the rules, in force on the day `on`."""
        return Figures(on, self.figures).whole(key)


THE_DEFAULTS = Terms()
"""No closing days but weekends and holidays; every figure the catalogue's own."""


def terms(settings: Settings) -> Terms:
    """The municipality's own terms. Raises BadInputError that names each figure of `TOVHOLDER_FOLLOW_UPS` to mend."""
    figures = dict(_flat("", settings.follow_ups))
    found = [Fault(f"{VARIABLE}.{key}", message) for key, message in faults(figures)]
    if found:
        raise BadInputError(found)
    return Terms(settings.closed, {key: followup_figure(figure) for key, figure in figures.items()})


def _flat(before: str, given: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """`{"samtaler": {"every_months": 2}}` as `samtaler.every_months`: 2."""
    for name, value in given.items():
        key = f"{before}{name}"
        if isinstance(value, Mapping):
            yield from _flat(f"{key}.", value)
        else:
            yield key, value
