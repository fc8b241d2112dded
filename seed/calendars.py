"""Working hours and what already fills them: staff's and rooms' calendars for the weeks ahead."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from core.clock import COPENHAGEN
from law.workdays import is_working_day
from seed import figures
from seed.chance import Dice
from seed.records import BusyTime, Room, User, WorkingHours

SLOT = 30
PART_TIME = 0.15
WORKWEEK = (1, 2, 3, 4, 5)
FRIDAY = 5
ROOM_DAY = (time(8), time(16))
AT_WORK = ("consultant", "coordinator", "caseworker", "support_worker", "manager", "interpreter")

Day = tuple[time, time]


def build(
    dice: Dice, users: Sequence[User], rooms: Sequence[Room], today: date
) -> tuple[list[WorkingHours], list[BusyTime]]:
    """Everybody's hours, and the times in them that are taken from tomorrow on."""
    hours: list[WorkingHours] = []
    busy: list[BusyTime] = []
    days = _working_days(today)
    for user in users:
        if user.role not in AT_WORK:
            continue
        week = _week(dice)
        for weekday, (from_, to) in week.items():
            hours.append(WorkingHours(id=len(hours) + 1, user_id=user.id, weekday=weekday, from_=from_, to=to))
        for begin, end in _taken(dice, week, days, figures.BUSY):
            busy.append(BusyTime(id=len(busy) + 1, user_id=user.id, room_id=None, starts_at=begin, ends_at=end))
    for room in rooms:
        for begin, end in _taken(dice, dict.fromkeys(WORKWEEK, ROOM_DAY), days, figures.ROOMS_BUSY):
            busy.append(BusyTime(id=len(busy) + 1, user_id=None, room_id=room.id, starts_at=begin, ends_at=end))
    return hours, busy


def _working_days(today: date) -> list[date]:
    days = (today + timedelta(days=ahead) for ahead in range(1, figures.CALENDAR_DAYS + 1))
    return [day for day in days if is_working_day(day)]


def _week(dice: Dice) -> dict[int, Day]:
    begin, end = dice.choice(((time(8), time(16)), (time(8), time(15, 30)), (time(8, 30), time(16))))
    week = {day: (begin, end if day != FRIDAY else time(14)) for day in WORKWEEK}
    if dice.happens(PART_TIME):
        del week[dice.choice(WORKWEEK)]
    return week


def _taken(
    dice: Dice, week: dict[int, Day], days: Sequence[date], shares: tuple[float, float]
) -> Iterator[tuple[datetime, datetime]]:
    """One to three blocks a day; together the owner's own share of the day, drawn once between `shares`."""
    share = dice.uniform(*shares)
    for day in days:
        if day.isoweekday() in week:
            begin, end = (datetime.combine(day, one, COPENHAGEN) for one in week[day.isoweekday()])
            slots = int((end - begin).total_seconds() // 60) // SLOT
            for first, last in _blocks(dice, slots, round(slots * share + dice.uniform(-0.5, 0.5))):
                yield begin + timedelta(minutes=first * SLOT), begin + timedelta(minutes=last * SLOT)


def _blocks(dice: Dice, slots: int, taken: int) -> Iterator[tuple[int, int]]:
    """`taken` of `slots` slots as one to three blocks that do not overlap."""
    if taken <= 0:
        return
    cuts = sorted(dice.sample(range(1, taken), min(dice.randint(0, 2), taken - 1)))
    lengths = [end - begin for begin, end in zip([0, *cuts], [*cuts, taken], strict=True)]
    gaps = sorted(dice.randint(0, slots - taken) for _ in lengths)
    before = 0
    for gap, length in zip(gaps, lengths, strict=True):
        yield gap + before, gap + before + length
        before += length
