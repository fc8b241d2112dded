"""«Opfølgninger»: what is overdue around the coordinator's citizens, and what falls due."""

from dataclasses import dataclass
from datetime import timedelta

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from citizens.service import look_through
from citizens.tables import Citizen
from law.workdays import working_week
from scheduler.followups import queries
from scheduler.followups.tables import FollowUp
from web.coordinator.visitors import Coordinator, show

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Duty:
    """A follow-up that is due, and how many days too late it is (0 while there is time)."""

    follow_up: FollowUp
    citizen: Citizen
    days_late: int


@router.get("/moeder/opfoelgninger")
def my_follow_ups(visit: Coordinator) -> HTMLResponse:
    """What is overdue and what falls due by the week's end. That each citizen was seen is logged."""
    monday = working_week(visit.today)
    found = queries.follow_ups(visit.session, visit.person.id, monday + timedelta(days=6))
    duties = [Duty(row, citizen, max(0, (visit.today - row.latest).days)) for row, citizen in found]
    look_through(visit.session, visit.now, visit.person.id, [duty.citizen for duty in duties], "opfølgninger")
    return show(
        visit,
        "follow_ups.html",
        week=monday.isocalendar().week,
        overdue=[duty for duty in duties if duty.days_late > 0],
        due=[duty for duty in duties if duty.days_late == 0],
    )
