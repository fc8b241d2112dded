"""The ladder (trappen): from a praktik to løntilskud or paid hours, best in the same firm (B pp. 19-20).

Suggestions say what could come next and what stands in the way; one that is taken becomes a proposal like any other,
which the citizen and the firm say yes or no to.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from accounts.tables import User
from companies.queries import openings, openings_by_id
from companies.quotas import Stay
from companies.tables import Opening, OpeningState
from core.clock import local_day
from core.errors import BadInputError, ConflictError, Fault
from law.schemes import SCHEMES, terms
from law.workdays import ONE_DAY, is_working_day
from placements import lawful, moves, queries
from placements.agreements import drafts
from placements.evidence import building, counting
from placements.evidence.counting import Asked
from placements.filled import queries as filled
from placements.lives.holding import Held, hold, look
from placements.moves import Why
from placements.room import Finding
from placements.states import Side, Step
from placements.tables import OPEN_PROPOSALS, Outcome, Placement, Proposal

WEEKS_WITHOUT_LIMIT = 26
"""How long a step without a longest stay is proposed for; the agreement may leave the end open."""
FULL_TIME = 37.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """A step that could come next: from `start` to `last_day`, and what stands in its way now."""

    scheme: str
    start: date
    last_day: date
    hours: float
    obstacles: tuple[Finding, ...]


def suggestions(session: Session, now: datetime, placed: Placement) -> tuple[NextStep, ...]:
    """The steps nearer to an ordinary wage that are open to the citizen at the firm, those that can be taken first."""
    if placed.outcome not in (None, Outcome.COMPLETED):
        return ()
    held, today = look(session, placed), local_day(now)
    found = [_step(session, now, held, scheme, _after(placed, today), None) for scheme in _nearer(held)]
    return tuple(sorted(found, key=lambda step: bool(step.obstacles)))


def propose_next(
    session: Session,
    now: datetime,
    user: User,
    placement_id: int,
    scheme: str,
    start: date | None = None,
    hours: float | None = None,
) -> Proposal:
    """Propose the next step: at an opening of the unit that fits, or one made for it. One that is open already stays.

    start: from the day after the placement. hours: weekly, as now where they are not given. Raises NotFoundError,
    ForbiddenError, BadInputError, ConflictError with the `rule` that stands in the way.
    """
    held = hold(session, user, placement_id)
    before = _open_step(session, held, scheme)
    if before is not None:
        return before
    first = start or _after(held.placement, local_day(now))
    _check(held, scheme, first, hours, local_day(now))
    step = _step(session, now, held, scheme, first, hours)
    for found in step.obstacles:
        raise ConflictError(found.detail or found.message, rule=found.rule, placement=placement_id)
    return _proposed(session, now, user, held, step)


def _nearer(held: Held) -> Iterator[str]:
    """Schemes above the present one, the least step first, that the target group may have at such a firm."""
    group, sector = held.citizen.target_group, held.unit.company.sector.value
    for scheme in reversed(SCHEMES[: SCHEMES.index(held.placement.scheme)]):
        law = terms(scheme, held.placement.start)
        if law is not None and (group, sector) in law.weeks and _wanted(held, scheme):
            yield scheme


def _wanted(held: Held, scheme: str) -> bool:
    """Whether the caseworker has opened the scheme for the citizen."""
    return held.citizen.schemes is None or scheme in held.citizen.schemes


def _after(placed: Placement, today: date) -> date:
    day = max((placed.ended_on or placed.end or today) + ONE_DAY, today + ONE_DAY)
    while not is_working_day(day):
        day += ONE_DAY
    return day


def _step(session: Session, now: datetime, held: Held, scheme: str, start: date, hours: float | None) -> NextStep:
    law = terms(scheme, start)
    weekly = hours or max(held.placement.hours, 0.0 if law is None else law.least_weekly_hours)
    after = lawful.longest_stay(held.citizen, held.unit.company, scheme, start)
    last_day = (after or start + timedelta(weeks=WEEKS_WITHOUT_LIMIT)) - ONE_DAY
    place = Stay(scheme=scheme, start=start, end=last_day, hours=weekly, mentor=held.placement.mentor)
    found = tuple(_obstacles(session, now, held, place))
    return NextStep(scheme=scheme, start=start, last_day=last_day, hours=weekly, obstacles=found)


def _obstacles(session: Session, now: datetime, held: Held, place: Stay) -> Iterator[Finding]:
    assert place.end is not None
    unit, citizen = held.unit, held.citizen
    for detail in lawful.unlawful(citizen, unit.company, place.scheme, place.start, place.hours):
        yield Finding("scheme", detail)
    if filled.is_engaged(session, citizen.id, place.start, place.end + ONE_DAY, moved=held.placement.id):
        yield Finding("citizen", "Borgeren er optaget af et andet forløb i perioden.")
    others = filled.stays(session, [unit.id], place.start, moved=held.placement.id).get(unit.id, [])
    asked = Asked(place=place, others=others, target_group=citizen.target_group)
    counts = counting.counts(session, now, None, Step.YES, unit, asked)
    yield from (Finding(one.rule, one.words) for one in building.build(counts).findings if not one.holds)


def _check(held: Held, scheme: str, start: date, hours: float | None, today: date) -> None:
    found, placed = [], held.placement
    if placed.outcome not in (None, Outcome.COMPLETED):
        raise ConflictError("Forløbet er endt på en måde, som der ikke bygges videre på.", rule="state")
    if scheme not in _nearer(held):
        found.append(Fault("scheme", "er ikke et trin op for borgeren i den virksomhed"))
    earliest = max(today, placed.start + ONE_DAY)
    if start < earliest:
        found.append(Fault("start", f"skal ligge fra {earliest:%d.%m.%Y}"))
    found += drafts.too_far("start", start, today)
    if hours is not None and not 0 < hours <= FULL_TIME:
        found.append(Fault("hours", f"skal være over 0 og højst {FULL_TIME:g} timer om ugen"))
    if found:
        raise BadInputError(found)


def _open_step(session: Session, held: Held, scheme: str) -> Proposal | None:
    """A proposal of the same step that somebody may still say yes to."""
    mine = queries.proposals_of_citizen(session, held.citizen.id, states=OPEN_PROPOSALS)
    places = openings_by_id(session, {one.opening_id for one in mine})
    same = (one for one in mine if one.scheme == scheme and places[one.opening_id].unit_id == held.unit.id)
    return next(same, None)


def _proposed(session: Session, now: datetime, user: User, held: Held, step: NextStep) -> Proposal:
    fitting, before = _fitting(session, held, step), held.proposal
    made = Proposal(
        citizen_id=held.citizen.id,
        opening_id=(fitting or _made(session, now, held, step)).id,
        scheme=step.scheme,
        start=step.start,
        end=step.last_day + ONE_DAY,
        hours=step.hours,
        score=0.0 if before is None else before.score,
        value=0.0 if before is None else before.value,
        because=[] if before is None else before.because,
        created_at=now,
        changed_at=now,
        follows_id=None if before is None else before.id,
        own_opening=fitting is None,
    )
    moves.propose(session, now, user.id, [made], "næste trin")
    if before is not None:
        moves.take(session, now, user.id, before, Side.MUNICIPALITY, Step.LADDER, Why(step.scheme))
    return made


def _fitting(session: Session, held: Held, step: NextStep) -> Opening | None:
    """An opening of the unit with a free seat, for the scheme, the day and the hours."""
    there = openings(session, unit_id=held.unit.id, states=[OpeningState.OPEN])
    taken = filled.seats_taken(session, [one.id for one in there])
    return next((one for one in there if _fits(one, step) and taken.get(one.id, 0) < one.seats), None)


def _fits(opening: Opening, step: NextStep) -> bool:
    in_time = opening.start_earliest <= step.start <= opening.start_latest
    return step.scheme in opening.schemes and in_time and opening.hours_min <= step.hours <= opening.hours_max


def _made(session: Session, now: datetime, held: Held, step: NextStep) -> Opening:
    """An opening like the one that the citizen came by, for this step alone."""
    like = _model(session, held)
    made = Opening(
        unit_id=held.unit.id,
        state=OpeningState.CLOSED,
        title=like.title,
        occupation=like.occupation,
        schemes=[step.scheme],
        seats=1,
        start_earliest=step.start,
        start_latest=step.start,
        weeks=((step.last_day - step.start).days + 1) // 7,
        hours_min=step.hours,
        hours_max=step.hours,
        language=like.language,
        description=like.description,
        created_at=now,
        copied_from_id=like.id,
    )
    session.add(made)
    session.flush()
    return made


def _model(session: Session, held: Held) -> Opening:
    """The placement's own opening, or else the newest of the unit."""
    if held.proposal is not None:
        return openings_by_id(session, [held.proposal.opening_id])[held.proposal.opening_id]
    there = openings(session, unit_id=held.unit.id)
    if not there:
        raise ConflictError("Virksomheden har intet opslag at bygge på. Opret et til det næste trin.", rule="opening")
    return there[-1]
