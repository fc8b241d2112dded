"""The catalogue of offers: read and searched by staff and citizens, looked after by some."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field

from accounts.tables import Authority, Role, User
from api.deps import Now, Person, Today, Transaction, allowed
from api.documentation import body, example
from api.fields import Given, Shown, Text
from api.once import IdempotencyKey, made
from citizens.offers import queries, service
from citizens.offers.drafts import CourseDraft, OfferDraft
from citizens.offers.finding import matching
from citizens.offers.tables import Access
from citizens.offers.themes import Theme
from citizens.plans import activities
from core.errors import NotFoundError
from web.citizens.catalogue import Shown as Listed
from web.citizens.catalogue import shown
from web.fields import PLAIN, PathId

router = APIRouter(prefix="/catalogue", tags=["catalogue"])
STAFF = (Role.CONSULTANT, Role.CASEWORKER, Role.COORDINATOR, Role.SUPPORT_WORKER, Role.MANAGER)
Reader = Annotated[User, Depends(allowed(*STAFF, Role.CITIZEN))]
LongText = Annotated[str, Field(max_length=2_000, pattern=PLAIN)]

COURSE = {"first": "2027-01-11", "last": "2027-01-20", "places": 6}
GIVEN = {
    "theme": "mentor",
    "title": "Mentor: Hanne Holm",
    "text_professional": "Frivillig mentor med børneattest.",
    "text_citizen": "Hanne er mentor. I kan mødes og tale sammen.",
    "access": "direct",
    "authority": None,
    "contact_name": "Hanne Holm",
    "contact_phone": "12 34 56 78",
    "contact_email": None,
    "places": 2,
    "competences": ["breve fra kommunen"],
    "interests": ["havearbejde"],
}
ROOM = {"course": None, "first": None, "last": None, "free": 1, "waiting": 0}
OFFER = GIVEN | {"id": 16, "closed_on": None, "rooms": [ROOM]}


class OfferGiven(Given):
    """An offer of the catalogue; `places` null where there is room for everybody."""

    theme: Theme
    title: Text
    text_professional: LongText
    text_citizen: LongText
    access: Access
    authority: Authority | None = None
    contact_name: Text | None = None
    contact_phone: Text | None = None
    contact_email: Text | None = None
    places: int | None = None
    competences: list[Text] = Field(default_factory=list)
    interests: list[Text] = Field(default_factory=list)

    def draft(self) -> OfferDraft:
        """The same for the service."""
        values = self.model_dump() | {"competences": tuple(self.competences), "interests": tuple(self.interests)}
        return OfferDraft(**values)


class CourseGiven(Given):
    """A course of an offer."""

    first: date
    last: date
    places: int | None = None


class RoomShown(Shown):
    """Room in a course, or in the offer itself where `course` is null. free: null without a limit."""

    course: int | None
    first: date | None
    last: date | None
    free: int | None
    waiting: int


class OfferShown(Shown):
    """An offer of the catalogue with the room there is."""

    id: int
    theme: str
    title: str
    text_professional: str | None = Field(description="Null for citizens")
    text_citizen: str
    access: Access
    authority: Authority | None
    contact_name: str | None
    contact_phone: str | None
    contact_email: str | None
    places: int | None
    competences: list[str]
    interests: list[str]
    closed_on: date | None
    rooms: list[RoomShown]


@router.get("", responses=example(200, [OFFER]))
def list_offers(
    session: Transaction,
    user: Reader,
    today: Today,
    theme: Theme | None = None,
    q: Annotated[str, Query(max_length=100, pattern=PLAIN)] = "",
) -> list[OfferShown]:
    """What the catalogue has, of one theme or found by words; a municipality has some dozens."""
    found = matching(queries.offers(session, today, theme), q)
    return [_shown(one, user) for one in shown(session, today, found)]


@router.post("", status_code=201, responses=example(201, OFFER), openapi_extra=body(GIVEN))
def register(
    session: Transaction,
    user: Person,
    now: Now,
    today: Today,
    given: OfferGiven,
    response: Response,
    key: IdempotencyKey = None,
) -> OfferShown:
    """Put an offer into the catalogue: for caseworkers, coordinators and managers."""
    offer_id = made(session, now, user, key, "offer", lambda: service.register(session, now, user, given.draft()).id)
    response.headers["Location"] = f"/api/v1/catalogue/{offer_id}"
    return _one(session, user, today, offer_id)


@router.get("/{offer_id}", responses=example(200, OFFER))
def read(session: Transaction, user: Reader, today: Today, offer_id: PathId) -> OfferShown:
    """One offer, closed or not."""
    return _one(session, user, today, offer_id)


@router.put("/{offer_id}", responses=example(200, OFFER), openapi_extra=body(GIVEN))
def change(
    session: Transaction, user: Person, now: Now, today: Today, offer_id: PathId, given: OfferGiven
) -> OfferShown:
    """The offer is otherwise from now on; places that came with it go to those who wait."""
    service.change(session, now, user, offer_id, given.draft())
    activities.fill(session, now, offer_id)
    return _one(session, user, today, offer_id)


@router.post("/{offer_id}/courses", status_code=201, responses=example(201, OFFER), openapi_extra=body(COURSE))
def add_course(
    session: Transaction,
    user: Person,
    now: Now,
    today: Today,
    offer_id: PathId,
    given: CourseGiven,
    key: IdempotencyKey = None,
) -> OfferShown:
    """The offer gets a course."""
    draft = CourseDraft(first=given.first, last=given.last, places=given.places)
    made(session, now, user, key, "course", lambda: service.add_course(session, now, user, offer_id, draft).id)
    return _one(session, user, today, offer_id)


@router.post("/{offer_id}/close", responses=example(200, OFFER))
def close(session: Transaction, user: Person, now: Now, today: Today, offer_id: PathId) -> OfferShown:
    """Take the offer out of the catalogue; who has a place keeps it."""
    service.close(session, now, user, offer_id)
    return _one(session, user, today, offer_id)


def _one(session: Transaction, user: User, today: Today, offer_id: int) -> OfferShown:
    offer = queries.offer(session, offer_id)
    if offer is None:
        raise NotFoundError("Tilbuddet findes ikke.", offer=offer_id)
    return _shown(shown(session, today, [offer])[0], user)


def _shown(one: Listed, user: User) -> OfferShown:
    rooms = [
        RoomShown(
            course=None if room.course is None else room.course.id,
            first=None if room.course is None else room.course.first,
            last=None if room.course is None else room.course.last,
            free=room.free,
            waiting=room.waiting,
        )
        for room in one.rooms
    ]
    names = OfferShown.model_fields.keys() - {"rooms"}
    values = {name: getattr(one.offer, name) for name in names}
    if user.role is Role.CITIZEN:
        values["text_professional"] = None
    return OfferShown(**values, rooms=rooms)
