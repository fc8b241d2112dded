"""Who may be asked to a meeting about a citizen, and where it may be held."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from accounts.queries import users_by_id
from accounts.tables import User
from citizens.queries import citizens_by_id
from citizens.tables import Citizen
from core.errors import Fault
from scheduler import queries
from scheduler.meetings import consents


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody asked to a meeting: a user or a citizen. Those with the same `pool` stand in for each other."""

    user_id: int | None = None
    citizen_id: int | None = None
    required: bool = True
    pool: int | None = None


def faults(
    session: Session,
    now: datetime,
    host: User,
    citizen: Citizen | None,
    site_ids: Sequence[int],
    invitees: Sequence[Invitee],
) -> list[Fault]:
    """What is wrong with asking `invitees` to a meeting about `citizen` at one of the sites, on behalf of `host`.

    Places are `participants[2].user` and `sites[0]`. Nobody from another authority comes without consent: the fault
    says whose, and to sharing with which authority; `consents.missing` says the same in ids.
    """
    found = [
        *_repeated(invitees),
        *_users(session, invitees),
        *_citizens(session, citizen, invitees),
        *_sites(session, citizen, site_ids),
    ]
    return found or list(_consents(session, now, host, citizen, invitees))


def _repeated(invitees: Sequence[Invitee]) -> Iterator[Fault]:
    seen: Counter[tuple[int | None, int | None]] = Counter()
    for place, one in enumerate(invitees):
        seen[one.user_id, one.citizen_id] += 1
        if (one.user_id is None) == (one.citizen_id is None):
            yield Fault(f"participants[{place}]", "nævn enten en bruger eller en borger")
        elif seen[one.user_id, one.citizen_id] > 1:
            yield Fault(f"participants[{place}]", "er nævnt før; fjern gentagelsen")


def _users(session: Session, invitees: Sequence[Invitee]) -> Iterator[Fault]:
    known = users_by_id(session, _ids(one.user_id for one in invitees))
    for place, one in enumerate(invitees):
        if one.user_id is not None and one.user_id not in known:
            yield Fault(f"participants[{place}].user", "brugeren findes ikke")


def _consents(
    session: Session, now: datetime, host: User, citizen: Citizen | None, invitees: Sequence[Invitee]
) -> Iterator[Fault]:
    about = _ids(one.citizen_id for one in invitees) | ({citizen.id} if citizen is not None else set())
    places = {one.user_id: place for place, one in enumerate(invitees)}
    missing = consents.missing(session, now, host, about, _ids(one.user_id for one in invitees))
    names = citizens_by_id(session, {one.citizen_id for one in missing})
    for one in sorted(missing, key=lambda one: (places[one.user_id], one.citizen_id)):
        area, name = consents.AUTHORITIES[one.authority], names[one.citizen_id].name
        yield Fault(
            f"participants[{places[one.user_id]}].user", f"kommer fra {area}; indhent først samtykke fra {name}"
        )


def _citizens(session: Session, citizen: Citizen | None, invitees: Sequence[Invitee]) -> Iterator[Fault]:
    known = citizens_by_id(session, _ids(one.citizen_id for one in invitees))
    for place, one in enumerate(invitees):
        if one.citizen_id is not None and not _is_family(citizen, known, one.citizen_id):
            yield Fault(f"participants[{place}].citizen", "hører ikke til borgerens husstand")


def _sites(session: Session, citizen: Citizen | None, site_ids: Sequence[int]) -> Iterator[Fault]:
    sites = {site.id: site for site in queries.sites(session)}
    homes = citizens_by_id(session, _ids(sites[one].citizen_id for one in site_ids if one in sites))
    for place, site_id in enumerate(site_ids):
        site = sites.get(site_id)
        if site is None or (site.citizen_id is not None and not _is_family(citizen, homes, site.citizen_id)):
            yield Fault(f"sites[{place}]", "mødestedet findes ikke, eller det er en anden families hjem")


def _is_family(citizen: Citizen | None, known: Mapping[int, Citizen], other_id: int) -> bool:
    other = known.get(other_id)
    if other is None or citizen is None:
        return False
    shared = citizen.household_id is not None and other.household_id == citizen.household_id
    return other.id == citizen.id or shared


def _ids(found: Iterable[int | None]) -> set[int]:
    return {one for one in found if one is not None}
