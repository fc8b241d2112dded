"""Consent (samtykke): who has given it to share with which authority; written down, withdrawn, looked up."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from accounts.tables import Authority, User
from citizens import queries, service
from citizens.tables import Citizen, Consent
from core import audit
from core.clock import local_day
from core.errors import BadInputError, Fault, NotFoundError

ADULT = 18
LONGEST_SCOPE = 500


def record(
    session: Session,
    now: datetime,
    user: User,
    citizen_id: int,
    authority: Authority,
    scope: str,
    given_on: date | None = None,
) -> Consent:
    """Write down a consent that the citizen gave, today where `given_on` says nothing else. Twice is once.

    Raises NotFoundError where the user may not see the citizen, BadInputError.
    """
    citizen = service.look(session, now, user.id, citizen_id, "samtykke")
    today = local_day(now)
    given_on, scope = given_on or today, scope.strip()
    if faults := _faults(citizen, scope, given_on, today):
        raise BadInputError(faults)
    for known in queries.consents_in_force(session, [citizen_id], today)[citizen_id]:
        if (known.authority, known.scope) == (authority, scope):
            return known
    consent = Consent(citizen_id=citizen_id, authority=authority, scope=scope, given_on=given_on, recorded_by=user.id)
    session.add(consent)
    session.flush()
    audit.record(session, now, user.id, "consent.recorded", f"citizen:{citizen_id}", authority=authority.value)
    return consent


def withdraw(session: Session, now: datetime, user: User, consent_id: int) -> Consent:
    """Write down that the citizen takes a consent back, from today on. Twice is once.

    Raises NotFoundError where there is none, or the user may not see the citizen.
    """
    consent = session.get(Consent, consent_id)
    if consent is None:
        raise NotFoundError("Samtykket findes ikke.", consent=consent_id)
    service.look(session, now, user.id, consent.citizen_id, "samtykke")
    if consent.withdrawn_on is None:
        consent.withdrawn_on = local_day(now)
        subject = f"citizen:{consent.citizen_id}"
        audit.record(session, now, user.id, "consent.withdrawn", subject, authority=consent.authority.value)
        session.flush()
    return consent


def speakers(session: Session, citizen_ids: Collection[int], on: date) -> Mapping[int, list[Citizen]]:
    """By citizen: the adults whose consent it takes: the citizen, for a child the adults of the household.

    A child who lives with no adult we know of stands alone: nobody can consent before one is known.
    """
    named = queries.citizens_by_id(session, citizen_ids).values()
    homes = {one.household_id for one in named if one.household_id is not None and not is_adult(one, on)}
    family: dict[int | None, list[Citizen]] = defaultdict(list)
    for one in queries.members(session, homes):
        if is_adult(one, on):
            family[one.household_id].append(one)
    return {one.id: [one] if is_adult(one, on) else family[one.household_id] or [one] for one in named}


def is_adult(citizen: Citizen, on: date) -> bool:
    """Whether the citizen speaks for himself or herself on the day `on`."""
    born = citizen.birth_date
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day)) >= ADULT


def _faults(citizen: Citizen, scope: str, given_on: date, today: date) -> list[Fault]:
    found = []
    if not scope:
        found.append(Fault("scope", "skriv, hvad samtykket gælder"))
    if len(scope) > LONGEST_SCOPE:
        found.append(Fault("scope", f"er for lang; højst {LONGEST_SCOPE} tegn"))
    if given_on > today:
        found.append(Fault("given_on", "ligger i fremtiden; skriv den dag, samtykket blev givet"))
    if not is_adult(citizen, today):
        found.append(Fault("citizen", f"er under {ADULT} år; samtykket gives af en voksen i husstanden"))
    return found
