"""Which consents are missing before people from other authorities may come to a meeting (samtykke)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from accounts.queries import users_by_id
from accounts.tables import Authority, User
from citizens import access
from citizens import consents as given
from citizens import queries as citizens
from citizens.tables import Citizen, Consent
from core.clock import local_day
from scheduler.meetings import life, messages, queries
from scheduler.meetings.tables import MeetingNotice
from scheduler.tables import Meeting

WITHDRAWN = "consent_withdrawn"
"""A notice: somebody was taken out of a meeting because the consent is gone."""
AUTHORITIES = {
    Authority.JOB: "jobområdet",
    Authority.SOCIAL: "socialområdet",
    Authority.HEALTH: "sundhedsområdet",
    Authority.BENEFITS: "ydelsesområdet",
    Authority.CHILDREN: "børneområdet",
    Authority.LANGUAGE_SCHOOL: "sprogskolen",
}


@dataclass(frozen=True, slots=True)
class MissingConsent:
    """The user may not come before this citizen has consented to sharing with the user's authority."""

    user_id: int
    authority: Authority
    citizen_id: int


@dataclass(frozen=True, slots=True)
class Ground:
    """What decides who may come to some meetings: the people, and what may be shared with whom today."""

    users: Mapping[int, User]
    speakers: Mapping[int, Sequence[Citizen]]
    """By citizen: the adults whose consent it takes."""
    shared: Mapping[int, Collection[Authority]]
    """By adult: the authorities that a consent, or the law, covers."""

    def missing(self, host: Authority | None, about: Iterable[int], users: Iterable[int]) -> list[MissingConsent]:
        """What is missing before `users` may come to a meeting about these citizens, held by the authority `host`."""
        adults = {adult.id: adult for one in about for adult in self.speakers[one]}
        return [
            MissingConsent(user, authority, adult.id)
            for user in users
            for adult in adults.values()
            if (authority := self.users[user].authority) is not None
            and not access.may_be_invited(self.users[user], adult, host, self.shared[adult.id])
        ]


def missing(
    session: Session, now: datetime, host: User, about: Collection[int], users: Collection[int]
) -> list[MissingConsent]:
    """What is missing before `users` may come to a meeting about these citizens that `host` convenes."""
    return ground(session, now, about, users).missing(host.authority, about, sorted(users))


def missing_for(
    session: Session, now: datetime, coming: Collection[tuple[Meeting, Collection[int]]]
) -> Mapping[int, list[MissingConsent]]:
    """By meeting: what is missing before these users may come. Few queries for any number of meetings."""
    users = {user for _, found in coming for user in found} | {meeting.coordinator_id for meeting, _ in coming}
    known = ground(session, now, {one for meeting, _ in coming for one in about(meeting)}, users)
    return {
        meeting.id: known.missing(known.users[meeting.coordinator_id].authority, about(meeting), found)
        for meeting, found in coming
    }


def about(meeting: Meeting) -> list[int]:
    """The citizens whose matters are spoken of."""
    found = {one.citizen_id for one in meeting.participants} | {meeting.citizen_id}
    return sorted(one for one in found if one is not None)


def ground(session: Session, now: datetime, about: Collection[int], users: Collection[int]) -> Ground:
    """Everything that decides whether `users` may come to meetings about these citizens."""
    today = local_day(now)
    speakers = given.speakers(session, about, today)
    adults = {adult.id for found in speakers.values() for adult in found}
    in_force = citizens.consents_in_force(session, adults, today)
    shared = {adult: {consent.authority for consent in in_force.get(adult, ())} for adult in adults}
    return Ground(users_by_id(session, users), speakers, shared)


def withdraw(session: Session, now: datetime, user: User, consent_id: int) -> Consent:
    """Take a consent back: whoever it covered is taken out of the meetings to come, and their coordinators are told.

    Raises NotFoundError.
    """
    consent = given.withdraw(session, now, user, consent_id)
    drop_uncovered(session, now, queries.lock_upcoming(session, consent.citizen_id, now))
    return consent


def drop_uncovered(session: Session, now: datetime, meetings: Collection[Meeting]) -> None:
    """Take out of published meetings, held under lock, those who may not come any more; a notice says who and why."""
    lacking = missing_for(session, now, [(one, messages.users(messages.attending(one))) for one in meetings])
    for meeting in meetings:
        if found := lacking[meeting.id]:
            life.drop(session, now, meeting, {("user", one.user_id) for one in found})
            session.add_all(_notice(now, meeting, one) for one in found)


def _notice(now: datetime, meeting: Meeting, missing: MissingConsent) -> MeetingNotice:
    facts = {"user": missing.user_id, "authority": missing.authority.value, "citizen": missing.citizen_id}
    return MeetingNotice(meeting_id=meeting.id, at=now, kind=WITHDRAWN, facts=facts)
