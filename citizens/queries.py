"""Reading citizens. What is shown to somebody goes through `citizens.service.look`, which leaves a trace."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, selectinload

from accounts.tables import Authority
from citizens.tables import Citizen, Commitment, Consent, Involvement, Status

AFTER_Z = str.maketrans("æøåÆØÅ", "{|}[\\]")
"""The Danish letters as the characters that follow z and Z, so that they sort last and in their own order."""


def citizen(session: Session, citizen_id: int) -> Citizen | None:
    """The citizen with wishes and commitments, or None."""
    whole = (selectinload(Citizen.wishes), selectinload(Citizen.commitments))
    return session.scalars(select(Citizen).where(Citizen.id == citizen_id).options(*whole)).one_or_none()


def citizens_by_id(session: Session, ids: Collection[int]) -> dict[int, Citizen]:
    """The citizens with these ids, without wishes and commitments."""
    return {one.id: one for one in session.scalars(select(Citizen).where(Citizen.id.in_(ids)).order_by(Citizen.id))}


def portfolio(session: Session, consultant_id: int) -> Sequence[Citizen]:
    """A consultant's citizens by name in Danish order."""
    return by_name(session.scalars(select(Citizen).where(Citizen.consultant_id == consultant_id)))


def coordinated(session: Session, coordinator_id: int, absent: Collection[int] = ()) -> Sequence[Citizen]:
    """A coordinator's citizens by name in Danish order; with those of the absent in whose cases the user stands in."""
    return by_name(session.scalars(select(Citizen).where(carried_by(coordinator_id, absent))))


def carried_by(user_id: int, absent: Collection[int]) -> ColumnElement[bool]:
    """The citizens whom the user coordinates, also as the named substitute (stedfortræder) of one of the absent."""
    standing_in = (Citizen.substitute_id == user_id) & Citizen.coordinator_id.in_(list(absent))
    return or_(Citizen.coordinator_id == user_id, standing_in)


def citizen_of_user(session: Session, user_id: int) -> Citizen | None:
    """The citizen who logs in as this user."""
    return session.scalars(select(Citizen).where(Citizen.user_id == user_id)).one_or_none()


def lock_citizen(session: Session, citizen_id: int) -> Citizen:
    """The citizen, locked until the transaction ends, with newest values. Raises NoResultFound."""
    wanted = select(Citizen).where(Citizen.id == citizen_id).with_for_update(key_share=True)
    return session.scalars(wanted.execution_options(populate_existing=True)).one()


def involved_authority(session: Session, citizen_id: int, user_id: int, on: date) -> Authority | None:
    """The authority for which the user is at work in the case on the day `on`; None where the user is not."""
    found = session.get(Involvement, (citizen_id, user_id))
    if found is None or found.since > on or (found.until is not None and found.until < on):
        return None
    return found.authority


def shared_with(session: Session, citizen_id: int, on: date) -> set[Authority]:
    """The authorities that consent or law lets us share with on the day `on`. A withdrawal counts from its day."""
    given = select(Consent.authority).where(
        Consent.citizen_id == citizen_id,
        Consent.given_on <= on,
        or_(Consent.withdrawn_on.is_(None), Consent.withdrawn_on > on),
    )
    return set(session.scalars(given))


def consents_in_force(session: Session, citizen_ids: Collection[int], on: date) -> dict[int, list[Consent]]:
    """By citizen: the consents, and the legal grounds in their place, that count on the day `on`."""
    given = select(Consent).where(
        Consent.citizen_id.in_(citizen_ids),
        Consent.given_on <= on,
        or_(Consent.withdrawn_on.is_(None), Consent.withdrawn_on > on),
    )
    found: dict[int, list[Consent]] = defaultdict(list)
    for consent in session.scalars(given.order_by(Consent.id)):
        found[consent.citizen_id].append(consent)
    return found


def members(session: Session, household_ids: Collection[int]) -> Sequence[Citizen]:
    """The citizens of these households, in the order of their ids."""
    return session.scalars(select(Citizen).where(Citizen.household_id.in_(household_ids)).order_by(Citizen.id)).all()


def actors(session: Session, citizen_id: int, on: date) -> Sequence[Involvement]:
    """Everybody at work for the citizen on the day `on`."""
    at_work = select(Involvement).where(
        Involvement.citizen_id == citizen_id,
        Involvement.since <= on,
        or_(Involvement.until.is_(None), Involvement.until >= on),
    )
    return session.scalars(at_work.order_by(Involvement.user_id)).all()


def commitments(session: Session, citizen_ids: Collection[int]) -> Sequence[Commitment]:
    """The fixed hours in these citizens' weeks."""
    chosen = select(Commitment).where(Commitment.citizen_id.in_(citizen_ids))
    return session.scalars(chosen.order_by(Commitment.id)).all()


def count_by_status(session: Session) -> dict[Status, int]:
    """How many citizens stand where on the status board: figures, nobody's data."""
    rows = session.execute(select(Citizen.status, func.count()).group_by(Citizen.status)).all()
    return {status: int(number) for status, number in sorted(rows, key=lambda row: list(Status).index(row[0]))}


def by_name(found: Iterable[Citizen]) -> Sequence[Citizen]:
    """The citizens by name in Danish order."""
    return sorted(
        found, key=lambda one: (*(part.translate(AFTER_Z) for part in (one.last_name, one.first_name)), one.id)
    )


def known_cpr(session: Session, numbers: Collection[str]) -> set[str]:
    """Those of these CPR numbers that belong to a citizen."""
    return set(session.scalars(select(Citizen.cpr).where(Citizen.cpr.in_(numbers))))


def places_of_towns(session: Session) -> dict[str, tuple[float, float]]:
    """The middle of the citizens' homes in each town: latitude and longitude, by the town in small letters."""
    rows = session.execute(select(Citizen.town, func.avg(Citizen.lat), func.avg(Citizen.lon)).group_by(Citizen.town))
    return {str(town).casefold(): (float(lat), float(lon)) for town, lat, lon in rows}
