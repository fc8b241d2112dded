"""The schemes (ordninger) a citizen can be placed in, and the terms of each under the rules of a day.

Plain data: whoever matches citizens and openings turns `Terms` into arrays; nothing here looks at a citizen.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import product
from types import MappingProxyType

from law.catalogue.quota import RULES_2022
from law.catalogue.schemes import IGU_BEGINS, REFORM
from law.dated import FIRST_RULES, Figure
from law.values import NO_OVERRIDES, Figures

NEAR = frozenset({"dagpenge", "jobparat", "uddannelsesparat", "integration_jobparat"})
FAR = frozenset(
    {
        "aktivitetsparat",
        "uddannelse_aktivitetsparat",
        "sygedagpenge",
        "jobafklaring",
        "ressourceforloeb",
        "ledighedsydelse",
        "integration_aktivitetsparat",
    }
)
INTEGRATION = frozenset({"integration_jobparat", "integration_aktivitetsparat"})
GROUPS = NEAR | FAR | {"foertidspension"}
SECTORS = ("private", "public")

SCHEMES = ("ordinary", "fleksjob", "igu", "skaanejob", "beskyttet", "loentilskud", "virksomhedspraktik")
"""In order of preference: nearest to an ordinary wage first."""
NYTTEINDSATS = "nytteindsats"
"""Known for places already occupied only: nobody is placed in it, but it fills the quota."""
KNOWN_SCHEMES = (*SCHEMES, NYTTEINDSATS)

SCHEME_NAMES: Mapping[str, str] = {
    "ordinary": "ordinære timer, småjob, ordinært job",
    "fleksjob": "fleksjob",
    "igu": "integrationsgrunduddannelse",
    "skaanejob": "løntilskud for førtidspensionister",
    "beskyttet": "beskyttet beskæftigelse (SEL § 103)",
    "loentilskud": "job med løntilskud",
    "virksomhedspraktik": "virksomhedspraktik",
    NYTTEINDSATS: "nytteindsats",
}
"""The Danish term of each scheme."""

RULES_VERSIONS = (FIRST_RULES, IGU_BEGINS, RULES_2022, REFORM)
"""The days on which the rules of matching changed. A day before the first is read under the first."""

Weeks = Mapping[tuple[str, str], int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a scheme (ordning) asks and allows. None means that there is no such limit.

    weeks: (target group, sector) -> longest stay in weeks, None where there is none; a pair not there is not eligible.
    unemployed_months: whole months unemployed on the start day, unless one of the exemptions holds.
    exempt_age: exempt from `unemployed_months` from this age on. Age is start year minus birth year.
    age_from, age_to: both included. residence_years_below: whole years of residence on the start day, fewer than this;
    who has no known day of residence is then not eligible. last_start: the last day a placement may start.
    """

    scheme: str
    weeks: Weeks
    counts_in_quota: bool = False
    least_weekly_hours: float = 0.0
    social_or_public_only: bool = False
    unemployed_months: int | None = None
    exempt_age: int | None = None
    exempt_single_parent: bool = False
    exempt_no_education: bool = False
    age_from: int | None = None
    age_to: int | None = None
    residence_years_below: int | None = None
    last_start: date | None = None


def version_in_force(on: date) -> date:
    """The rules version in force on the day `on`; the oldest one for days before it."""
    return max((version for version in RULES_VERSIONS if version <= on), default=FIRST_RULES)


def terms(scheme: str, rules: date, overrides: Mapping[str, Figure] = NO_OVERRIDES) -> Terms | None:
    """The terms of `scheme` under the rules in force on the day `rules`; None where the scheme did not exist.

    overrides: the municipality's own figures for those marked assumed, by key.
    Raises KeyError for a scheme that is not in `KNOWN_SCHEMES`, ValueError for an override that is not allowed.
    """
    version = version_in_force(rules)
    return _BUILDERS[scheme](Figures(version, overrides)) if overrides else _default_terms(scheme, version)


@cache
def _default_terms(scheme: str, version: date) -> Terms | None:
    return _BUILDERS[scheme](Figures(version))


def _unlimited(groups: frozenset[str]) -> Weeks:
    return MappingProxyType(dict.fromkeys(product(sorted(groups), SECTORS)))


def _ordinary(_figures: Figures) -> Terms:
    return Terms(scheme="ordinary", weeks=_unlimited(GROUPS))


def _fleksjob(_figures: Figures) -> Terms:
    return Terms(scheme="fleksjob", weeks=_unlimited(frozenset({"ledighedsydelse"})))


def _skaanejob(figures: Figures) -> Terms:
    return Terms(
        scheme="skaanejob",
        weeks=_unlimited(frozenset({"foertidspension"})),
        counts_in_quota=figures.holds("skaanejob.fills_quota"),
    )


def _beskyttet(_figures: Figures) -> Terms:
    weeks = _unlimited(frozenset({"foertidspension"}))
    return Terms(scheme="beskyttet", weeks=weeks, social_or_public_only=True)


def _virksomhedspraktik(figures: Figures) -> Terms:
    near, far = figures.whole("virksomhedspraktik.weeks.near"), figures.whole("virksomhedspraktik.weeks.far")
    weeks = {pair: near if pair[0] in NEAR else far for pair in product(sorted(NEAR | FAR), SECTORS)}
    return Terms(
        scheme="virksomhedspraktik",
        weeks=MappingProxyType(weeks),
        counts_in_quota=figures.holds("virksomhedspraktik.fills_quota"),
    )


def _loentilskud(figures: Figures) -> Terms:
    weeks: dict[tuple[str, str], int | None] = {}
    for sector in SECTORS:
        weeks |= dict.fromkeys(product(sorted(NEAR), [sector]), figures.whole(f"loentilskud.weeks.near.{sector}"))
        weeks |= dict.fromkeys(product(sorted(FAR), [sector]), figures.whole("loentilskud.weeks.far"))
    return Terms(
        scheme="loentilskud",
        weeks=MappingProxyType(weeks),
        counts_in_quota=figures.holds("loentilskud.fills_quota"),
        unemployed_months=figures.whole("loentilskud.unemployed_months"),
        exempt_age=figures.whole("loentilskud.exempt_age"),
        exempt_single_parent=True,
        exempt_no_education=True,
    )


def _igu(figures: Figures) -> Terms | None:
    if figures.on < IGU_BEGINS:
        return None
    return Terms(
        scheme="igu",
        weeks=MappingProxyType(dict.fromkeys(product(sorted(INTEGRATION), SECTORS), figures.whole("igu.weeks"))),
        least_weekly_hours=float(figures.whole("igu.least_weekly_hours")),
        age_from=figures.whole("igu.age_from"),
        age_to=figures.whole("igu.age_to"),
        residence_years_below=figures.whole("igu.residence_years_below"),
        last_start=figures.day("igu.last_start"),
    )


def _nytteindsats(figures: Figures) -> Terms:
    counts = figures.holds("nytteindsats.fills_quota")
    return Terms(scheme=NYTTEINDSATS, weeks=MappingProxyType({}), counts_in_quota=counts)


_BUILDERS: Mapping[str, Callable[[Figures], Terms | None]] = {
    "ordinary": _ordinary,
    "fleksjob": _fleksjob,
    "igu": _igu,
    "skaanejob": _skaanejob,
    "beskyttet": _beskyttet,
    "loentilskud": _loentilskud,
    "virksomhedspraktik": _virksomhedspraktik,
    NYTTEINDSATS: _nytteindsats,
}
