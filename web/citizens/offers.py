"""Looking after the catalogue: a new offer, a change, a course, the end of an offer."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, ConfigDict, Field

from accounts.once import once
from accounts.tables import Authority
from citizens.offers import service
from citizens.offers.drafts import CourseDraft, OfferDraft
from citizens.offers.tables import Access
from citizens.offers.themes import Theme
from citizens.plans import activities
from web.citizens.catalogue import HERE, choices, page
from web.citizens.typed import Key, Text, Typed
from web.citizens.visitors import Editor
from web.fields import PLAIN, PathId
from web.forms import back, tried
from web.visits import Visit

router = APIRouter()
Answer = HTMLResponse | RedirectResponse
Line = Annotated[str, Field(max_length=5_000, pattern=PLAIN)]


class OfferForm(BaseModel):
    """The form as it is sent. `competences` and `interests` hold words with commas between."""

    model_config = ConfigDict(extra="ignore")

    theme: Theme
    access: Access
    authority: Authority | Annotated[str, Field(max_length=0)] | None = None
    title: Line = ""
    text_citizen: Line = ""
    text_professional: Line = ""
    places: Line = ""
    contact_name: Line = ""
    contact_phone: Line = ""
    contact_email: Line = ""
    competences: Line = ""
    interests: Line = ""

    def draft(self) -> OfferDraft:
        """The form as a draft. Raises BadInputError where the number of places is none."""
        read = Typed()
        places = read.whole("places", self.places)
        read.done()
        return OfferDraft(
            theme=self.theme,
            title=self.title,
            text_professional=self.text_professional,
            text_citizen=self.text_citizen,
            access=self.access,
            authority=self.authority if isinstance(self.authority, Authority) else None,
            contact_name=self.contact_name.strip() or None,
            contact_phone=self.contact_phone.strip() or None,
            contact_email=self.contact_email.strip() or None,
            places=places,
            competences=_words(self.competences),
            interests=_words(self.interests),
        )


class NewOfferForm(OfferForm):
    """The form of an offer that is not there yet."""

    key: str = Field(min_length=16, max_length=64)


@router.get(f"{HERE}/ny")
def new_offer(visit: Editor) -> HTMLResponse:
    """The form for a new offer."""
    return _new(visit)


@router.post(f"{HERE}/ny", response_model=None)
def register(visit: Editor, form: Annotated[NewOfferForm, Form()]) -> Answer:
    """A new offer comes into the catalogue."""

    def work() -> RedirectResponse:
        draft = form.draft()
        visitor = visit.session, visit.now, visit.person
        made = once(*visitor, form.key, "offer", lambda: service.register(*visitor, draft).id)
        return back(f"{HERE}/{made}", "offer")

    typed = form.model_dump()
    fields = {one: one for one in typed}
    return tried(visit, work, lambda faults: _new(visit, typed=typed, faults=faults, fields=fields))


@router.post(f"{HERE}/{{offer_id:int}}/ret", response_model=None)
def change(visit: Editor, offer_id: PathId, form: Annotated[OfferForm, Form()]) -> Answer:
    """An offer is otherwise from now on; places that came with it go to those who wait."""

    def work() -> RedirectResponse:
        service.change(visit.session, visit.now, visit.person, offer_id, form.draft())
        activities.fill(visit.session, visit.now, offer_id)
        return back(f"{HERE}/{offer_id}", "offer")

    typed = form.model_dump()
    fields = {one: one for one in typed}
    return tried(
        visit, work, lambda faults: page(visit, offer_id, part="offer", typed=typed, faults=faults, fields=fields)
    )


@router.post(f"{HERE}/{{offer_id:int}}/hold", response_model=None)
def add_course(
    visit: Editor, offer_id: PathId, key: Key, first: Text = "", last: Text = "", places: Text = ""
) -> Answer:
    """An offer gets a course; one without a last day is over in a day."""

    def work() -> RedirectResponse:
        read = Typed()
        begins, ends, number = read.day("first", first), read.day("last", last), read.whole("places", places)
        read.done()
        begins = begins or visit.today
        draft = CourseDraft(first=begins, last=ends or begins, places=number)
        at = visit.session, visit.now, visit.person
        once(*at, key, "course", lambda: service.add_course(*at, offer_id, draft).id)
        return back(f"{HERE}/{offer_id}", "course", "courses")

    typed = {"first": first, "last": last, "places": places}
    fields = {"first": "first", "last": "last", "places": "course-places"}
    return tried(
        visit, work, lambda faults: page(visit, offer_id, part="course", typed=typed, faults=faults, fields=fields)
    )


@router.post(f"{HERE}/{{offer_id:int}}/luk")
def close(visit: Editor, offer_id: PathId) -> RedirectResponse:
    """An offer goes out of the catalogue; who has a place keeps it."""
    service.close(visit.session, visit.now, visit.person, offer_id)
    return back(f"{HERE}/{offer_id}", "offer_closed")


def _new(visit: Visit, **given: object) -> HTMLResponse:
    return visit.page("citizens/new_offer.html", path=f"{HERE}/ny", draft=None, **choices() | {"typed": {}} | given)


def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
