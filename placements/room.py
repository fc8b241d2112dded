"""Is there still room? Asked under lock when the employer accepts: the proposal was advice, this decides."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from accounts.queries import lock_users
from citizens.queries import lock_citizen
from citizens.tables import Citizen
from companies import quotas
from companies.queries import lock_unit, months, openings_by_id
from companies.quotas import Use
from companies.tables import Opening, OpeningState, Unit
from core.errors import ConflictError
from placements import queries
from placements.tables import Proposal

CALL = "Kontakt virksomhedskonsulenten."


@dataclass(frozen=True, slots=True)
class Locked:
    """Everything a decision rests on, locked in this order: unit, citizen, then staff by their ids."""

    proposal: Proposal
    opening: Opening
    unit: Unit
    citizen: Citizen
    capacities: dict[int, int | None]
    today: date


def check(session: Session, proposal: Proposal, today: date) -> None:
    """Lock what the proposal needs and check that all of it is still free.

    The caller holds the lock on the proposal. Raises ConflictError with the `rule` that stands in the way.
    """
    opening = openings_by_id(session, [proposal.opening_id])[proposal.opening_id]
    unit, citizen = lock_unit(session, opening.unit_id), lock_citizen(session, proposal.citizen_id)
    staff = [one for one in (citizen.consultant_id, citizen.support_worker_id) if one is not None]
    capacities = {user.id: user.capacity for user in lock_users(session, staff)}
    session.refresh(opening, ["state", "seats"])
    found = Locked(proposal, opening, unit, citizen, capacities, today)
    for rule, obstacle in _obstacles(session, found):
        raise ConflictError(obstacle, rule=rule, proposal=proposal.id)


def use_on(session: Session, unit: Unit, day: date) -> Use:
    """What of the unit's quota is used and free on `day`."""
    limit = quotas.cap(months(session, [unit.id]).get(unit.id, []), day, unit.quota_override)
    return quotas.use(limit, queries.stays(session, [unit.id], day).get(unit.id, []))


def _obstacles(session: Session, found: Locked) -> Iterator[tuple[str, str]]:
    """What stands in the way, the plainest first. What concerns others than the employer is not told in detail."""
    if found.proposal.start < found.today:
        yield "start", "Startdagen er passeret. Bed om et nyt forslag."
    if found.opening.state is not OpeningState.OPEN:
        yield "opening", "Åbningen er ikke åben mere. Åbn den igen, eller sig nej til forslaget."
    if queries.accepted_seats(session, found.opening.id) >= found.opening.seats:
        yield "seats", "Alle pladser i åbningen er optaget. Opret en ny åbning, hvis der er plads til flere."
    yield from _unit_obstacles(session, found)
    if queries.is_engaged(session, found.citizen.id, found.proposal.start, found.proposal.end):
        yield "citizen", f"Forslaget er ikke længere muligt. {CALL}"
    yield from _staff_obstacles(session, found)


def _unit_obstacles(session: Session, found: Locked) -> Iterator[tuple[str, str]]:
    unit, new = found.unit, queries.stay_of(found.proposal, found.citizen.needs)
    limit = quotas.cap(months(session, [unit.id]).get(unit.id, []), found.today, unit.quota_override)
    stays = queries.stays(session, [unit.id], new.start).get(unit.id, [])
    if (full := quotas.full_day(limit, stays, new)) is not None:
        yield "quota", f"Rimelighedskravet er opfyldt {full:%d.%m.%Y}: enheden må have {limit.places} ad gangen."
    if quotas.mentorless_day(unit.mentor_capacity, stays, new) is not None:
        yield "mentor", f"Enheden har ikke flere ledige mentorer i perioden. {CALL}"


def _staff_obstacles(session: Session, found: Locked) -> Iterator[tuple[str, str]]:
    citizen = found.citizen
    carriers = (
        ("consultant", Citizen.consultant_id, citizen.consultant_id),
        ("support", Citizen.support_worker_id, citizen.support_worker_id),
    )
    for rule, column, user_id in carriers:
        capacity = None if user_id is None else found.capacities.get(user_id)
        if user_id is not None and capacity is not None and queries.accepted_by(session, column, user_id) >= capacity:
            yield rule, f"Kommunen har ikke kapacitet til flere nu. {CALL}"
