"""What a meeting of a kind looks like before anybody changes it: who is asked, and where it may be held."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from accounts.tables import Authority, User
from citizens import queries as citizens
from citizens.tables import Citizen
from core.clock import local_day
from scheduler import queries
from scheduler.meetings import consents
from scheduler.meetings.invitations import Invitee
from scheduler.meetings.kinds import KINDS, MeetingKind, Part, Where

Person = tuple[int | None, int | None]
"""A user or a citizen, as `Invitee` names them."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A meeting as it might be asked for. unfilled: the parts that must be named by hand. missing: the consents
    without which somebody suggested may not come."""

    kind: MeetingKind
    invitees: Sequence[Invitee]
    chair_id: int | None
    site_ids: Sequence[int]
    unfilled: Sequence[Part]
    missing: Sequence[consents.MissingConsent]


def suggested(session: Session, now: datetime, host: User, kind: str, citizen: Citizen) -> Suggestion:
    """Who is to be at a meeting of this kind about the citizen, convened by `host`, and where."""
    terms = KINDS[kind]
    case = _Case(session, citizen, local_day(now))
    invitees = {who: Invitee(*who, required=False) for part in terms.optional for who in case.people(part)}
    invitees |= {who: Invitee(*who) for part in terms.required for who in case.people(part)}
    in_order = sorted(invitees.values(), key=lambda one: (not one.required, one.citizen_id is None))
    users = [one.user_id for one in in_order if one.user_id is not None]
    about = {citizen.id, *(one.citizen_id for one in in_order if one.citizen_id is not None)}
    chair = next((user for user, _ in case.people(terms.chair) if user in users), None)
    return Suggestion(
        kind=terms,
        invitees=in_order,
        chair_id=chair,
        site_ids=case.sites(terms.where),
        unfilled=[part for part in terms.required if not any(case.people(part))],
        missing=consents.missing(session, now, host, about, users),
    )


@dataclass(frozen=True, slots=True)
class _Case:
    """A citizen's case, asked who fills which part on a day."""

    session: Session
    citizen: Citizen
    today: date

    def people(self, part: Part) -> Iterator[Person]:
        """Everybody who fills the part; nobody where the case does not say."""
        if part is Part.HOUSEHOLD:
            yield from ((None, one) for one in self._household())
        elif part is Part.CITIZEN:
            yield None, self.citizen.id
        else:
            yield from ((user, None) for user in self._users(part))

    def sites(self, where: Where) -> list[int]:
        """The sites where it may be held: at home, in a house with rooms, or both. Workplaces are named by hand."""
        homes = [site.id for site in queries.homes(self.session, self.citizen.id)]
        houses = [site.id for site in queries.houses(self.session)]
        return {Where.HOME: homes, Where.HOUSE: houses, Where.WISH: homes + houses, Where.WORKPLACE: []}[where]

    def _household(self) -> list[int]:
        if self.citizen.household_id is None:
            return [self.citizen.id]
        return [one.id for one in citizens.members(self.session, [self.citizen.household_id])]

    def _users(self, part: Part) -> list[int]:
        citizen = self.citizen
        actors = citizens.actors(self.session, citizen.id, self.today)
        found: dict[Part, Sequence[int | None]] = {
            Part.COORDINATOR: [citizen.coordinator_id],
            Part.CASEWORKER: [citizen.caseworker_id],
            Part.CONSULTANT: [citizen.consultant_id],
            Part.SUPPORT_WORKER: [citizen.support_worker_id],
            Part.SOCIAL_CASEWORKER: [one.user_id for one in actors if one.authority == Authority.SOCIAL][:1],
            Part.ACTORS: [one.user_id for one in actors],
        }
        return [user for user in found.get(part, []) if user is not None]
