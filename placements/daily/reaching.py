"""Who answers right now, and how they are told: at once, and with nothing but that there is something to log in for."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from accounts.queries import people, users_by_id
from accounts.tables import Role, User
from core import outbox
from core.clock import local_day
from placements.daily import queries, rota
from scheduler.calendars.queries import absent
from scheduler.messages.letters import Channel
from scheduler.planning.queries import closed_days


@dataclass(frozen=True, slots=True)
class Answering:
    """Who a message goes to. certain: somebody is at work or on call, so that it is read at once."""

    user_id: int
    certain: bool


def answering(session: Session, now: datetime, consultant_id: int, closed: Collection[date] = ()) -> Answering:
    """The consultant, or who stands in; when they are not at work, who is on call; else the consultant after all."""
    at_work = [one for one in stand_ins(session, now, consultant_id) if _is_at_work(session, now, one, closed)]
    if at_work:
        return Answering(at_work[0], certain=True)
    watch = queries.on_call_at(session, now)
    return Answering(consultant_id, certain=False) if watch is None else Answering(watch.user_id, certain=True)


def stand_ins(session: Session, now: datetime, consultant_id: int) -> list[int]:
    """Whoever has the consultant's work today: the consultant; one who is away has a substitute, or nobody."""
    away = absent(session, local_day(now))
    if consultant_id not in away:
        return [consultant_id]
    substitute = away[consultant_id]
    return [] if substitute is None or substitute in away else [substitute]


def tell(session: Session, now: datetime, kind: str, key: str, user_ids: Iterable[int], *, text: bool = True) -> None:
    """Queue a notice to each, by e-mail and, where they have a telephone and it is wanted, by text message."""
    for user in users_by_id(session, list(user_ids)).values():
        for channel in _channels(user, text):
            outbox.put(session, now, kind, f"{kind}:{key}:{user.id}:{channel}", to={"user": user.id}, channel=channel)


def managers(session: Session) -> list[int]:
    """The managers' ids."""
    return [one.id for one in people(session, [Role.MANAGER])]


def _channels(user: User, text: bool) -> tuple[Channel, ...]:
    return (Channel.MAIL, Channel.TEXT) if text and user.phone else (Channel.MAIL,)


def _is_at_work(session: Session, now: datetime, user_id: int, closed: Collection[date]) -> bool:
    today = local_day(now)
    week = {row.weekday: (row.from_, row.to) for row in queries.working_hours(session, [user_id])}
    return rota.is_at_work(week, now, frozenset({*closed, *closed_days(session, today, today)}))
