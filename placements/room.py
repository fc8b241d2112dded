"""Is there still room, and is it lawful? Asked under lock when the employer accepts: the proposal was advice.

The cap (rimelighedskrav), additional employment and the employees' statement are decided in `evidence`, which keeps
what each decision rests on; everything else is found here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from accounts.queries import lock_users, users_by_id
from citizens.queries import citizens_by_id, lock_citizen
from citizens.tables import Citizen, Status
from companies import quotas
from companies.queries import lock_unit, months, openings_by_id, units_by_id
from companies.quotas import Stay, Use
from companies.tables import Opening, OpeningState, Unit
from core.clock import local_day
from core.errors import ConflictError
from placements import board, former, lawful, queries
from placements.evidence import building, counting
from placements.evidence.counting import Asked
from placements.evidence.deciding import RefusedError, decide
from placements.evidence.tables import QuotaDecision
from placements.filled import queries as filled
from placements.states import Step
from placements.tables import Proposal

CALL = "Kontakt virksomhedskonsulenten."
NOT_POSSIBLE = f"Forslaget er ikke længere muligt. {CALL}"
GONE = "gone"
"""What an employer is told, and by which rule, where the reason is the citizen's own."""
AWAY = "Borgeren står ikke som klar på statustavlen. Flyt borgeren dertil først, hvis forslaget stadig gælder."
LONGEST_STAY, LAST_EMPLOYER = "longest_stay", "last_employer"
SOFT = frozenset({"additional", "statement", LAST_EMPLOYER, LONGEST_STAY})
"""Findings that the citizen's caseworker may let pass, with a reason (`placements.tables.Overruling`)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that stands in the way: what anybody may be told, and what only the municipality is told."""

    rule: str
    message: str
    detail: str = ""
    overruled: bool = False

    @property
    def soft(self) -> bool:
        """Whether a caseworker may let it pass."""
        return self.rule in SOFT


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for, and everything the answer rests on."""

    proposal: Proposal
    opening: Opening
    unit: Unit
    citizen: Citizen
    capacities: dict[int, int | None]
    today: date
    step: Step
    open_ended: bool = False

    @property
    def place(self) -> Stay:
        """The place that the proposal would fill."""
        stay = filled.stay_of(self.proposal, self.citizen.needs)
        return replace(stay, end=None) if self.open_ended else stay


def check(session: Session, now: datetime, user_id: int | None, proposal: Proposal, step: Step) -> None:
    """Lock what the proposal needs, and decide whether all of it is still free and lawful.

    The caller holds the lock on the proposal. Raises ConflictError with the `rule` that stands in the way; where that
    is one of the cap's, the refusal is kept as evidence.
    """
    asked = lock(session, proposal, local_day(now), step)
    for found in obstacles(session, asked):
        words = told(found, step)
        raise ConflictError(words, rule=GONE if words == NOT_POSSIBLE else found.rule, proposal=proposal.id)
    decision = decided(session, now, user_id, asked)
    if not decision.allowed:
        raise RefusedError(decision)


def told(found: Finding, step: Step) -> str:
    """A finding in words for who takes the step: the employer's yes is the only one that is not the municipality's."""
    return found.message if step is Step.YES else found.detail or found.message


def findings(session: Session, now: datetime, proposal: Proposal, step: Step = Step.YES) -> list[Finding]:
    """Everything that stands in the way now, those let pass with it: a look without lock, for the municipality."""
    asked = _question(session, proposal, local_day(now), step)
    counts = counting.counts(session, now, None, step, asked.unit, _asked(session, asked))
    under_cap = [one for one in building.build(counts).findings if not one.holds]
    passed = {one.rule for one in queries.overrulings(session, proposal.id)}
    let = [Finding(one.rule, one.message, one.detail, one.rule in passed) for one in _all(session, asked)]
    return [*let, *(Finding(one.rule, one.words, "", one.rule in passed) for one in under_cap)]


def lock(session: Session, proposal: Proposal, today: date, step: Step) -> Question:
    """Everything a decision rests on, locked in this order: unit, citizen, then staff by their ids."""
    opening = openings_by_id(session, [proposal.opening_id])[proposal.opening_id]
    lock_unit(session, opening.unit_id)
    citizen = lock_citizen(session, proposal.citizen_id)
    capacities = {user.id: user.capacity for user in lock_users(session, _staff(citizen))}
    session.refresh(opening, ["state", "seats", "standing"])
    unit = units_by_id(session, [opening.unit_id])[opening.unit_id]
    return Question(proposal, opening, unit, citizen, capacities, today, step)


def obstacles(session: Session, asked: Question) -> Iterator[Finding]:
    """What stands in the way beside the cap, the plainest first, without what a caseworker has let pass."""
    passed = {one.rule for one in queries.overrulings(session, asked.proposal.id)}
    return (found for found in _all(session, asked) if found.rule not in passed)


def decided(session: Session, now: datetime, user_id: int | None, asked: Question) -> QuotaDecision:
    """The decision under the cap, kept. The caller holds the unit's lock."""
    return decide(session, now, user_id, asked.step, asked.unit, _asked(session, asked))


def use_on(session: Session, unit: Unit, day: date) -> Use:
    """What of the unit's quota is used and free on `day`."""
    limit = quotas.cap(months(session, [unit.id]).get(unit.id, []), day, unit.quota_override)
    return quotas.use(limit, filled.stays(session, [unit.id], day).get(unit.id, []))


def _question(session: Session, proposal: Proposal, today: date, step: Step) -> Question:
    opening = openings_by_id(session, [proposal.opening_id])[proposal.opening_id]
    citizen = citizens_by_id(session, [proposal.citizen_id])[proposal.citizen_id]
    capacities = {user.id: user.capacity for user in users_by_id(session, _staff(citizen)).values()}
    return Question(proposal, opening, opening.unit, citizen, capacities, today, step)


def _staff(citizen: Citizen) -> list[int]:
    return [one for one in (citizen.consultant_id, citizen.support_worker_id) if one is not None]


def _asked(session: Session, asked: Question) -> Asked:
    return Asked(
        place=asked.place,
        others=_others(session, asked),
        target_group=asked.citizen.target_group,
        proposal_id=asked.proposal.id,
    )


def _others(session: Session, asked: Question) -> list[Stay]:
    unit, own = asked.unit.id, asked.proposal
    return filled.stays(session, [unit], own.start, without=own.id).get(unit, [])


def _all(session: Session, asked: Question) -> Iterator[Finding]:
    if asked.proposal.start < asked.today:
        yield Finding("start", "Startdagen er passeret. Bed om et nyt forslag.")
    yield from _in_the_opening(session, asked)
    yield from _in_the_law(session, asked)
    if quotas.mentorless_day(asked.unit.mentor_capacity, _others(session, asked), asked.place) is not None:
        yield Finding("mentor", f"Enheden har ikke flere ledige mentorer i perioden. {CALL}")
    own = asked.proposal
    if asked.citizen.status is Status.DONE:
        yield Finding("citizen", NOT_POSSIBLE, "Borgerens sag er afsluttet.")
    elif asked.step is Step.YES and asked.citizen.status not in board.MOVED_HERE:
        yield Finding("citizen", NOT_POSSIBLE, AWAY)
    if filled.is_engaged(session, asked.citizen.id, own.start, own.end, without=own.id):
        yield Finding("citizen", NOT_POSSIBLE, "Borgeren er optaget af et andet forløb i perioden.")
    yield from _with_the_staff(session, asked)


def _in_the_opening(session: Session, asked: Question) -> Iterator[Finding]:
    """A seat that somebody has been promised is theirs, also where the opening is closed since."""
    opening, promised = asked.opening, asked.step is not Step.YES or asked.proposal.own_opening
    if not promised and opening.state is not OpeningState.OPEN:
        yield Finding("opening", "Opslaget er ikke åbent mere. Åbn det igen, eller sig nej til forslaget.")
    taken = filled.seats_taken(session, [opening.id], without=asked.proposal.id)
    if taken.get(opening.id, 0) >= opening.seats:
        yield Finding("seats", "Alle pladser i opslaget er optaget. Opret et nyt opslag, hvis der er plads til flere.")


def _in_the_law(session: Session, asked: Question) -> Iterator[Finding]:
    own, citizen, company = asked.proposal, asked.citizen, asked.unit.company
    for detail in lawful.unlawful(citizen, company, own.scheme, own.start, own.hours):
        yield Finding("scheme", NOT_POSSIBLE, detail)
    most = lawful.longest_stay(citizen, company, own.scheme, own.start)
    if most is not None and own.end > most:
        yield Finding(LONGEST_STAY, NOT_POSSIBLE, f"Forløbet kan senest slutte {most - filled.ONE_DAY:%d.%m.%Y}.")
    if former.back_to_last_employer(session, citizen, company, own.scheme):
        yield Finding(LAST_EMPLOYER, NOT_POSSIBLE, "Praktik må ikke ligge hos borgerens seneste arbejdsgiver.")


def _with_the_staff(session: Session, asked: Question) -> Iterator[Finding]:
    citizen, own = asked.citizen, asked.proposal.id
    carriers = (
        ("consultant", Citizen.consultant_id, citizen.consultant_id),
        ("support", Citizen.support_worker_id, citizen.support_worker_id),
    )
    for rule, column, user_id in carriers:
        capacity = None if user_id is None else asked.capacities.get(user_id)
        if user_id is None or capacity is None:
            continue
        if filled.promised_by(session, column, user_id, without=own) >= capacity:
            yield Finding(rule, f"Kommunen har ikke kapacitet til flere nu. {CALL}")
