"""The form that asks for a meeting, filled in with what is usual for its kind."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from accounts.queries import people, users_by_id
from accounts.tables import Authority, Role, User
from citizens.queries import citizens_by_id
from citizens.service import look_through
from citizens.tables import Citizen
from scheduler import queries
from scheduler.meetings.consents import MissingConsent, missing
from scheduler.meetings.defaults import Suggestion, suggested
from scheduler.meetings.invitations import Invitee
from scheduler.meetings.kinds import Part
from scheduler.meetings.windows import Window, usual
from scheduler.tables import Site
from web.visits import Visit

STAFF = (Role.COORDINATOR, Role.CASEWORKER, Role.CONSULTANT, Role.SUPPORT_WORKER, Role.INTERPRETER, Role.MANAGER)
WISHES = 3
"""How many places can be wished for, in order."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody on the form: `key` as addresses have it, and what is chosen for them; `lacks` a consent to come."""

    key: str
    name: str
    role: Role
    authority: Authority | None
    chosen: str
    lacks: bool


@dataclass(frozen=True, slots=True)
class Lack:
    """A consent that is missing: whose, to sharing with which authority, and for whom."""

    giver: Citizen
    authority: Authority
    people: Sequence[str]


@dataclass(frozen=True, slots=True)
class RequestForm:
    """Everything on the form."""

    citizen: Citizen
    kind: str
    minutes: int
    window: Window
    usual: Sequence[Candidate]
    others: Sequence[Candidate]
    unfilled: Sequence[Part]
    lacks: Sequence[Lack]
    places: Sequence[Site]
    wishes: Sequence[int | None]
    chair_id: int | None
    team_case: bool = False


def request_form(visit: Visit, kind: str, citizen: Citizen, chosen: Mapping[str, str] | None = None) -> RequestForm:
    """The form for a meeting of this kind about the citizen. That the family was seen is logged.

    chosen: what has been chosen already for somebody, by `Candidate.key`; the others have what is usual.
    """
    chosen = chosen or {}
    proposed = suggested(visit.session, visit.now, visit.person, kind, citizen)
    staff = people(visit.session, STAFF)
    asked = {one.user_id for one in proposed.invitees if one.user_id is not None}
    users = users_by_id(visit.session, asked) | {user.id: user for user in staff}
    family = citizens_by_id(visit.session, {one.citizen_id for one in proposed.invitees if one.citizen_id is not None})
    look_through(visit.session, visit.now, visit.person.id, family.values(), "nyt møde")
    lacks = missing(visit.session, visit.now, visit.person, {citizen.id, *family}, list(users))
    lacking = {one.user_id for one in lacks}
    coming = asked | {int(key[1:]) for key, part in chosen.items() if key.startswith("p") and part != "not"}
    places = _places(visit.session, {citizen.id, *family})
    return RequestForm(
        citizen=citizen,
        kind=kind,
        minutes=proposed.kind.minutes,
        window=usual(kind, visit.today),
        usual=_chosen([_candidate(one, users, family, lacking) for one in proposed.invitees], chosen),
        others=_chosen([_of_user(user, "not", lacking) for user in staff if user.id not in asked], chosen),
        unfilled=proposed.unfilled,
        lacks=list(_lacks(visit.session, [one for one in lacks if one.user_id in coming], users)),
        places=places,
        wishes=_wishes(proposed, places),
        chair_id=proposed.chair_id,
    )


def _chosen(candidates: Sequence[Candidate], chosen: Mapping[str, str]) -> list[Candidate]:
    return [replace(one, chosen=chosen.get(one.key, one.chosen)) for one in candidates]


def _candidate(one: Invitee, users: dict[int, User], family: dict[int, Citizen], lacking: Collection[int]) -> Candidate:
    chosen = "pool" if one.pool else "must" if one.required else "may"
    if one.user_id is not None:
        return _of_user(users[one.user_id], "not" if one.user_id in lacking else chosen, lacking)
    citizen = family[one.citizen_id or 0]
    return Candidate(f"c{citizen.id}", citizen.name, Role.CITIZEN, None, chosen, lacks=False)


def _of_user(user: User, chosen: str, lacking: Collection[int]) -> Candidate:
    return Candidate(f"p{user.id}", user.name, user.role, user.authority, chosen, user.id in lacking)


def _lacks(session: Session, lacking: Sequence[MissingConsent], users: dict[int, User]) -> Iterator[Lack]:
    """The consents missing for those who are usually there or were chosen, each once."""
    givers = citizens_by_id(session, {one.citizen_id for one in lacking})
    for giver, authority in dict.fromkeys((one.citizen_id, one.authority) for one in lacking):
        waiting = [one for one in lacking if (one.citizen_id, one.authority) == (giver, authority)]
        yield Lack(givers[giver], authority, [users[one.user_id].name for one in waiting])


def _places(session: Session, homes: Collection[int]) -> list[Site]:
    """Where it may be: the municipality's houses, workplaces, and the homes of those it is about."""
    return [site for site in queries.sites(session) if site.citizen_id is None or site.citizen_id in homes]


def _wishes(proposed: Suggestion, places: Sequence[Site]) -> list[int | None]:
    known = {site.id for site in places}
    wished = [site for site in proposed.site_ids if site in known][:WISHES]
    return [*wished, *[None] * (WISHES - len(wished))]
