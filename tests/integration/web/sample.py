"""A handful of people, firms and meetings for tests of the pages. Made to hold what could leak to the wrong reader."""

from sqlalchemy.orm import Session

from accounts.tables import Role, User

CONSULTANT, OTHER_CONSULTANT, EMPLOYER, OTHER_EMPLOYER, COORDINATOR, CASEWORKER, MANAGER = range(1, 8)

USERS = (
    (CONSULTANT, Role.CONSULTANT, "Karen Konsulent"),
    (OTHER_CONSULTANT, Role.CONSULTANT, "Kurt Konsulent"),
    (EMPLOYER, Role.EMPLOYER, "Else Arbejdsgiver"),
    (OTHER_EMPLOYER, Role.EMPLOYER, "Erik Arbejdsgiver"),
    (COORDINATOR, Role.COORDINATOR, "Tove Tovholder"),
    (CASEWORKER, Role.CASEWORKER, "Søren Sagsbehandler"),
    (MANAGER, Role.MANAGER, "Lene Leder"),
)


def add(session: Session) -> None:
    """Fill an empty database."""
    session.add_all(
        User(id=number, role=role, name=name, email=f"bruger{number}@eksempel.invalid") for number, role, name in USERS
    )
    session.flush()
