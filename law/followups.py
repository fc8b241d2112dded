"""The follow-up rules (opfølgninger) as data: whom, what they count from, when, how often and with what tolerance.

Every number comes from the registry; the municipality may replace those marked assumed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from law.catalogue.followups import FOLLOW_UPS_BEGIN
from law.dated import Figure
from law.schemes import GROUPS, INTEGRATION
from law.values import NO_OVERRIDES, Figures

RuleCode = Literal[
    "kontrakt",
    "kontrakt_opfoelgning",
    "samtale_start",
    "samtaler",
    "tvaerfaglig",
    "plan",
    "spoergeskema",
    "fip",
    "praktik",
    "stoettet",
    "aftercare",
    "cti",
]
Anchor = Literal["referral", "plan", "placement", "cti"]

ANCHORS: Mapping[RuleCode, Anchor] = {
    "kontrakt": "referral",
    "kontrakt_opfoelgning": "referral",
    "samtale_start": "referral",
    "samtaler": "referral",
    "tvaerfaglig": "referral",
    "plan": "plan",
    "spoergeskema": "plan",
    "fip": "referral",
    "praktik": "placement",
    "stoettet": "placement",
    "aftercare": "placement",
    "cti": "cti",
}
"""What each rule counts from."""
PLACEMENT_RULES: Mapping[str, RuleCode] = {
    "virksomhedspraktik": "praktik",
    "loentilskud": "stoettet",
    "igu": "stoettet",
    "fleksjob": "stoettet",
    "skaanejob": "stoettet",
    "beskyttet": "stoettet",
    "ordinary": "aftercare",
}
"""The rule that a placement in a scheme is followed up by."""

CLOSING = 0
"""The number of a CTI course's closing meeting; everything else is numbered from 1."""
DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Interval:
    """Calendar months and days; the months are added first."""

    months: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Point:
    """A fixed day of a series: an interval after the anchor, after its middle day, or before its last day."""

    after: Interval
    base: Literal["start", "middle", "end"] = "start"


@dataclass(frozen=True, slots=True)
class Window:
    """Tolerance in days around the due day. `before` None: from the anchor on."""

    before: int | None
    after: int


FROM_ANCHOR = Window(None, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One follow-up rule (opfølgningsregel): fixed points first, then `every` from the last due or held day.

    windows: of the first due, the second and so on; the last one stands for the rest.
    every_in_work: instead of `every` once an ordinary job has begun on or before the day counted from.
    every_later: instead of `every` once the day counted from is `later_after_months` or more after the anchor.
    """

    code: RuleCode
    danish: str
    windows: tuple[Window, ...]
    groups: frozenset[str] = GROUPS
    least_authorities: int = 0
    points: tuple[Point, ...] = ()
    every: Interval | None = None
    every_in_work: Interval | None = None
    every_later: Interval | None = None
    later_after_months: int | None = None

    @property
    def anchor(self) -> Anchor:
        """The kind of event that the series counts from."""
        return ANCHORS[self.code]

    def window(self, number: int) -> Window:
        """The tolerance of the due with this number, from 1."""
        return self.windows[min(number, len(self.windows)) - 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class CtiRule:
    """Critical time intervention: contacts by phase and a closing meeting.

    contact_days: the days between contacts, one figure per phase; the phases share the months equally.
    """

    contact_days: tuple[int, ...]
    contact_window: Window
    closing_days_before_end: int
    closing_window: Window
    code: RuleCode = "cti"
    danish: str = "CTI-kontakt"

    def window(self, number: int) -> Window:
        """The tolerance of the contact with this number, or of the closing meeting."""
        return self.closing_window if number == CLOSING else self.contact_window


@dataclass(frozen=True, slots=True)
class FollowUpRules:
    """All follow-up rules in force."""

    series: tuple[Rule, ...]
    cti: CtiRule


def follow_up_rules(on: date, overrides: Mapping[str, Figure] = NO_OVERRIDES) -> FollowUpRules:
    """The follow-up rules in force on the day `on`, with the municipality's own figures in `overrides` (key -> figure).

    Raises ValueError where an override names a figure that the law states, or is of another type than the default.
    """
    figures = Figures(max(on, FOLLOW_UPS_BEGIN), overrides)
    return FollowUpRules((*_contact(figures), *_plans(figures), *_placements(figures)), _cti(figures))


def _contact(figures: Figures) -> tuple[Rule, ...]:
    every_talk = Interval(months=figures.whole("samtaler.every_months"))
    talk_windows = (_around(figures, "samtaler.tolerance_days"),)
    return (
        Rule(
            code="kontrakt",
            danish="integrationskontrakt",
            groups=INTEGRATION,
            points=(_days(figures, "kontrakt.days"),),
            windows=(FROM_ANCHOR,),
        ),
        Rule(
            code="kontrakt_opfoelgning",
            danish="opfølgning på integrationskontrakten",
            groups=INTEGRATION,
            points=_weeks(figures, "kontrakt_opfoelgning.weeks"),
            every=Interval(months=figures.whole("kontrakt_opfoelgning.every_months")),
            every_in_work=Interval(months=figures.whole("kontrakt_opfoelgning.every_months_in_ordinary_work")),
            windows=(_around(figures, "kontrakt_opfoelgning.tolerance_days"),),
        ),
        Rule(
            code="samtale_start",
            danish="første samtale",
            groups=frozenset({"jobparat"}),
            points=(_days(figures, "samtale_start.days.jobparat"),),
            windows=(FROM_ANCHOR,),
        ),
        Rule(
            code="samtale_start",
            danish="første samtale",
            groups=GROUPS - {"jobparat"},
            points=(_days(figures, "samtale_start.days.others"),),
            windows=(FROM_ANCHOR,),
        ),
        Rule(
            code="samtaler",
            danish="jobsamtale",
            groups=frozenset({"dagpenge"}),
            points=_weeks(figures, "samtaler.weeks.dagpenge"),
            every=every_talk,
            windows=talk_windows,
        ),
        Rule(
            code="samtaler",
            danish="jobsamtale",
            groups=GROUPS - {"dagpenge", "foertidspension"},
            points=_weeks(figures, "samtaler.weeks"),
            every=every_talk,
            windows=talk_windows,
        ),
    )


def _plans(figures: Figures) -> tuple[Rule, ...]:
    return (
        Rule(
            code="tvaerfaglig",
            danish="tværfagligt møde",
            least_authorities=figures.whole("tvaerfaglig.least_authorities"),
            points=(Point(Interval(days=DAYS_A_WEEK * figures.whole("tvaerfaglig.first_weeks"))),),
            every=Interval(months=figures.whole("tvaerfaglig.every_months")),
            windows=(
                _around(figures, "tvaerfaglig.tolerance_days.first"),
                _around(figures, "tvaerfaglig.tolerance_days.later"),
            ),
        ),
        Rule(
            code="plan",
            danish="fornyelse af planen",
            every=Interval(months=figures.whole("plan.every_months")),
            windows=(_around(figures, "plan.tolerance_days"),),
        ),
        Rule(
            code="spoergeskema",
            danish="borgerens spørgeskema",
            points=(Point(Interval()), Point(Interval(months=figures.whole("spoergeskema.months")))),
            windows=(Window(0, figures.whole("spoergeskema.window_days")),),
        ),
        Rule(
            code="fip",
            danish="progressionsmåling (FIP)",
            groups=INTEGRATION,
            every=Interval(months=figures.whole("fip.every_months")),
            windows=(_around(figures, "fip.tolerance_days"),),
        ),
    )


def _placements(figures: Figures) -> tuple[Rule, ...]:
    return (
        Rule(
            code="praktik",
            danish="opfølgning i virksomhedspraktik",
            points=(
                _days(figures, "praktik.days_after_start"),
                Point(Interval(), "middle"),
                Point(Interval(days=-figures.whole("praktik.days_before_end")), "end"),
            ),
            windows=(_around(figures, "praktik.tolerance_days"),),
        ),
        Rule(
            code="stoettet",
            danish="opfølgning i støttet job",
            points=(Point(Interval(days=DAYS_A_WEEK * figures.whole("stoettet.first_weeks"))),),
            every=Interval(days=DAYS_A_WEEK * figures.whole("stoettet.every_weeks")),
            every_later=Interval(months=figures.whole("stoettet.later_every_months")),
            later_after_months=figures.whole("stoettet.later_after_months"),
            windows=(_around(figures, "stoettet.tolerance_days"),),
        ),
        Rule(
            code="aftercare",
            danish="efterværn",
            points=_weeks(figures, "aftercare.weeks"),
            windows=(_around(figures, "aftercare.tolerance_days"),),
        ),
    )


def _cti(figures: Figures) -> CtiRule:
    return CtiRule(
        contact_days=figures.wholes("cti.contact_days"),
        contact_window=_around(figures, "cti.tolerance_days"),
        closing_days_before_end=figures.whole("cti.closing_days_before_end"),
        closing_window=_around(figures, "cti.closing_tolerance_days"),
    )


def _days(figures: Figures, key: str) -> Point:
    return Point(Interval(days=figures.whole(key)))


def _weeks(figures: Figures, key: str) -> tuple[Point, ...]:
    return tuple(Point(Interval(days=DAYS_A_WEEK * weeks)) for weeks in figures.wholes(key))


def _around(figures: Figures, key: str) -> Window:
    days = figures.whole(key)
    return Window(days, days)
