"""«Tilbud»: the catalogue as professionals and as citizens read it, and choosing from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.orm import Session

from accounts.tables import Authority, Role
from citizens.access import may_change
from citizens.offers import queries
from citizens.offers.drafts import draft_of
from citizens.offers.finding import matching
from citizens.offers.tables import Access, CatalogueOffer, OfferCourse
from citizens.offers.themes import Theme
from citizens.plans import activities
from citizens.plans.queries import counts, open_activity
from citizens.plans.tables import ActivityState
from citizens.queries import citizen_of_user
from citizens.service import look
from citizens.tables import Citizen
from core.errors import ForbiddenError, NotFoundError
from web.citizens.visitors import EDITORS, Own, Reader
from web.fields import LARGEST_ID, PLAIN, PathId
from web.forms import back
from web.visits import Visit

router = APIRouter()
HERE = "/tilbud"
Words = Annotated[str, Query(max_length=100, pattern=PLAIN)]
For = Annotated[int | None, Query(ge=1, le=LARGEST_ID)]
CourseId = Annotated[int | None, Form(ge=1, le=LARGEST_ID)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How much room there is in an offer or a course. free: None where there is no limit."""

    course: OfferCourse | None
    free: int | None
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An offer with its room: one for each course, or one for the offer itself."""

    offer: CatalogueOffer
    rooms: Sequence[Room]

    @property
    def free(self) -> int | None:
        """Free places altogether; None without a limit."""
        return None if any(one.free is None for one in self.rooms) else sum(one.free or 0 for one in self.rooms)


@router.get(HERE)
def catalogue(visit: Reader, tema: Words = "", q: Words = "", borger: For = None) -> HTMLResponse:
    """The catalogue, of one theme or found by words; for a citizen where staff chooses for one."""
    theme = tema if tema in tuple(Theme) else None
    found = matching(queries.offers(visit.session, visit.today, theme), q)
    return visit.page(
        "citizens/catalogue.html",
        path=HERE,
        offers=shown(visit.session, visit.today, found),
        themes=tuple(Theme),
        theme=theme,
        words=q,
        citizen=_chooser(visit, borger),
        may_edit=visit.person.role in EDITORS,
    )


@router.get(f"{HERE}/{{offer_id:int}}")
def one_offer(visit: Reader, offer_id: PathId, borger: For = None) -> HTMLResponse:
    """One offer, where it is chosen and looked after."""
    return page(visit, offer_id, borger)


def page(visit: Visit, offer_id: int, chosen_for: int | None = None, **given: object) -> HTMLResponse:
    """An offer's page. `given` is what a form brings back: its `part`, `typed`, and its faults."""
    offer = queries.offer(visit.session, offer_id)
    if offer is None:
        raise NotFoundError("Tilbuddet findes ikke.", offer=offer_id)
    citizen = _chooser(visit, chosen_for)
    return visit.page(
        "citizens/offer.html",
        path=f"{HERE}/{offer_id}",
        one=shown(visit.session, visit.today, [offer])[0],
        draft=draft_of(offer),
        citizen=citizen,
        chosen=None if citizen is None else open_activity(visit.session, citizen.id, offer_id),
        may_edit=visit.person.role in EDITORS,
        is_closed=offer.closed_on is not None and offer.closed_on <= visit.today,
        **choices() | {"typed": {}, "part": ""} | given,
    )


@router.post(f"{HERE}/{{offer_id:int}}/vaelg")
def choose(visit: Own, offer_id: PathId, course: CourseId = None) -> RedirectResponse:
    """The citizen chooses the offer."""
    citizen = _chooser(visit, None)
    if citizen is None:
        raise ForbiddenError("Du er ikke knyttet til en borger.", user=visit.person.id)
    made = activities.choose(visit.session, visit.now, visit.person, citizen.id, offer_id, course)
    return back("/min-side", kept=f"activity_{made.state.value}", part="activities")


def shown(session: Session, today: date, offers: Sequence[CatalogueOffer]) -> list[Shown]:
    """The offers with the room there is in each."""
    ids = [one.id for one in offers]
    courses, taken = queries.courses(session, ids, today), counts(session, ids)
    found = []
    for one in offers:
        places: Sequence[OfferCourse | None] = courses.get(one.id) or (None,)
        found.append(Shown(offer=one, rooms=[_room(one, course, taken) for course in places]))
    return found


def choices() -> dict[str, object]:
    """What the form of an offer offers."""
    return {"themes": tuple(Theme), "accesses": tuple(Access), "authorities": tuple(Authority)}


def _room(
    offer: CatalogueOffer,
    course: OfferCourse | None,
    taken: Mapping[tuple[int, int | None], Mapping[ActivityState, int]],
) -> Room:
    number = taken.get((offer.id, None if course is None else course.id), {})
    limit = offer.places if course is None or course.places is None else course.places
    free = None if limit is None else max(limit - number.get(ActivityState.GRANTED, 0), 0)
    return Room(course=course, free=free, waiting=number.get(ActivityState.WAITING, 0))


def _chooser(visit: Visit, citizen_id: int | None) -> Citizen | None:
    """Whom the visitor chooses for: themselves, or one of their own citizens."""
    if visit.person.role is Role.CITIZEN:
        return citizen_of_user(visit.session, visit.person.id)
    if citizen_id is None:
        return None
    citizen = look(visit.session, visit.now, visit.person.id, citizen_id, "tilbud")
    return citizen if may_change(visit.person, citizen) else None
