"""The run after a no or a broken-off placement: everybody anew, with the least change for others.

Whoever takes such a step writes that a rerun is wanted (`placements.moves`); what is wanted waits a moment, so that
several refusals are one run, and joins a run for everybody that nobody has begun yet. The policy's change cost keeps
the proposals of others where they are, unless moving one gains more than that.
"""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.clock import local_day
from matcher import queries, service
from matcher.tables import MatchRun

QUIET = timedelta(seconds=5)
"""How long the oldest wish waits for others."""


def take_up(session: Session, now: datetime) -> MatchRun | None:
    """Ask for one run for all that is wanted. None where nothing is, or it may wait for more."""
    wanted = queries.reruns_wanted(session)
    if not wanted or now - wanted[0].at < QUIET:
        return None
    run = service.request(session, None, local_day(now), now)
    for one in wanted:
        one.done_at, one.run_id = now, run.id
    return run
