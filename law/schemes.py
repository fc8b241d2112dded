"""The schemes (ordninger) a citizen can be placed in, and the terms of each under the rules of a day.

Plain data: whoever matches citizens and openings turns `Terms` into arrays; nothing here looks at a citizen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import product
from types import MappingProxyType

from law.catalogue.quota import RULES_2022
from law.catalogue.schemes import IGU_BEGINS, REFORM
from law.dated import FIRST_RULES
from law.values import value, whole

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


def terms(scheme: str, rules: date) -> Terms | None:
    """The terms of `scheme` under the rules in force on the day `rules`; None where the scheme did not exist.

    Raises KeyError for a scheme that is not in `KNOWN_SCHEMES`.
    """
    return _terms(scheme, version_in_force(rules))


@cache
def _terms(scheme: str, version: date) -> Terms | None:
    return _BUILDERS[scheme](version)


def _unlimited(groups: frozenset[str]) -> Weeks:
    return MappingProxyType(dict.fromkeys(product(sorted(groups), SECTORS)))


def _ordinary(_version: date) -> Terms:
    return Terms(scheme="ordinary", weeks=_unlimited(GROUPS))


def _fleksjob(_version: date) -> Terms:
    return Terms(scheme="fleksjob", weeks=_unlimited(frozenset({"ledighedsydelse"})))


def _skaanejob(version: date) -> Terms:
    return Terms(
        scheme="skaanejob",
        weeks=_unlimited(frozenset({"foertidspension"})),
        counts_in_quota=_fills_quota("skaanejob", version),
    )


def _beskyttet(_version: date) -> Terms:
    weeks = _unlimited(frozenset({"foertidspension"}))
    return Terms(scheme="beskyttet", weeks=weeks, social_or_public_only=True)


def _virksomhedspraktik(version: date) -> Terms:
    near, far = whole("virksomhedspraktik.weeks.near", version), whole("virksomhedspraktik.weeks.far", version)
    weeks = {pair: near if pair[0] in NEAR else far for pair in product(sorted(NEAR | FAR), SECTORS)}
    return Terms(
        scheme="virksomhedspraktik",
        weeks=MappingProxyType(weeks),
        counts_in_quota=_fills_quota("virksomhedspraktik", version),
    )


def _loentilskud(version: date) -> Terms:
    weeks = {(group, sector): whole("loentilskud.weeks.far", version) for group in sorted(FAR) for sector in SECTORS}
    for sector in SECTORS:
        weeks |= dict.fromkeys(product(sorted(NEAR), [sector]), whole(f"loentilskud.weeks.near.{sector}", version))
    return Terms(
        scheme="loentilskud",
        weeks=MappingProxyType(weeks),
        counts_in_quota=_fills_quota("loentilskud", version),
        unemployed_months=whole("loentilskud.unemployed_months", version),
        exempt_age=whole("loentilskud.exempt_age", version),
        exempt_single_parent=True,
        exempt_no_education=True,
    )


def _igu(version: date) -> Terms | None:
    if version < IGU_BEGINS:
        return None
    last_start = value("igu.last_start", version).value
    assert isinstance(last_start, date)
    return Terms(
        scheme="igu",
        weeks=MappingProxyType(dict.fromkeys(product(sorted(INTEGRATION), SECTORS), whole("igu.weeks", version))),
        least_weekly_hours=float(whole("igu.least_weekly_hours", version)),
        age_from=whole("igu.age_from", version),
        age_to=whole("igu.age_to", version),
        residence_years_below=whole("igu.residence_years_below", version),
        last_start=last_start,
    )


def _nytteindsats(version: date) -> Terms:
    counts = _fills_quota(NYTTEINDSATS, version)
    return Terms(scheme=NYTTEINDSATS, weeks=MappingProxyType({}), counts_in_quota=counts)


def _fills_quota(scheme: str, version: date) -> bool:
    return value(f"{scheme}.fills_quota", version).value is True


_BUILDERS = {
    "ordinary": _ordinary,
    "fleksjob": _fleksjob,
    "igu": _igu,
    "skaanejob": _skaanejob,
    "beskyttet": _beskyttet,
    "loentilskud": _loentilskud,
    "virksomhedspraktik": _virksomhedspraktik,
    NYTTEINDSATS: _nytteindsats,
}
