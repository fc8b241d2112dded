"""What is written around meetings: the agendas they begin with, and the minutes of those that were held."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from scheduler.meetings.kinds import KINDS
from seed.records import AgendaPoint, Meeting, MeetingAgreement, MinutesVersion

WRITTEN_AFTER = timedelta(hours=2)
APPROVED_AFTER = timedelta(days=3)


def agendas(meetings: Iterable[Meeting]) -> list[AgendaPoint]:
    """Each meeting's agenda as its kind has it."""
    found: list[AgendaPoint] = []
    for meeting in meetings:
        for text in KINDS[meeting.kind].agenda:
            found.append(AgendaPoint(id=len(found) + 1, meeting_id=meeting.id, source="template", text=text))
    return found


def minutes(meetings: Iterable[Meeting], agreements: Mapping[int, Sequence[MeetingAgreement]]) -> list[MinutesVersion]:
    """The minutes of the meetings that were held: what was agreed. agreements: by meeting."""
    held = (meeting for meeting in meetings if meeting.state == "held" and meeting.ends_at is not None)
    return [
        MinutesVersion(
            id=number,
            meeting_id=meeting.id,
            number=1,
            text="\n".join(_lines(meeting, agreements.get(meeting.id, ()))),
            addition=False,
            written_by=meeting.coordinator_id,
            written_at=meeting.ends_at + WRITTEN_AFTER,
        )
        for number, meeting in enumerate(held, start=1)
        if meeting.ends_at is not None
    ]


def by_meeting(agreements: Iterable[MeetingAgreement]) -> dict[int, list[MeetingAgreement]]:
    """What each meeting agreed."""
    found: dict[int, list[MeetingAgreement]] = defaultdict(list)
    for one in agreements:
        found[one.meeting_id].append(one)
    return found


def approved(meeting: Meeting) -> Meeting:
    """The meeting with its minutes approved, where it was held."""
    if meeting.state != "held" or meeting.ends_at is None:
        return meeting
    approved_at = meeting.ends_at + APPROVED_AFTER
    return replace(meeting, minutes_approved_at=approved_at, minutes_approved_by=meeting.coordinator_id)


def _lines(meeting: Meeting, agreements: Sequence[MeetingAgreement]) -> Iterator[str]:
    yield f"Drøftet: {'; '.join(KINDS[meeting.kind].agenda[:-1])}."
    yield from (f"Aftalt: {one.what}, senest {one.by:%d.%m.%Y}." for one in agreements)
