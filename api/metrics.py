"""`/metrics`: figures for whoever watches over the service, in the text format of Prometheus. How many, never who."""

from collections.abc import Mapping
from datetime import date, datetime

from fastapi import APIRouter, Response
from prometheus_client import CollectorRegistry, Gauge
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from sqlalchemy.orm import Session

from api.deps import Now, Transaction
from api.steps import FOLLOW_UPS
from core.clock import local_day
from placements.queries import over_untold
from scheduler.clockwork import queries as slots
from scheduler.followups import queries as follow_ups
from scheduler.messages import queries as messages

router = APIRouter(tags=["health"])

HELP = {
    "tovholder_without_next_contact": "Citizens of open cases whom nobody is to see or call again; must be 0",
    "tovholder_follow_ups_overdue": "Open follow-ups whose last day is over",
    "tovholder_follow_ups_escalated": "Open follow-ups that a manager was told of",
    "tovholder_cases_not_computed": "Cases whose events could not be computed with; must be 0",
    "tovholder_days_since_follow_ups_made": "Days since the worker last made due rows; 0 or 1",
    "tovholder_placements_over_untold": "Placements past their last day of which nobody has said how they went",
    "tovholder_messages_waiting": "Messages that have not left yet",
    "tovholder_message_oldest_seconds": "How long the oldest of them has waited",
    "tovholder_messages_given_up": "Messages that could not be sent; somebody must look",
}


@router.get("/metrics", include_in_schema=False)
def metrics(session: Transaction, now: Now) -> Response:
    """The figures as they stand."""
    registry = CollectorRegistry()
    for name, value in figures(session, now).items():
        Gauge(name, HELP[name], registry=registry).set(value)
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_PLAIN_0_0_4)


def figures(session: Session, now: datetime) -> Mapping[str, float]:
    """The figures by name; those of the worker's day are left out where it never came to an end."""
    today, oldest = local_day(now), messages.oldest_unfinished(session)
    return {
        "tovholder_without_next_contact": len(follow_ups.without_next_contact(session, now, today)),
        "tovholder_follow_ups_overdue": follow_ups.count_overdue(session, today),
        "tovholder_follow_ups_escalated": follow_ups.count_escalated(session),
        "tovholder_placements_over_untold": len(over_untold(session, today)),
        "tovholder_messages_waiting": messages.count_unfinished(session),
        "tovholder_message_oldest_seconds": 0 if oldest is None else (now - oldest).total_seconds(),
        "tovholder_messages_given_up": len(messages.given_up(session)),
        **_of_the_worker(session, today),
    }


def _of_the_worker(session: Session, today: date) -> Mapping[str, float]:
    made = slots.last_day(session, FOLLOW_UPS)
    if made is None:
        return {}
    parts = slots.slots(session, FOLLOW_UPS, made)
    return {
        "tovholder_cases_not_computed": sum(part.outcome.get("faulty", 0) for part in parts),
        "tovholder_days_since_follow_ups_made": (today - made).days,
    }
