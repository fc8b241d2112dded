"""What is asked of match runs."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, or_, select, true
from sqlalchemy.orm import Session, aliased, contains_eager, selectinload

from citizens.tables import CaseEvent, Citizen, EventKind, Status
from companies.tables import Company, Opening, OpeningState, Unit
from core.runs import RunState
from matcher.scopes import EVERYBODY, Scope, ScopeKind
from matcher.tables import MatchRun, RunHeld, RunProposal, RunUnplaced
from matcher.taken import SETTLED, Holding
from placements.tables import OPEN_PROPOSALS, Placement, Proposal, ProposalState, RerunWanted


def run(session: Session, run_id: int) -> MatchRun | None:
    """One run."""
    return session.get(MatchRun, run_id)


def runs(session: Session, limit: int, before: int | None = None) -> Sequence[MatchRun]:
    """The newest runs first; with `before`, those older than that run."""
    chosen = select(MatchRun).order_by(MatchRun.id.desc()).limit(limit)
    return session.scalars(chosen if before is None else chosen.where(MatchRun.id < before)).all()


def waiting(session: Session, scope: Scope, day: date, parameters: Mapping[str, object]) -> MatchRun | None:
    """The run that nobody has begun and that asks for the same."""
    chosen = select(MatchRun).where(MatchRun.state == RunState.QUEUED, MatchRun.day == day, *_is(scope))
    return next((run for run in session.scalars(chosen.order_by(MatchRun.id)) if run.parameters == parameters), None)


def latest_done(session: Session, scope: Scope = EVERYBODY, before: int | None = None) -> MatchRun | None:
    """The newest run of this scope that has an answer; with `before`, of those older than that run."""
    done = select(MatchRun).where(MatchRun.state == RunState.DONE, *_is(scope))
    if before is not None:
        done = done.where(MatchRun.id < before)
    return session.scalars(done.order_by(MatchRun.finished_at.desc(), MatchRun.id.desc()).limit(1)).one_or_none()


def _is(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    return MatchRun.scope == scope.kind.value, MatchRun.scope_id.is_not_distinct_from(scope.id)


def under_way(session: Session) -> Sequence[MatchRun]:
    """The runs that wait or are at work, the newest first."""
    chosen = select(MatchRun).where(MatchRun.state.in_([RunState.QUEUED, RunState.RUNNING]))
    return session.scalars(chosen.order_by(MatchRun.id.desc())).all()


def proposed_by(session: Session, run_id: int, scope: Scope) -> Sequence[tuple[Proposal, Citizen]]:
    """What a run proposed within a scope, with whom."""
    chosen = select(Proposal, Citizen).join(RunProposal, RunProposal.proposal_id == Proposal.id)
    chosen = chosen.join(Citizen, Citizen.id == Proposal.citizen_id).where(RunProposal.run_id == run_id)
    return [(one, who) for one, who in session.execute(chosen.where(_within(scope)).order_by(Proposal.id))]


def proposed_now(
    session: Session, scope: Scope, others: Collection[int], seeking: Collection[Status]
) -> Sequence[tuple[Proposal, Citizen]]:
    """The open proposals within a scope, and those of the `others`, of everybody who is `seeking`."""
    chosen = select(Proposal, Citizen).join(Citizen, Citizen.id == Proposal.citizen_id)
    chosen = chosen.where(Proposal.state.in_(OPEN_PROPOSALS), Citizen.status.in_(seeking))
    found = session.execute(chosen.where(or_(_within(scope), Citizen.id.in_(others))).order_by(Proposal.id))
    return [(one, who) for one, who in found]


def _within(scope: Scope) -> ColumnElement[bool]:
    column = {
        ScopeKind.PORTFOLIO: Citizen.consultant_id,
        ScopeKind.CITIZEN: Citizen.id,
        ScopeKind.OPENING: Proposal.opening_id,
    }.get(scope.kind)
    return true() if column is None else column == scope.id


def reruns_wanted(session: Session) -> Sequence[RerunWanted]:
    """What no run has taken on yet, the oldest first; locked, and without what another worker is taking on."""
    chosen = select(RerunWanted).where(RerunWanted.done_at.is_(None)).order_by(RerunWanted.at, RerunWanted.id)
    return session.scalars(chosen.with_for_update(skip_locked=True)).all()


def causes(session: Session, run_ids: Collection[int]) -> dict[int, list[RerunWanted]]:
    """By run, what it was wanted for."""
    found: defaultdict[int, list[RerunWanted]] = defaultdict(list)
    for row in session.scalars(select(RerunWanted).where(RerunWanted.run_id.in_(run_ids)).order_by(RerunWanted.id)):
        if row.run_id is not None:
            found[row.run_id].append(row)
    return found


def holding(session: Session, citizens: Iterable[int]) -> Sequence[Proposal]:
    """The proposals of these citizens that hold a seat: not answered yet, or answered with a yes; locked, so that
    nobody answers while they are replaced.
    """
    chosen = select(Proposal).where(Proposal.citizen_id.in_(citizens), Proposal.state.in_(OPEN_PROPOSALS))
    return session.scalars(chosen.order_by(Proposal.id).with_for_update()).all()


def holdings(session: Session) -> list[Holding]:
    """Every proposal that holds a seat, whoever it is for."""
    chosen = (
        select(
            Proposal,
            Opening.unit_id,
            Opening.standing,
            Citizen.needs,
            Citizen.consultant_id,
            Citizen.support_worker_id,
        )
        .join(Opening, Opening.id == Proposal.opening_id)
        .join(Citizen, Citizen.id == Proposal.citizen_id)
        .where(Proposal.state.in_([*OPEN_PROPOSALS, *SETTLED]))
    )
    return [Holding(*row) for row in session.execute(chosen.order_by(Proposal.id))]


def unfinished(session: Session, day: date) -> Sequence[Placement]:
    """The placements that take room on `day` or later."""
    current = select(Placement).where(Placement.ended_on.is_(None), or_(Placement.end.is_(None), Placement.end >= day))
    return session.scalars(current.order_by(Placement.id)).all()


def came_to_nothing(
    session: Session, states: Collection[ProposalState], citizens: Collection[int], openings: Collection[int]
) -> list[tuple[int, int]]:
    """The pairs of these citizens and openings that have a proposal in one of `states`, as ids."""
    chosen = select(Proposal.citizen_id, Proposal.opening_id).where(Proposal.state.in_(states)).order_by(Proposal.id)
    found = dict.fromkeys((citizen, opening) for citizen, opening in session.execute(chosen))
    return [(citizen, opening) for citizen, opening in found if citizen in citizens and opening in openings]


def proposals_of_run(session: Session, run_id: int) -> Sequence[Proposal]:
    """What a run proposed, or left as it stood."""
    chosen = select(Proposal).join(RunProposal).where(RunProposal.run_id == run_id)
    return session.scalars(chosen.order_by(Proposal.id)).all()


def runners_up(session: Session, proposals: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """By proposal, the citizen's next best openings when a run last looked for them."""
    chosen = select(RunProposal).where(RunProposal.proposal_id.in_(proposals)).order_by(RunProposal.run_id)
    return {row.proposal_id: row.runners_up for row in session.scalars(chosen) if row.runners_up}


def unplaced(session: Session, run_id: int, consultant_id: int) -> Sequence[tuple[RunUnplaced, Citizen]]:
    """A consultant's citizens whom a run could not place, with what stood in the way."""
    rows = session.execute(
        select(RunUnplaced, Citizen)
        .join(Citizen, Citizen.id == RunUnplaced.citizen_id)
        .where(RunUnplaced.run_id == run_id, Citizen.consultant_id == consultant_id)
        .order_by(Citizen.last_name, Citizen.first_name, Citizen.id)
    )
    return [(row, citizen) for row, citizen in rows]


def newest_unplaced(session: Session, consultant_id: int) -> dict[int, RunUnplaced]:
    """By citizen of the consultant's, what stood in the way when a run last left them out."""
    later = aliased(RunUnplaced)
    newest = select(func.max(later.run_id)).where(later.citizen_id == RunUnplaced.citizen_id).scalar_subquery()
    chosen = select(RunUnplaced).join(Citizen, Citizen.id == RunUnplaced.citizen_id)
    rows = session.scalars(chosen.where(Citizen.consultant_id == consultant_id, RunUnplaced.run_id == newest))
    return {row.citizen_id: row for row in rows}


def open_of(session: Session, citizens: Collection[int]) -> Sequence[Proposal]:
    """The open proposals of these citizens."""
    chosen = select(Proposal).where(Proposal.citizen_id.in_(citizens), Proposal.state.in_(OPEN_PROPOSALS))
    return session.scalars(chosen.order_by(Proposal.id)).all()


@dataclass(frozen=True, slots=True)
class SeatsHeld:
    """Of an opening's seats: those that somebody has been proposed, and those taken for good."""

    proposed: int = 0
    taken: int = 0


def seats_held(session: Session, openings: Collection[int]) -> dict[int, SeatsHeld]:
    """By opening, how many seats are held; those without any are left out."""
    chosen = select(Proposal.opening_id, Proposal.state, Opening.standing).join(Opening)
    held = chosen.where(Proposal.opening_id.in_(openings), Proposal.state.in_([*OPEN_PROPOSALS, *SETTLED]))
    proposed: Counter[int] = Counter()
    taken: Counter[int] = Counter()
    for opening, state, standing in session.execute(held):
        if state == ProposalState.PROPOSED:
            proposed[opening] += 1
        elif not standing or state not in (ProposalState.COMPLETED, ProposalState.JOB):
            taken[opening] += 1
    return {opening: SeatsHeld(proposed[opening], taken[opening]) for opening in proposed.keys() | taken.keys()}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which openings are asked for: words of title, firm or town, a scheme, a state, a consultant's own firms."""

    text: str = ""
    scheme: str | None = None
    state: OpeningState | None = None
    consultant: int | None = None


def openings_wanted(session: Session, wanted: Wanted, after: int, limit: int) -> Sequence[Opening]:
    """Openings by id from the one after `after`, with unit and company, of firms that are still there."""
    chosen = select(Opening).join(Opening.unit).join(Unit.company).where(Company.merged_into_id.is_(None))
    for word in wanted.text.split():
        like = f"%{word.replace('%', '')}%"
        found = (Opening.title.ilike(like), Company.name.ilike(like), Unit.name.ilike(like), Unit.town.ilike(like))
        chosen = chosen.where(or_(*found))
    if wanted.scheme is not None:
        chosen = chosen.where(cast(Opening.schemes, String).like(f'%"{wanted.scheme}"%'))
    if wanted.state is not None:
        chosen = chosen.where(Opening.state == wanted.state)
    if wanted.consultant is not None:
        chosen = chosen.where(Company.consultant_id == wanted.consultant)
    whole = contains_eager(Opening.unit).contains_eager(Unit.company)
    return session.scalars(chosen.where(Opening.id > after).order_by(Opening.id).limit(limit).options(whole)).all()


def referred(session: Session, first: date, last: date) -> Sequence[tuple[Citizen, date]]:
    """Those who were referred from `first` to `last`, and the day, with wishes and commitments."""
    chosen = (
        select(Citizen, CaseEvent.on)
        .join(CaseEvent, CaseEvent.citizen_id == Citizen.id)
        .where(CaseEvent.kind == EventKind.REFERRAL, CaseEvent.on.between(first, last))
        .order_by(CaseEvent.on, Citizen.id)
    )
    rows = session.execute(chosen.options(selectinload(Citizen.wishes), selectinload(Citizen.commitments)))
    return [(citizen, on) for citizen, on in rows]


def openings_made(session: Session, first: datetime, last: datetime) -> Sequence[Opening]:
    """The openings registered from `first` to before `last`, with their shifts, whatever became of them."""
    chosen = select(Opening).where(Opening.created_at >= first, Opening.created_at < last)
    return session.scalars(chosen.order_by(Opening.created_at, Opening.id).options(selectinload(Opening.shifts))).all()


def count_held(session: Session, run_id: int) -> int:
    """How many places a run holds back for those who come later."""
    return session.scalar(select(func.count()).select_from(RunHeld).where(RunHeld.run_id == run_id)) or 0


def held(session: Session, run_id: int, consultant_id: int) -> Sequence[tuple[RunHeld, Citizen]]:
    """The places that a run holds back from a consultant's citizens, who have no proposal therefore."""
    chosen = (
        select(RunHeld, Citizen)
        .join(Citizen, Citizen.id == RunHeld.citizen_id)
        .where(RunHeld.run_id == run_id, Citizen.consultant_id == consultant_id)
    )
    return [(one, citizen) for one, citizen in session.execute(chosen.order_by(Citizen.id))]
