"""What firms offer."""

from collections import Counter, defaultdict
from datetime import date, time

from companies.occupations import title
from law.quota import quota
from law.schemes import SCHEMES
from seed import figures
from seed.municipality import Municipality


def quotas(made: Municipality, today: date) -> dict[int, int]:
    counts = defaultdict(list)
    for count in made.employees:
        counts[count.unit_id].append(count.ordinary_fte)
    return {unit: quota(sum(values[-4:]) / 4, today) for unit, values in counts.items()}


def test_there_are_fewer_seats_than_citizens_who_are_ready(every_size: Municipality) -> None:
    ready = sum(citizen.status == "ready" for citizen in every_size.citizens)
    seats = sum(opening.seats for opening in every_size.openings)
    assert round(ready * figures.SEATS_PER_READY_CITIZEN) <= seats <= ready * figures.SEATS_PER_READY_CITIZEN + 4


def test_schemes_are_known_and_protected_work_is_where_it_may_be(every_size: Municipality) -> None:
    companies = {company.id: company for company in every_size.companies}
    units = {unit.id: companies[unit.company_id] for unit in every_size.units}
    for opening in every_size.openings:
        assert opening.schemes
        assert set(opening.schemes) <= set(SCHEMES)
        if "beskyttet" in opening.schemes:
            company = units[opening.unit_id]
            assert company.sector == "public" or company.social_economy_since is not None


def test_praktik_is_offered_most_often(large: Municipality) -> None:
    counts = Counter(scheme for opening in large.openings for scheme in opening.schemes)
    assert counts.most_common(1)[0][0] == "virksomhedspraktik"
    assert all(counts[scheme] for scheme in SCHEMES)


def test_every_opening_can_still_be_started(every_size: Municipality, today: date) -> None:
    for opening in every_size.openings:
        assert opening.start_earliest <= opening.start_latest
        assert opening.start_latest > today
        assert opening.created_at.date() < today
        assert opening.hours_min <= opening.hours_max <= 37
        assert opening.least <= opening.seats


def test_some_firms_train_in_groups_only(large: Municipality) -> None:
    assert any(opening.least > 1 for opening in large.openings)


def test_titles_are_the_occupations(every_size: Municipality) -> None:
    assert all(opening.title == title(opening.occupation) for opening in every_size.openings)


def test_shifts_are_one_a_day_within_the_trades_hours(every_size: Municipality) -> None:
    days = defaultdict(list)
    for shift in every_size.shifts:
        days[shift.opening_id].append(shift.weekday)
        assert time(5) <= shift.from_ < shift.to <= time(22)
    assert all(len(set(found)) == len(found) for found in days.values())


def test_a_quarter_of_the_openings_have_free_hours(large: Municipality) -> None:
    fixed = {shift.opening_id for shift in large.shifts}
    assert 0.18 < 1 - len(fixed) / len(large.openings) < 0.33


def test_seats_of_one_opening_do_not_exceed_the_units_quota(every_size: Municipality, today: date) -> None:
    caps = quotas(every_size, today)
    assert all(opening.seats <= caps[opening.unit_id] for opening in every_size.openings)


def test_what_is_asked_for_has_a_reason_in_the_work(large: Municipality) -> None:
    drivers = [opening for opening in large.openings if opening.occupation in ("833210", "832220")]
    assert drivers
    assert all(opening.driving_licence for opening in drivers)
    assert all(one.language == "A0" for one in large.openings if one.occupation == "911210")
