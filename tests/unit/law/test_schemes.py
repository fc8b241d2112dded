"""The terms of each scheme under each version of the rules."""

from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from law.schemes import (
    FAR,
    GROUPS,
    INTEGRATION,
    KNOWN_SCHEMES,
    NEAR,
    NYTTEINDSATS,
    RULES_VERSIONS,
    SCHEME_NAMES,
    SCHEMES,
    SECTORS,
    Terms,
    terms,
    version_in_force,
)

NOW = date(2026, 12, 1)


def known(scheme: str, rules: date = NOW) -> Terms:
    found = terms(scheme, rules)
    assert found is not None
    return found


def test_the_groups_near_and_far_share_nobody_and_leave_only_the_pensioners() -> None:
    assert not NEAR & FAR
    assert NEAR | FAR | {"foertidspension"} == GROUPS
    assert {group for group in GROUPS if group.startswith("integration_")} == INTEGRATION
    assert len(NEAR) == 4
    assert len(FAR) == 7


def test_paid_schemes_come_before_unpaid_ones() -> None:
    assert SCHEMES[0] == "ordinary"
    assert SCHEMES[-2:] == ("loentilskud", "virksomhedspraktik")
    assert set(SCHEME_NAMES) == set(KNOWN_SCHEMES)


@pytest.mark.parametrize(
    ("on", "version"),
    [
        ("1999-01-01", "2015-01-01"),
        ("2015-01-01", "2015-01-01"),
        ("2016-06-30", "2015-01-01"),
        ("2016-07-01", "2016-07-01"),
        ("2021-12-31", "2016-07-01"),
        ("2022-01-01", "2022-01-01"),
        ("2026-06-30", "2022-01-01"),
        ("2026-07-01", "2026-07-01"),
        ("2040-01-01", "2026-07-01"),
    ],
)
def test_the_version_in_force_is_the_latest_that_has_begun(on: str, version: str) -> None:
    assert version_in_force(date.fromisoformat(on)) == date.fromisoformat(version)


@pytest.mark.parametrize("scheme", KNOWN_SCHEMES)
def test_any_day_reads_the_terms_of_its_version(scheme: str) -> None:
    for version in RULES_VERSIONS:
        later = version.replace(day=28)
        assert terms(scheme, later) == terms(scheme, version)


LONGEST = [
    ("virksomhedspraktik", "jobparat", "private", 4),
    ("virksomhedspraktik", "dagpenge", "public", 4),
    ("virksomhedspraktik", "integration_jobparat", "private", 4),
    ("virksomhedspraktik", "uddannelsesparat", "private", 4),
    ("virksomhedspraktik", "sygedagpenge", "public", 13),
    ("virksomhedspraktik", "ledighedsydelse", "private", 13),
    ("loentilskud", "jobparat", "private", 26),
    ("loentilskud", "jobparat", "public", 17),
    ("loentilskud", "aktivitetsparat", "private", 52),
    ("loentilskud", "aktivitetsparat", "public", 52),
    ("igu", "integration_jobparat", "private", 104),
    ("igu", "integration_aktivitetsparat", "public", 104),
    ("fleksjob", "ledighedsydelse", "private", None),
    ("skaanejob", "foertidspension", "public", None),
    ("beskyttet", "foertidspension", "private", None),
    ("ordinary", "foertidspension", "private", None),
    ("ordinary", "dagpenge", "public", None),
]


@pytest.mark.parametrize(("scheme", "group", "sector", "weeks"), LONGEST)
def test_the_longest_stay_is_by_group_and_sector(scheme: str, group: str, sector: str, weeks: int | None) -> None:
    stays = known(scheme).weeks
    assert (group, sector) in stays
    assert stays[group, sector] == weeks


OPEN_TO = {
    "ordinary": GROUPS,
    "fleksjob": {"ledighedsydelse"},
    "igu": INTEGRATION,
    "skaanejob": {"foertidspension"},
    "beskyttet": {"foertidspension"},
    "loentilskud": NEAR | FAR,
    "virksomhedspraktik": NEAR | FAR,
    NYTTEINDSATS: set(),
}


@pytest.mark.parametrize("scheme", KNOWN_SCHEMES)
def test_a_scheme_is_open_to_its_groups_in_both_sectors_and_to_nobody_else(scheme: str) -> None:
    assert set(known(scheme).weeks) == {(group, sector) for group in OPEN_TO[scheme] for sector in SECTORS}


@pytest.mark.parametrize("version", RULES_VERSIONS)
def test_the_quota_counts_praktik_loentilskud_skaanejob_and_nytteindsats(version: date) -> None:
    counting = {scheme for scheme in KNOWN_SCHEMES if (t := terms(scheme, version)) is not None and t.counts_in_quota}
    assert counting == {"virksomhedspraktik", "loentilskud", "skaanejob", NYTTEINDSATS}


def test_the_municipality_may_say_that_nytteindsats_fills_no_quota() -> None:
    own = terms(NYTTEINDSATS, NOW, {"nytteindsats.fills_quota": False})
    assert own is not None
    assert not own.counts_in_quota
    assert known(NYTTEINDSATS).counts_in_quota


def test_the_municipality_may_not_say_that_praktik_fills_no_quota() -> None:
    with pytest.raises(ValueError, match="stated"):
        terms("virksomhedspraktik", NOW, {"virksomhedspraktik.fills_quota": False})


def test_loentilskud_asks_for_six_months_unless_exempt() -> None:
    found = known("loentilskud")
    assert (found.unemployed_months, found.exempt_age) == (6, 50)
    assert found.exempt_single_parent
    assert found.exempt_no_education


@pytest.mark.parametrize("scheme", [scheme for scheme in KNOWN_SCHEMES if scheme != "loentilskud"])
def test_no_other_scheme_asks_for_months_unemployed(scheme: str) -> None:
    assert known(scheme).unemployed_months is None


def test_igu_did_not_exist_before_july_2016() -> None:
    assert terms("igu", date(2016, 6, 30)) is None
    assert terms("igu", date(2016, 7, 1)) is not None


@pytest.mark.parametrize(
    ("rules", "ages", "years"),
    [("2016-07-01", (18, 39), 10), ("2026-06-30", (18, 39), 10), ("2026-07-01", (18, 49), 20)],
)
def test_igu_has_a_window_of_age_and_residence(rules: str, ages: tuple[int, int], years: int) -> None:
    found = known("igu", date.fromisoformat(rules))
    assert (found.age_from, found.age_to) == ages
    assert found.residence_years_below == years
    assert found.last_start == date(2027, 12, 31)
    assert found.least_weekly_hours == 25.0


@pytest.mark.parametrize("scheme", [scheme for scheme in KNOWN_SCHEMES if scheme != "igu"])
def test_no_other_scheme_has_such_a_window_or_least_hours(scheme: str) -> None:
    found = known(scheme)
    assert (found.age_from, found.age_to, found.residence_years_below, found.last_start) == (None,) * 4
    assert found.least_weekly_hours == 0


def test_only_protected_work_is_tied_to_social_or_public_units() -> None:
    assert [scheme for scheme in KNOWN_SCHEMES if known(scheme).social_or_public_only] == ["beskyttet"]


def test_an_unknown_scheme_is_an_error() -> None:
    with pytest.raises(KeyError):
        terms("nyttejob", NOW)


def test_terms_cannot_be_changed() -> None:
    found = known("igu")
    with pytest.raises(FrozenInstanceError):
        found.age_to = 99  # type: ignore[misc]
    with pytest.raises(TypeError):
        found.weeks["dagpenge", "private"] = 1  # type: ignore[index]
