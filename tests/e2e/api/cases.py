"""One coordinator's citizen, and where they meet."""

from dataclasses import dataclass

from accounts.tables import Authority, Role, User
from citizens.tables import Citizen
from core.db import Database
from scheduler.tables import Room, Site
from tests import rows


@dataclass(frozen=True)
class Case:
    """A coordinator, a citizen of theirs, and a site with a room."""

    coordinator: User
    citizen: Citizen
    site: Site
    room: Room


def coordination(database: Database) -> Case:
    """A case in an otherwise empty database."""
    with database.transaction() as session:
        coordinator = rows.user(session, Role.COORDINATOR, authority=Authority.JOB)
        citizen = rows.citizen(session, rows.user(session), coordinator_id=coordinator.id)
        site = rows.added(session, Site(name="Rådhuset", lat=57.4, lon=10.5))
        return Case(coordinator, citizen, site, rows.added(session, Room(site_id=site.id, name="Lokale 2", capacity=6)))
