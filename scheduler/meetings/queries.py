"""What is asked of a single meeting and its life."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from accounts.tables import User
from citizens.queries import citizen_of_user
from citizens.tables import Citizen
from core.errors import NotFoundError
from scheduler.meetings.states import OPEN, PUBLISHED
from scheduler.meetings.tables import AgendaPoint, Booking, MeetingChange, MeetingNotice, MinutesVersion, QuestionAnswer
from scheduler.tables import Meeting, MeetingAgreement, Participant, Room, Site


def lock(session: Session, ids: Collection[int]) -> Sequence[Meeting]:
    """These meetings with participants and agreements, in the order of their ids, locked until the transaction ends,
    with newest values."""
    chosen = select(Meeting).where(Meeting.id.in_(ids)).order_by(Meeting.id).with_for_update()
    whole = (selectinload(Meeting.participants), selectinload(Meeting.agreements))
    return session.scalars(chosen.options(*whole).execution_options(populate_existing=True)).all()


def lock_upcoming(session: Session, citizen_id: int, now: datetime) -> Sequence[Meeting]:
    """The published meetings to come in which the citizen's matters are spoken of, locked."""
    named = select(Participant.meeting_id).where(Participant.citizen_id == citizen_id)
    chosen = select(Meeting.id).where(
        or_(Meeting.citizen_id == citizen_id, Meeting.id.in_(named)),
        Meeting.state.in_(PUBLISHED),
        Meeting.starts_at > now,
    )
    return lock(session, session.scalars(chosen).all())


def lock_run_by(session: Session, user: User, meeting_id: int) -> Meeting:
    """The meeting, locked. Raises NotFoundError where there is none that the user runs."""
    found = lock(session, [meeting_id])
    if not found or not is_run_by(session, user, found[0]):
        raise NotFoundError("Mødet findes ikke, eller det er ikke dit.", meeting=meeting_id)
    return found[0]


def is_run_by(session: Session, user: User, meeting: Meeting) -> bool:
    """Whether the user convenes or chairs the meeting, or coordinates the citizen's case, also as a substitute."""
    if user.id in (meeting.coordinator_id, meeting.chair_id):
        return True
    citizen = None if meeting.citizen_id is None else session.get_one(Citizen, meeting.citizen_id)
    return citizen is not None and user.id in (citizen.coordinator_id, citizen.substitute_id)


def takes_part(session: Session, user: User, meeting: Meeting) -> bool:
    """Whether the user runs the meeting, is asked to it, or logs in as a citizen who is."""
    if user.id in {one.user_id for one in meeting.participants} or is_run_by(session, user, meeting):
        return True
    citizen = citizen_of_user(session, user.id)
    return citizen is not None and citizen.id in {one.citizen_id for one in meeting.participants}


def place_names(session: Session, meetings: Collection[Meeting]) -> dict[int, str]:
    """By meeting: where it is, as people are told it: the site, and the room where it has one; a home is no name."""
    site_ids, room_ids = {one.site_id for one in meetings}, {one.room_id for one in meetings}
    sites = {one.id: told_name(one) for one in session.scalars(select(Site).where(Site.id.in_(site_ids - {None})))}
    rooms = {one.id: one.name for one in session.scalars(select(Room).where(Room.id.in_(room_ids - {None})))}
    known = {one.id: (sites.get(one.site_id or 0), rooms.get(one.room_id or 0)) for one in meetings}
    return {meeting: ", ".join(name for name in names if name is not None) for meeting, names in known.items()}


def told_name(site: Site, citizen_id: int | None = None) -> str:
    """What the site is called outside the house; the citizen who lives there is told so. Mail and calendars end up with
    strangers: neither whose home it is, nor its address, is theirs to know."""
    if site.citizen_id is None:
        return site.name
    return "Hjemme hos dig" if site.citizen_id == citizen_id else "Hos borgeren"


def stand_in(session: Session, meeting_id: int) -> Meeting | None:
    """The meeting that was asked for in place of this one."""
    return session.scalars(select(Meeting).where(Meeting.again_of_id == meeting_id).limit(1)).one_or_none()


def changes(session: Session, meeting_id: int) -> Sequence[MeetingChange]:
    """What has happened to a meeting, the oldest first."""
    chosen = select(MeetingChange).where(MeetingChange.meeting_id == meeting_id)
    return session.scalars(chosen.order_by(MeetingChange.id)).all()


def notices(session: Session, meeting_ids: Collection[int]) -> Sequence[MeetingNotice]:
    """What the coordinator must know of these meetings and has not settled."""
    chosen = select(MeetingNotice).where(MeetingNotice.meeting_id.in_(meeting_ids), MeetingNotice.settled_at.is_(None))
    return session.scalars(chosen.order_by(MeetingNotice.id)).all()


def bookings(session: Session, first: datetime, last: datetime) -> Sequence[Booking]:
    """What is taken at some time from `first` to `last`, in order of time."""
    chosen = select(Booking).where(Booking.ends_at > first, Booking.starts_at < last)
    return session.scalars(chosen.order_by(Booking.starts_at)).all()


def agenda_points(session: Session, meeting_id: int) -> Sequence[AgendaPoint]:
    """The points written down for a meeting, in the order they were added."""
    chosen = select(AgendaPoint).where(AgendaPoint.meeting_id == meeting_id)
    return session.scalars(chosen.order_by(AgendaPoint.id)).all()


def answers(session: Session, meeting_id: int) -> Sequence[QuestionAnswer]:
    """What citizens have answered to the three questions before a meeting."""
    chosen = select(QuestionAnswer).where(QuestionAnswer.meeting_id == meeting_id)
    return session.scalars(chosen.order_by(QuestionAnswer.citizen_id, QuestionAnswer.id)).all()


def next_meeting(session: Session, citizen_id: int) -> int | None:
    """The citizen's next meeting: the first that has a time, else the one that is due first."""
    chosen = select(Meeting.id).where(Meeting.citizen_id == citizen_id, Meeting.state.in_(OPEN))
    first = chosen.order_by(Meeting.starts_at.is_(None), Meeting.starts_at, Meeting.due, Meeting.id).limit(1)
    return session.scalars(first).one_or_none()


def agreements_by_id(session: Session, ids: Collection[int]) -> dict[int, MeetingAgreement]:
    """The agreements with these ids."""
    return {one.id: one for one in session.scalars(select(MeetingAgreement).where(MeetingAgreement.id.in_(ids)))}


def open_agreements_about(session: Session, citizen_id: int) -> Sequence[MeetingAgreement]:
    """What was agreed at the citizen's meetings and is not done, the most urgent first."""
    chosen = select(MeetingAgreement).join(Meeting, Meeting.id == MeetingAgreement.meeting_id)
    chosen = chosen.where(Meeting.citizen_id == citizen_id, MeetingAgreement.done_on.is_(None))
    return session.scalars(chosen.order_by(MeetingAgreement.by, MeetingAgreement.id)).all()


def open_agreements_of(session: Session, user_id: int) -> Sequence[tuple[MeetingAgreement, Meeting]]:
    """What a user has promised at meetings and not done, with the meeting, the most urgent first."""
    chosen = select(MeetingAgreement, Meeting).join(Meeting, Meeting.id == MeetingAgreement.meeting_id)
    chosen = chosen.where(MeetingAgreement.user_id == user_id, MeetingAgreement.done_on.is_(None))
    return [
        (one, meeting) for one, meeting in session.execute(chosen.order_by(MeetingAgreement.by, MeetingAgreement.id))
    ]


def open_agreements_around(session: Session, user_id: int) -> Sequence[tuple[MeetingAgreement, Meeting]]:
    """What others have promised at meetings about the citizens whose cases the user coordinates, most urgent first."""
    chosen = (
        select(MeetingAgreement, Meeting)
        .join(Meeting, Meeting.id == MeetingAgreement.meeting_id)
        .join(Citizen, Citizen.id == Meeting.citizen_id)
        .where(or_(Citizen.coordinator_id == user_id, Citizen.substitute_id == user_id))
        .where(MeetingAgreement.user_id.is_distinct_from(user_id), MeetingAgreement.done_on.is_(None))
        .order_by(MeetingAgreement.by, MeetingAgreement.id)
    )
    return [(one, meeting) for one, meeting in session.execute(chosen)]


def minutes(session: Session, meeting_id: int) -> Sequence[MinutesVersion]:
    """Every version of a meeting's minutes, the oldest first."""
    chosen = select(MinutesVersion).where(MinutesVersion.meeting_id == meeting_id)
    return session.scalars(chosen.order_by(MinutesVersion.number)).all()
