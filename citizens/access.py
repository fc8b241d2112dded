"""Who may see a citizen's data."""

from collections.abc import Collection

from accounts.tables import Authority, User
from citizens.tables import Citizen


def is_responsible(user_id: int, citizen: Citizen) -> bool:
    """Whether the user is one of those who carry the case: by their task they may see it."""
    return user_id in (
        citizen.consultant_id,
        citizen.caseworker_id,
        citizen.coordinator_id,
        citizen.substitute_id,
        citizen.support_worker_id,
    )


def may_look(user_id: int, citizen: Citizen, involved: Authority | None, shared_with: Collection[Authority]) -> bool:
    """Whether the user may see the citizen's data.

    involved: the authority for which the user is at work in the case now, if any. shared_with: the authorities that
    the citizen's consent, or a legal basis of its own, covers now. Nobody else is shown anything without consent
    (samtykke, retssikkerhedsloven).
    """
    return user_id == citizen.user_id or is_responsible(user_id, citizen) or involved in shared_with


def may_be_invited(user: User, citizen: Citizen, host: Authority | None, shared_with: Collection[Authority]) -> bool:
    """Whether the user may be asked to a meeting about the citizen.

    host: the authority that holds the meeting. Another authority is invited only where consent, or a legal basis of
    its own, covers it, or where the citizen's case is the user's task. Who belongs to no authority (employer,
    interpreter) comes because the meeting is of a kind they are part of.
    """
    return user.authority in (None, host, *shared_with) or is_responsible(user.id, citizen)


def may_change(user: User, citizen: Citizen) -> bool:
    """Whether the user may change what is known of the citizen: those who carry the case."""
    return is_responsible(user.id, citizen)


def may_wish(user: User, citizen: Citizen) -> bool:
    """Whether the user may change the citizen's wishes: the citizen, and those who carry the case."""
    return user.id == citizen.user_id or is_responsible(user.id, citizen)


def may_decide(user: User, citizen: Citizen) -> bool:
    """Whether the user decides what is the authority's to decide (myndighedsafgørelse): the citizen's caseworker."""
    return user.id == citizen.caseworker_id
