"""One visit to a page: the transaction it runs in, when it is, and who the visitor has chosen to be.

The choice is a cookie and no log-in. It holds because the demonstration can be reached from its own machine only.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import uuid4

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from accounts import queries
from accounts.tables import Role, User
from companies.queries import company_names
from core import clock
from core.db import Database
from core.errors import ForbiddenError
from placements.states import Answer
from web import rendering

PERSON_COOKIE = "tovholder_person"
HOMES = {
    Role.CONSULTANT: "/borgere",
    Role.EMPLOYER: "/virksomhed",
    Role.COORDINATOR: "/moeder",
    Role.MANAGER: "/overblik",
    Role.CASEWORKER: "/sager",
    Role.SUPPORT_WORKER: "/sager",
    Role.CITIZEN: "/min-side",
}
"""The roles that have a workplace, in the order they are shown, and its address."""
_COMPANIES = ("/virksomheder", "companies.menu")
_MESSAGES = ("/henvendelser", "daily.menu_troubles")
_OPENINGS = ("/aabninger", "consultant.page_aabninger")
_MATCHES = ("/matchninger", "consultant.page_matchninger")
_OFFERS = ("/tilbud", "offers.menu")
MENUS: Mapping[Role, Sequence[tuple[str, str]]] = {
    Role.EMPLOYER: (("/fremmoede", "daily.menu_attendance"), ("/virksomhed/oplysninger", "own.menu")),
    Role.CONSULTANT: (_COMPANIES, _OFFERS, _MESSAGES),
    Role.COORDINATOR: (_MESSAGES, _OFFERS),
    Role.CASEWORKER: (_OPENINGS, _COMPANIES, _OFFERS, _MESSAGES),
    Role.SUPPORT_WORKER: (_MESSAGES, _OFFERS),
    Role.MANAGER: (_MATCHES, _OPENINGS, _COMPANIES, _MESSAGES),
    Role.CITIZEN: (_OFFERS,),
}
"""The pages that a role's menu has between its workplace and its calendar: address, and key of the text."""


CONCURRENT = 4
"""Visits that may hold a transaction at once; the rest wait without a thread or a connection."""


def transaction(request: Request) -> Iterator[Session]:
    """The request's one transaction; it commits before the answer leaves."""
    database: Database = request.app.state.database
    with database.transaction() as session:
        yield session


Transaction = Annotated[Session, Depends(transaction, scope="function", max_concurrency=CONCURRENT)]


@dataclass(frozen=True, slots=True)
class Visit:
    """A request for a page, with what every page needs."""

    request: Request
    session: Session
    now: datetime
    frame: rendering.Frame

    @property
    def today(self) -> date:
        """The day it is in Denmark."""
        return clock.local_day(self.now)

    @property
    def person(self) -> User:
        """Who the visitor has chosen to be. Raises ForbiddenError before a choice is made."""
        if self.frame.person is None:
            raise ForbiddenError("Vælg først, hvem du er.")
        return self.frame.person

    @staticmethod
    def fresh_key() -> str:
        """A key for a form, so that sending it twice asks for one thing once."""
        return uuid4().hex

    @property
    def receipt(self) -> Answer | None:
        """The answer that the visitor has just given, as the address says; anything else there is ignored."""
        given = self.request.query_params.get("svar")
        return next((answer for answer in Answer if answer.value == given), None)

    def page(self, template: str, **shown: object) -> HTMLResponse:
        """Answer with a template, below a receipt where the visitor has just kept something.

        `faults` are told above it, each with a link to its field: `fields` has the field's id by the fault's place.
        """
        usual: dict[str, object] = {
            "key": self.fresh_key,
            "kept": self.request.query_params.get("gemt"),
            "faults": (),
            "fields": {},
        }
        return rendering.page(self.request, template, self.frame, usual | shown)


def visit(request: Request, session: Transaction) -> Visit:
    """Anybody's visit."""
    people = tuple(queries.people(session, tuple(HOMES)))
    chosen = request.cookies.get(PERSON_COOKIE)
    person = next((user for user in people if str(user.id) == chosen), None)
    companies = company_names(session, [user.id for user in people if user.role is Role.EMPLOYER])
    for user in people:
        session.expunge(user)  # An error page shows them when the transaction is undone and its rows are gone.
    frame = rendering.Frame(person, people, companies, HOMES, MENUS)
    rendering.keep_frame(request, frame)
    return Visit(request, session, clock.now(), frame)


Anybody = Annotated[Visit, Depends(visit)]


def visit_as(role: Role) -> Callable[[Visit], Visit]:
    """A dependency that lets in visitors who have chosen somebody with this role."""

    def checked(visit: Anybody) -> Visit:
        if visit.person.role is not role:
            raise ForbiddenError("Siden hører til en anden rolle end din.", role=role.value)
        return visit

    return checked
