"""Days for teams: standing cross-disciplinary days whose case slots the planner fills."""

from scheduler.engine.team_days.expand import with_team_days
from scheduler.engine.team_days.own import Expanded, Unfit
from scheduler.engine.team_days.standing_days import CaseSlot, TeamDay

__all__ = ["CaseSlot", "Expanded", "TeamDay", "Unfit", "with_team_days"]
