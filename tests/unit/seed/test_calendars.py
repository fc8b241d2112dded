"""Working hours and what already fills them."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from core.clock import COPENHAGEN
from law.workdays import is_working_day
from seed import figures
from seed.calendars import AT_WORK
from seed.municipality import Municipality

Week = dict[int, tuple[time, time]]


def weeks(made: Municipality) -> dict[int, Week]:
    found: dict[int, Week] = defaultdict(dict)
    for one in made.working_hours:
        found[one.user_id][one.weekday] = (one.from_, one.to)
    return found


def working_hours_ahead(week: Week, today: date) -> float:
    days = (today + timedelta(days=ahead) for ahead in range(1, figures.CALENDAR_DAYS + 1))
    spans = [week[day.isoweekday()] for day in days if is_working_day(day) and day.isoweekday() in week]
    return sum((datetime.combine(today, to) - datetime.combine(today, from_)).seconds for from_, to in spans) / 3600


def test_everybody_at_work_has_hours_of_four_or_five_days(every_size: Municipality) -> None:
    found = weeks(every_size)
    assert set(found) == {user.id for user in every_size.users if user.role in AT_WORK}
    assert {len(week) for week in found.values()} <= {4, 5}


def test_30_to_50_percent_of_staffs_time_is_taken(town: Municipality, today: date) -> None:
    taken: dict[int, float] = defaultdict(float)
    for one in town.busy_times:
        if one.user_id is not None:
            taken[one.user_id] += (one.ends_at - one.starts_at).total_seconds() / 3600
    shares = [taken[user] / working_hours_ahead(week, today) for user, week in weeks(town).items()]
    assert figures.BUSY[0] - 0.05 <= min(shares)
    assert max(shares) <= figures.BUSY[1] + 0.05
    assert 0.35 < sum(shares) / len(shares) < 0.45


def test_busy_times_lie_inside_the_owners_hours_on_working_days(town: Municipality, today: date) -> None:
    found = weeks(town)
    for one in town.busy_times:
        begin, end = one.starts_at.astimezone(COPENHAGEN), one.ends_at.astimezone(COPENHAGEN)
        assert today < begin.date() <= today + timedelta(days=figures.CALENDAR_DAYS)
        assert is_working_day(begin.date())
        if one.user_id is not None:
            from_, to = found[one.user_id][begin.isoweekday()]
            assert from_ <= begin.time() < end.time() <= to


def test_nobody_and_no_room_is_taken_twice_at_a_time(town: Municipality) -> None:
    owners = defaultdict(list)
    for one in town.busy_times:
        owners[one.user_id, one.room_id].append((one.starts_at, one.ends_at))
    for spans in owners.values():
        assert all(earlier[1] <= later[0] for earlier, later in pairwise(sorted(spans)))


def test_every_room_stands_in_a_house_that_needs_rooms(every_size: Municipality) -> None:
    sites = {site.id: site for site in every_size.sites}
    assert len(every_size.rooms) >= 2
    assert all(sites[room.site_id].needs_room for room in every_size.rooms)


def test_homes_and_workplaces_need_no_room_and_lie_where_they_are(town: Municipality) -> None:
    homes = {citizen.id: (citizen.lat, citizen.lon) for citizen in town.citizens}
    for site in town.sites:
        if site.citizen_id is not None:
            assert (site.lat, site.lon) == homes[site.citizen_id]
            assert not site.needs_room
