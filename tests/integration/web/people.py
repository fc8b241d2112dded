"""The people of the sample: who uses the service, and the citizens it is about."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.tables import Role, User
from citizens.tables import Citizen, Status

CONSULTANT, OTHER_CONSULTANT, EMPLOYER, OTHER_EMPLOYER, COORDINATOR, CASEWORKER, MANAGER, IDLE_EMPLOYER = range(1, 9)
USERS = (
    (CONSULTANT, Role.CONSULTANT, "Karen Konsulent"),
    (OTHER_CONSULTANT, Role.CONSULTANT, "Kurt Konsulent"),
    (EMPLOYER, Role.EMPLOYER, "Else Arbejdsgiver"),
    (OTHER_EMPLOYER, Role.EMPLOYER, "Erik Arbejdsgiver"),
    (COORDINATOR, Role.COORDINATOR, "Tove Tovholder"),
    (CASEWORKER, Role.CASEWORKER, "Søren Sagsbehandler"),
    (MANAGER, Role.MANAGER, "Lene Leder"),
    (IDLE_EMPLOYER, Role.EMPLOYER, "Ida Arbejdsgiver"),
)

PROPOSED, AGREED, STUCK, IN_PRAKTIK, NEW, OF_OTHER = range(1, 7)
CITIZENS = (
    (PROPOSED, "Amina", "Abdi", Status.PROPOSED, CONSULTANT),
    (AGREED, "Bent", "Bæk", Status.PROPOSED, CONSULTANT),
    (STUCK, "Carla", "Østergård", Status.READY, CONSULTANT),
    (IN_PRAKTIK, "Dorte", "Åkjær", Status.PRAKTIK, CONSULTANT),
    (NEW, "Emil", "Zacho", Status.NEW, CONSULTANT),
    (OF_OTHER, "Frode", "Fremmed", Status.PROPOSED, OTHER_CONSULTANT),
)
NAMES = [name for _, first, last, _, _ in CITIZENS for name in (first, last)]


def users() -> list[User]:
    """Everybody who uses the service."""
    return [User(id=row, role=role, name=name, email=f"bruger{row}@eksempel.invalid") for row, role, name in USERS]


def citizens(today: date) -> list[Citizen]:
    """Everybody it is about, as they stand on `today`."""
    return [
        Citizen(
            id=row,
            cpr=f"610180-{row:04}",
            first_name=first,
            last_name=last,
            birth_date=date(1980, 1, 1),
            status=status,
            target_group="aktivitetsparat",
            unemployed_since=today - timedelta(days=400),
            address="Prøvevej 1",
            town="Prøvekøbing",
            lat=57.4,
            lon=10.5,
            max_travel_km=20,
            hours_min=5,
            hours_max=20,
            available_from=today,
            language="A2",
            consultant_id=consultant,
            caseworker_id=CASEWORKER,
            coordinator_id=COORDINATOR,
        )
        for row, first, last, status, consultant in CITIZENS
    ]


def move_citizens(session: Session, consultant: int) -> None:
    """Give every citizen to one consultant."""
    for citizen in session.scalars(select(Citizen)):
        citizen.consultant_id = consultant
