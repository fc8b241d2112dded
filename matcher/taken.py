"""The room that is taken already: by placements, and by the proposals of those who are not to be placed anew."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from matcher.engine.problem import Occupied
from placements.tables import OPEN_PROPOSALS, Placement, Proposal, ProposalState

ONE_DAY = timedelta(days=1)
MENTOR = "mentor"
SETTLED = (ProposalState.PLACED, ProposalState.COMPLETED, ProposalState.JOB)
"""States whose proposals hold a seat beside those that are open. Of a standing opening the seat is free at the end."""


@dataclass(frozen=True, slots=True)
class Holding:
    """A proposal that holds a seat, with what of its citizen and opening says what else it takes."""

    proposal: Proposal
    unit: int
    standing: bool
    needs: Sequence[str]
    consultant: int
    support_worker: int | None

    @property
    def holds_seat(self) -> bool:
        """Whether the seat is not free: also that of a placement that has ended, where the opening does not refill."""
        return not self.standing or self.proposal.state in (*OPEN_PROPOSALS, ProposalState.PLACED)

    @property
    def stay(self) -> Occupied:
        """The place it takes in its unit."""
        one = self.proposal
        return Occupied(
            scheme=one.scheme,
            from_=one.start,
            to=max(one.start, one.end - ONE_DAY),
            hours=one.hours,
            mentor=MENTOR in self.needs,
        )


@dataclass(frozen=True, slots=True)
class Taken:
    """seats: by opening. stays: by unit. staff: by user, how many proposals of citizens outside they carry."""

    seats: Mapping[int, int]
    stays: Mapping[int, Sequence[Occupied]]
    staff: Mapping[int, int]

    @classmethod
    def of(
        cls, holdings: Iterable[Holding], placements: Iterable[Placement], inside: Collection[int], far: date
    ) -> Self:
        """What is taken beside the open proposals of the citizens `inside`. A place without an end lasts to `far`."""
        rows = [one for one in holdings if one.proposal.citizen_id not in inside or not _open(one)]
        waiting = [one for one in rows if _open(one)]
        stays = defaultdict(list)
        for row in placements:
            taken = Occupied(scheme=row.scheme, from_=row.start, to=row.end or far, hours=row.hours, mentor=row.mentor)
            stays[row.unit_id].append(taken)
        for one in waiting:
            stays[one.unit].append(one.stay)
        carriers = (user for one in waiting for user in (one.consultant, one.support_worker) if user is not None)
        return cls(Counter(one.proposal.opening_id for one in rows if one.holds_seat), stays, Counter(carriers))


def _open(one: Holding) -> bool:
    return one.proposal.state in OPEN_PROPOSALS
