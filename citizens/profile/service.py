"""Changing what is known of a citizen, each change with what stood there before and after."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from accounts.tables import Authority, User
from citizens.access import may_change, may_decide, may_wish
from citizens.profile import queries, status
from citizens.profile.drafts import (
    CommitmentDraft,
    ProfileDraft,
    changed,
    commitment_faults,
    draft_of,
    faults,
    wish_faults,
)
from citizens.profile.gate import note, opened
from citizens.tables import Citizen, Commitment, Status, Wish
from core.errors import BadInputError, ForbiddenError, NotFoundError
from core.writing import plain


def change(
    session: Session, now: datetime, user: User, citizen_id: int, edit: Callable[[ProfileDraft], ProfileDraft]
) -> Citizen:
    """Change the profile as `edit` says, given what stands there under the lock. What it leaves alone is not judged.

    Which schemes are open is the caseworker's to decide. Raises NotFoundError, ForbiddenError, BadInputError.
    """
    citizen = opened(session, now, user, citizen_id, may_change)
    before = draft_of(citizen)
    after = edit(before)
    names = changed(before, after)
    if "schemes" in names and not may_decide(user, citizen):
        raise ForbiddenError("Kun borgerens sagsbehandler åbner og lukker ordninger.", citizen=citizen_id)
    if wrong := [fault for fault in faults(after) if fault.place.split("[")[0] in names]:
        raise BadInputError(wrong)
    for name in names:
        value = getattr(after, name)
        setattr(citizen, name, list(value) if isinstance(value, tuple) else value)
    if names:
        note(session, now, user, citizen, "changed", _facts(before, names), _facts(after, names))
    return citizen


def wish(session: Session, now: datetime, user: User, citizen_id: int, codes: Sequence[str]) -> None:
    """Set the citizen's wishes, the dearest first. Raises NotFoundError, ForbiddenError, BadInputError."""
    if wrong := wish_faults(codes):
        raise BadInputError(wrong)
    citizen = opened(session, now, user, citizen_id, may_wish)
    before = queries.wishes(session, citizen_id)
    if before == list(codes):
        return
    session.execute(delete(Wish).where(Wish.citizen_id == citizen_id))
    session.expire(citizen, ["wishes"])
    session.add_all(Wish(citizen_id=citizen_id, rank=rank, occupation=code) for rank, code in enumerate(codes, start=1))
    session.flush()
    note(session, now, user, citizen, "wished", before, list(codes))


def commit_time(session: Session, now: datetime, user: User, citizen_id: int, draft: CommitmentDraft) -> Commitment:
    """Put a fixed hour into the citizen's week, for the authority that the user works for.

    Raises NotFoundError, ForbiddenError, BadInputError.
    """
    if wrong := commitment_faults(draft):
        raise BadInputError(wrong)
    citizen = opened(session, now, user, citizen_id, may_change)
    row = Commitment(
        citizen_id=citizen_id,
        weekday=draft.weekday,
        from_=draft.from_,
        to=draft.to,
        what=draft.what.strip(),
        authority=user.authority or Authority.JOB,
    )
    session.add(row)
    session.flush()
    note(session, now, user, citizen, "committed", None, plain(draft))
    return row


def free_time(session: Session, now: datetime, user: User, commitment_id: int) -> Citizen:
    """Take a fixed hour out of the week. Raises NotFoundError, ForbiddenError."""
    row = session.get(Commitment, commitment_id)
    if row is None:
        raise NotFoundError("Aftalen findes ikke.", commitment=commitment_id)
    citizen = opened(session, now, user, row.citizen_id, may_change)
    was = CommitmentDraft(weekday=row.weekday, from_=row.from_, to=row.to, what=row.what)
    session.delete(row)
    note(session, now, user, citizen, "committed", plain(was), None)
    return citizen


def move(session: Session, now: datetime, user: User, citizen_id: int, to: Status, why: str) -> bool:
    """Move the citizen on the status board by hand. False where they stand there already.

    Raises NotFoundError, ForbiddenError, BadInputError, ConflictError.
    """
    return status.move_by_hand(session, now, user, opened(session, now, user, citizen_id, may_change), to, why)


def _facts(draft: ProfileDraft, names: Sequence[str]) -> dict[str, object]:
    return {name: plain(getattr(draft, name)) for name in names}
