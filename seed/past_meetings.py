"""Cross-disciplinary meetings that were held, with what they agreed and whether it was done."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from core.clock import COPENHAGEN
from scheduler.meetings.kinds import KINDS
from seed.chance import Dice
from seed.invitations import Around, Book, Invitation
from seed.meetings import FORMS
from seed.records import CaseEvent, Citizen, Meeting, MeetingAgreement, Room

KIND, RULE = "tvaerfagligt_moede", "tvaerfaglig"
STARTS = (time(8, 30), time(10), time(11, 30), time(13), time(14, 30))
AGREEMENTS = (1, 3)
AGREED = (
    "Kontakter virksomheden om mødetider", "Undersøger bostøtte to timer om ugen", "Indhenter status fra behandleren",
    "Skriver delmål ind i planen", "Aftaler prøvedag på arbejdspladsen", "Finder børnepasning i ydertimerne",
    "Sender ansøgning om enkeltydelse", "Ringer til sprogskolen om holdskifte", "Bestiller tolk til næste samtale",
)  # fmt: skip
DONE = 0.80
"""Agreements done by their day; assumed. B p. 33: earlier, plans were often not carried out."""
DONE_LATE = 0.10
DAYS_TO_DO = (7, 60)

Person = tuple[str, int]


class Diaries:
    """Who and which room is taken when, so that nobody is in two meetings at once."""

    def __init__(self) -> None:
        self._taken: set[tuple[str, int, datetime]] = set()

    def free(self, whom: Iterable[Person], start: datetime) -> bool:
        """Whether all of them are free."""
        return not any((*one, start) in self._taken for one in whom)

    def take(self, whom: Iterable[Person], start: datetime) -> None:
        """They are all taken now."""
        self._taken.update((*one, start) for one in whom)


def hold(dice: Dice, around: Around, events: Sequence[CaseEvent], book: Book, today: date) -> list[MeetingAgreement]:
    """Write the meeting behind each cross-disciplinary follow-up that was held; returns their agreements.

    A day on which those who must be there cannot all be got together has no minutes.
    """
    citizens = {citizen.id: citizen for citizen in around.citizens}
    diaries = Diaries()
    agreements: list[MeetingAgreement] = []
    for event in events:
        if event.rule != RULE:
            continue
        invitation = _invitation(dice, around, citizens[event.citizen_id])
        slot = _slot(around, invitation, diaries, event.on)
        if slot is None:
            continue
        meeting = _meeting(len(book.meetings) + 1, invitation, *slot)
        book.write(meeting, invitation, attends=True)
        agreements.extend(_agreed(dice, len(agreements), meeting, invitation, today))
    return agreements


def _invitation(dice: Dice, around: Around, citizen: Citizen) -> Invitation:
    """Those who must come, in one of the municipality's houses."""
    invitation = FORMS[KIND](dice, around, citizen)
    return replace(invitation, optional=(), pool=invitation.pool[:1], sites=around.sites.houses)


def _slot(around: Around, invitation: Invitation, diaries: Diaries, day: date) -> tuple[datetime, Room] | None:
    """The first time of the day when all are free, and a room for them."""
    people = [("user", user) for user in (*invitation.users, *invitation.pool)]
    people += [("citizen", citizen) for citizen in invitation.citizens]
    for begin in STARTS:
        start = datetime.combine(day, begin, COPENHAGEN)
        if not diaries.free(people, start):
            continue
        for room in _rooms(around, len(people)):
            if diaries.free([("room", room.id)], start):
                diaries.take([*people, ("room", room.id)], start)
                return start, room
    return None


def _rooms(around: Around, people: int) -> Iterator[Room]:
    for site in around.sites.houses:
        yield from (room for room in around.sites.rooms_of(site) if room.capacity >= people)


def _meeting(number: int, invitation: Invitation, start: datetime, room: Room) -> Meeting:
    minutes = KINDS[KIND].minutes
    return Meeting(
        id=number,
        kind=KIND,
        state="held",
        citizen_id=invitation.about,
        coordinator_id=invitation.chair,
        minutes=minutes,
        earliest=start.date() - timedelta(days=14),
        due=start.date(),
        latest=start.date() + timedelta(days=14),
        weight=1,
        site_ids=invitation.sites,
        starts_at=start,
        ends_at=start + timedelta(minutes=minutes),
        site_id=room.site_id,
        room_id=room.id,
        sequence=1,
    )


def _agreed(
    dice: Dice, given: int, meeting: Meeting, invitation: Invitation, today: date
) -> Iterator[MeetingAgreement]:
    for what in dice.several(AGREED, *AGREEMENTS):
        given += 1
        by = meeting.due + timedelta(days=dice.randint(*DAYS_TO_DO))
        yield MeetingAgreement(
            id=given,
            meeting_id=meeting.id,
            what=what,
            user_id=dice.choice(invitation.users),
            citizen_id=None,
            by=by,
            done_on=_done(dice, meeting.due, by, today),
        )


def _done(dice: Dice, agreed: date, by: date, today: date) -> date | None:
    if dice.happens(DONE):
        day = agreed + timedelta(days=dice.randint(1, (by - agreed).days))
    elif dice.happens(DONE_LATE):
        day = by + timedelta(days=dice.randint(1, 30))
    else:
        return None
    return day if day <= today else None
