"""The days of the placements that run: who came, what went wrong, and who is on call at night."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import cycle

from core.clock import COPENHAGEN
from law.workdays import ONE_DAY, is_working_day, working_day_after
from placements.daily.days import Running
from placements.daily.kinds import ABSENCE
from placements.daily.patterns import limits, pattern
from placements.daily.tables import Presence
from scheduler.followups.terms import THE_DEFAULTS
from seed.chance import Dice
from seed.records import Attendance, Citizen, OnCall, Placement, Trouble, TroubleNote, User

TOLD_DAYS = 14
PRESENCE = {Presence.CAME: 0.92, Presence.LATE: 0.03, Presence.EXCUSED: 0.04, Presence.AWAY: 0.01}
"""Assumed."""
WATCH_BEGINS, WATCH_ENDS = time(14), time(8, 30)
WATCHED_WEEKS = 3
"""Weeks ahead for which the rota is made; the fourth shows its gaps."""
TOLD_AT, WRITTEN_AT = time(9, 5), time(11, 20)
TAKE_WITHIN = timedelta(hours=2)
APART = 7
"""So many placements lie between two in which something is wrong."""
WRITTEN = (
    "Der mangler opgaver om eftermiddagen. Kan vi flytte timerne?",
    "Det går trægt med oplæringen. Kan I ringe og tale om, hvordan vi tager bedst imod?",
    "Opgaverne er for tunge, og pauserne bliver glemt.",
)
NOTE = "Ringet til arbejdspladsen. Vi taler sammen med borgeren i morgen kl. 10."
OUTCOME = "Opgaverne er delt anderledes ud, og pauserne står nu i planen."


@dataclass(frozen=True, slots=True)
class Days:
    """The rows of the days."""

    attendances: list[Attendance] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    notes: list[TroubleNote] = field(default_factory=list)


def build(
    dice: Dice, running: Sequence[Placement], citizens: Sequence[Citizen], employers: Mapping[int, int], today: date
) -> Days:
    """What the employers have told of the latest two weeks, one pattern of absence, and three messages.

    employers: the employer's user of each unit. Today is left for whoever looks at the demonstration to tell.
    """
    known = {citizen.id: citizen for citizen in citizens}
    found = Days()
    in_service = [one for one in running if one.citizen_id is not None]
    for placement in in_service:
        told = _told(dice, placement, today)
        found.attendances.extend(_attendances(placement, told, employers[placement.unit_id]))
    first = _days(today)[0]
    steady = [one for one in in_service if one.start <= first and (one.end is None or one.end > today)]
    if steady:
        _go_wrong(found, steady, known, employers, today)
    return found


def on_call(users: Sequence[User], today: date) -> Iterator[OnCall]:
    """The consultants take turns from the afternoon of each working day until the next one begins."""
    turns = cycle(user.id for user in users if user.role == "consultant")
    day = today - ONE_DAY
    while not is_working_day(day):
        day -= ONE_DAY
    number = 0
    while day < today + timedelta(weeks=WATCHED_WEEKS):
        following = working_day_after(day, 1)
        number += 1
        yield OnCall(
            id=number,
            user_id=next(turns),
            starts_at=_at(day, WATCH_BEGINS),
            ends_at=_at(following, WATCH_ENDS),
        )
        day = following


def _days(today: date) -> list[date]:
    """The working days of the latest two weeks before today."""
    return Running(today - timedelta(days=TOLD_DAYS), today - ONE_DAY).days(date.min, today)


def _told(dice: Dice, placement: Placement, today: date) -> dict[date, Presence]:
    """One person's days; where chance would make a pattern, the person came after all."""
    days = [day for day in _days(today) if Running(placement.start, placement.end).on(day)]
    told = {day: dice.pick(PRESENCE) for day in days}
    if pattern(told, days, limits(THE_DEFAULTS, today)) is not None:
        return dict.fromkeys(days, Presence.CAME)
    return told


def _attendances(placement: Placement, told: Mapping[date, Presence], user: int) -> Iterator[Attendance]:
    for day, presence in told.items():
        yield Attendance(placement_id=placement.id, day=day, presence=presence, at=_at(day, TOLD_AT), user_id=user)


def _go_wrong(
    found: Days, steady: Sequence[Placement], known: Mapping[int, Citizen], employers: Mapping[int, int], today: date
) -> None:
    """One stays away without a word; three firms have written: nobody has taken it, it is dealt with, it is closed."""
    absent, waiting, taken, closed = (steady[place * APART % len(steady)] for place in range(4))
    days = _days(today)
    _stay_away(found, absent, days[-2:])
    said = f"2 dage uden afbud inden for 5 dage i forløbet, senest {days[-1].isoformat()}."
    usual = _trouble(1, absent, known, _at(days[-1], TOLD_AT), text=said)
    by = _at(working_day_after(days[-1], 2), time())
    found.troubles.append(replace(usual, kind=ABSENCE, take_by=by, pattern_until=days[-1]))
    for number, (placement, text) in enumerate(zip((waiting, taken, closed), WRITTEN, strict=True), start=2):
        at = _at(days[-number], WRITTEN_AT)
        made = _trouble(number, placement, known, at, text=text, reported_by=employers[placement.unit_id])
        found.troubles.append(_dealt_with(found, made, number - 2))


def _stay_away(found: Days, placement: Placement, days: Sequence[date]) -> None:
    for place, one in enumerate(found.attendances):
        if one.placement_id == placement.id:
            found.attendances[place] = replace(one, presence=Presence.AWAY if one.day in days else Presence.CAME)


def _trouble(
    number: int,
    placement: Placement,
    known: Mapping[int, Citizen],
    at: datetime,
    text: str,
    reported_by: int | None = None,
) -> Trouble:
    assert placement.citizen_id is not None
    return Trouble(
        id=number,
        placement_id=placement.id,
        state="open",
        kind="tasks",
        text=text,
        reported_by=reported_by,
        reported_at=at,
        assigned_to=known[placement.citizen_id].consultant_id,
        take_by=at + TAKE_WITHIN,
    )


def _dealt_with(found: Days, made: Trouble, steps: int) -> Trouble:
    """0 steps: the managers were told that nobody took it; 1: it was taken, and something done; 2: it is closed."""
    if steps == 0:
        return replace(made, escalated_at=made.take_by)
    at = made.reported_at + TAKE_WITHIN / 2
    note = TroubleNote(id=steps, trouble_id=made.id, at=at, user_id=made.assigned_to, text=NOTE)
    found.notes.append(note)
    taken = replace(made, state="taken", taken_at=at)
    if steps == 1:
        return taken
    return replace(taken, state="closed", closed_at=at + TAKE_WITHIN, closed_by=made.assigned_to, outcome=OUTCOME)


def _at(day: date, wall: time) -> datetime:
    return datetime.combine(day, wall, COPENHAGEN)
