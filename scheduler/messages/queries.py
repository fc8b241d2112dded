"""What is asked of the outbox, and of those whom its messages are for."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, selectinload

from core.outbox import OutboxMessage, OutboxState
from scheduler.messages.notices import URGENT
from scheduler.tables import Meeting, MeetingState

UNFINISHED = (OutboxState.WAITING, OutboxState.SENDING)


def take_next(session: Session, now: datetime) -> OutboxMessage | None:
    """The message to try now, urgent ones first, then the oldest, locked; None where others have them all."""
    free = or_(OutboxMessage.try_after.is_(None), OutboxMessage.try_after <= now)
    chosen = select(OutboxMessage).where(OutboxMessage.state.in_(UNFINISHED), free)
    first = chosen.order_by(OutboxMessage.kind.not_in(URGENT), OutboxMessage.id).limit(1)
    return session.scalars(first.with_for_update(skip_locked=True)).one_or_none()


def still_ours(session: Session, message_id: int, attempt: int) -> OutboxMessage | None:
    """The message, locked, if it is unfinished and nobody has tried it since that attempt."""
    chosen = select(OutboxMessage).where(
        OutboxMessage.id == message_id, OutboxMessage.attempts == attempt, OutboxMessage.state.in_(UNFINISHED)
    )
    return session.scalars(chosen.with_for_update()).one_or_none()


def keys(session: Session, wanted: Collection[str]) -> set[str]:
    """Those of the keys that are in the outbox already."""
    return set(session.scalars(select(OutboxMessage.key).where(OutboxMessage.key.in_(wanted))))


def count_unfinished(session: Session) -> int:
    """How many messages wait to leave."""
    counted = select(func.count()).select_from(OutboxMessage).where(OutboxMessage.state.in_(UNFINISHED))
    return session.scalar(counted) or 0


def oldest_unfinished(session: Session) -> datetime | None:
    """When the message that has waited longest was put."""
    return session.scalar(select(func.min(OutboxMessage.created_at)).where(OutboxMessage.state.in_(UNFINISHED)))


def given_up(session: Session) -> Sequence[OutboxMessage]:
    """Messages that could not be sent, the newest first; their notes say why."""
    chosen = select(OutboxMessage).where(OutboxMessage.state == OutboxState.GIVEN_UP)
    return session.scalars(chosen.order_by(OutboxMessage.id.desc())).all()


def invited_between(session: Session, first: datetime, last: datetime) -> Sequence[Meeting]:
    """The meetings that people are invited to and that start from `first` to before `last`, with participants."""
    chosen = select(Meeting).where(
        Meeting.state == MeetingState.INVITED, Meeting.starts_at >= first, Meeting.starts_at < last
    )
    return session.scalars(chosen.order_by(Meeting.id).options(selectinload(Meeting.participants))).all()
