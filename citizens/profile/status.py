"""The status board (statustavle): how a citizen moves across it, and the trace each move leaves."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from sqlalchemy.orm import Session

from accounts.tables import User
from citizens.profile.tables import StatusChange
from citizens.tables import Citizen, Status
from citizens.texts import checked
from core import audit
from core.errors import ConflictError

(
    NEW,
    CLARIFYING,
    READY,
    PROPOSED,
    PRAKTIK,
    LOENTILSKUD,
    IGU,
    FLEKSJOB,
    ORDINARY,
    EDUCATION,
    LEAVE,
    SICK,
    DONE,
) = Status

PLACED = (PRAKTIK, LOENTILSKUD, IGU, FLEKSJOB, ORDINARY)
"""At work in a company."""
_AWAY = (LEAVE, SICK, DONE)

BY_HAND: Mapping[Status, tuple[Status, ...]] = MappingProxyType(
    {
        NEW: (CLARIFYING, READY, EDUCATION, *_AWAY),
        CLARIFYING: (READY, ORDINARY, EDUCATION, *_AWAY),
        READY: (CLARIFYING, ORDINARY, EDUCATION, *_AWAY),
        PROPOSED: (READY, CLARIFYING, ORDINARY, EDUCATION, *_AWAY),
        PRAKTIK: (READY, CLARIFYING, ORDINARY, EDUCATION, *_AWAY),
        LOENTILSKUD: (READY, CLARIFYING, ORDINARY, EDUCATION, *_AWAY),
        IGU: (READY, CLARIFYING, ORDINARY, EDUCATION, *_AWAY),
        FLEKSJOB: (READY, CLARIFYING, ORDINARY, EDUCATION, *_AWAY),
        ORDINARY: (READY, CLARIFYING, EDUCATION, *_AWAY),
        EDUCATION: (READY, CLARIFYING, ORDINARY, *_AWAY),
        LEAVE: (READY, CLARIFYING, ORDINARY, EDUCATION, SICK, DONE),
        SICK: (READY, CLARIFYING, ORDINARY, EDUCATION, LEAVE, DONE),
        DONE: (CLARIFYING, READY),
    }
)
"""Where staff may move a citizen from each place. Nobody is proposed or placed by hand: a proposal does it."""

BY_SERVICE: Mapping[Status, tuple[Status, ...]] = MappingProxyType(
    {
        NEW: PLACED,
        CLARIFYING: PLACED,
        READY: (PROPOSED, *PLACED),
        PROPOSED: (READY, *PLACED),
        PRAKTIK: (READY, LOENTILSKUD, IGU, FLEKSJOB, ORDINARY),
        LOENTILSKUD: (READY, PRAKTIK, IGU, FLEKSJOB, ORDINARY),
        IGU: (READY, PRAKTIK, LOENTILSKUD, FLEKSJOB, ORDINARY),
        FLEKSJOB: (READY, PRAKTIK, LOENTILSKUD, IGU, ORDINARY),
        ORDINARY: (READY, PRAKTIK, LOENTILSKUD, IGU, FLEKSJOB),
        EDUCATION: PLACED,
        LEAVE: PLACED,
        SICK: PLACED,
        DONE: (),
    }
)
"""Where a proposal or a placement moves a citizen from each place. Whose case is closed is placed nowhere."""

OF_SCHEME: Mapping[str, Status] = MappingProxyType(
    {
        "virksomhedspraktik": PRAKTIK,
        "nytteindsats": PRAKTIK,
        "loentilskud": LOENTILSKUD,
        "skaanejob": LOENTILSKUD,
        "igu": IGU,
        "fleksjob": FLEKSJOB,
        "beskyttet": FLEKSJOB,
        "ordinary": ORDINARY,
    }
)
"""Where a placement under each scheme stands on the board; the law counts skånejob as løntilskud."""


def move(session: Session, now: datetime, user_id: int | None, citizen: Citizen, status: Status, why: str) -> bool:
    """Move the citizen as a proposal or a placement asks, and leave a trace. False where they stand there already.

    The caller holds the citizen's lock. user_id: who caused it; null where a run of the service did. Raises
    ConflictError where the table has no such move.
    """
    return _move(session, now, user_id, citizen, status, why, BY_SERVICE)


def move_by_hand(session: Session, now: datetime, user: User, citizen: Citizen, status: Status, why: str) -> bool:
    """Move the citizen as staff decides, who says why. The caller holds the lock and has checked who may.

    Raises BadInputError, ConflictError where the table has no such move.
    """
    return _move(session, now, user.id, citizen, status, checked("why", why), BY_HAND)


def _move(
    session: Session,
    now: datetime,
    user_id: int | None,
    citizen: Citizen,
    status: Status,
    why: str,
    moves: Mapping[Status, tuple[Status, ...]],
) -> bool:
    was = citizen.status
    if was == status:
        return False
    if status not in moves[was]:
        raise ConflictError(
            "Borgeren kan ikke flyttes dertil på statustavlen. Genindlæs siden, og vælg en af de viste.",
            rule="status",
            citizen=citizen.id,
            was=was.value,
            wanted=status.value,
        )
    citizen.status = status
    session.add(StatusChange(citizen_id=citizen.id, at=now, user_id=user_id, was=was, became=status, why=why))
    facts = {"was": was.value, "became": status.value, "why": why}
    audit.record(session, now, user_id, "citizen.moved", f"citizen:{citizen.id}", **facts)
    return True
