"""A few of the demo's citizens log in: those with most to see, first those with something to answer."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from accounts.tables import Role, User
from citizens.tables import Citizen
from seed import figures, queries
from seed.cases import email


def give(session: Session) -> int:
    """Log-ins to at most a dozen citizens: two of three to those with a proposal, the rest to those in a placement.

    Returns how many.
    """
    chosen = list(_chosen(session))
    for citizen in chosen:
        user = User(role=Role.CITIZEN, name=citizen.name, email=email(citizen.id, f"{citizen.name}.min-side"))
        session.add(user)
        session.flush()
        citizen.user_id = user.id
    return len(chosen)


def _chosen(session: Session) -> Iterator[Citizen]:
    proposed, placed = queries.with_proposals(session), queries.in_placements(session)
    answering = 2 * figures.LOG_INS // 3
    ids = dict.fromkeys([*proposed[:answering], *placed, *proposed[answering:]])
    for citizen_id in list(ids)[: figures.LOG_INS]:
        yield session.get_one(Citizen, citizen_id)
