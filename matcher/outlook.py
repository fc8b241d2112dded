"""What can be expected to come: like those who were referred and the openings that were registered in the last year."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from companies.tables import Opening
from core.clock import local_day, midnight
from matcher import loading, queries
from matcher.engine.ahead.futures import WEEK, Outlook, Stream, arrived, opened
from matcher.engine.problem import Opening as Place

WEEKS = 52
"""How far back is looked. A whole year has every season once."""


def load_outlook(session: Session, day: date) -> Outlook:
    """What has come in the year before `day`, each as if it came on `day`, and how much of it comes in a week."""
    first = day - WEEKS * WEEK
    people = queries.referred(session, first, day - timedelta(days=1))
    places = queries.openings_made(session, midnight(first), midnight(day))
    known = loading.seekers(session, day, [citizen for citizen, _ in people])
    stream = Stream(
        day=day,
        citizens=tuple(arrived(one, one.id, day - on) for one, (_, on) in zip(known, people, strict=True)),
        openings=tuple(_opened(one, day) for one in places),
        citizens_per_week=len(people) / WEEKS,
        openings_per_week=len(places) / WEEKS,
    )
    return Outlook(today=day, stream=stream)


def _opened(row: Opening, day: date) -> Place:
    return opened(loading.place(row, row.seats), f"o{row.id}", day - local_day(row.created_at))
