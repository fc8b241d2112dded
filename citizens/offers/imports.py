"""The sheet of the catalogue: what its rows are, what stands in the way of one, and what is made of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from sqlalchemy.orm import Session

from accounts.tables import Authority, User
from accounts.uploads import Import
from citizens.offers import queries, service
from citizens.offers.drafts import OfferDraft, faults
from citizens.offers.tables import Access
from citizens.offers.themes import Theme
from core.errors import Fault
from core.sheets import Choice, Column, Many, Row, RowFault, Text, Whole
from core.sheets.sheet import places

THEMES = dict(zip(Theme, ("krop og sind", "hverdag", "dansk", "job", "uddannelse", "fællesskab", "støtteperson",
                          "mentor"), strict=True))  # fmt: skip
ACCESSES = dict(zip(Access, ("direkte", "venteliste", "særlig visitation"), strict=True))
AUTHORITIES = dict(zip(Authority, ("job", "social", "sundhed", "ydelse", "børn", "sprogskole"), strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRow:
    """One offer of the catalogue."""

    theme: Annotated[str, Column("Tema", Choice({one.value: word for one, word in THEMES.items()}), "mentor")]
    title: Annotated[str, Column("Navn", Text(100), "Mentor: Hanne Holm", aliases=("Tilbud", "Titel"))]
    text_citizen: Annotated[str, Column("Tekst til borgeren", Text(2000), "Hanne er mentor. I kan mødes og tale.")]
    text_professional: Annotated[str, Column("Tekst til fagfolk", Text(2000), "Frivillig mentor med børneattest.")]
    access: Annotated[str, Column("Adgang", Choice({one.value: word for one, word in ACCESSES.items()}), "direkte")]
    authority: Annotated[
        str | None, Column("Myndighed", Choice({one.value: word for one, word in AUTHORITIES.items()}), "social")
    ] = None
    places: Annotated[int | None, Column("Pladser", Whole(0, 1000), "2", "Tom, hvis der er plads til alle")] = None
    contact_name: Annotated[str | None, Column("Kontaktperson", Text(100), "Hanne Holm")] = None
    contact_phone: Annotated[str | None, Column("Telefon", Text(20), "98 12 34 56")] = None
    contact_email: Annotated[str | None, Column("E-mail", Text(200), "hanne@example.org", aliases=("Mail",))] = None
    competences: Annotated[tuple[str, ...], Column("Kan hjælpe med", Many(Text(60), 15), "breve, penge")] = ()
    interests: Annotated[tuple[str, ...], Column("Interesser", Many(Text(60), 15), "havearbejde, strik")] = ()


def draft_of(row: OfferRow) -> OfferDraft:
    """The offer that a row says."""
    return OfferDraft(
        theme=Theme(row.theme),
        title=row.title,
        text_professional=row.text_professional,
        text_citizen=row.text_citizen,
        access=Access(row.access),
        authority=None if row.authority is None else Authority(row.authority),
        contact_name=row.contact_name,
        contact_phone=row.contact_phone,
        contact_email=row.contact_email,
        places=row.places,
        competences=row.competences,
        interests=row.interests,
    )


def _check(session: Session, _today: date, rows: Sequence[Row[OfferRow]]) -> Iterator[RowFault]:
    headings = {place.name: place.column.heading for place in places(OfferRow)}
    for row in rows:
        found = faults(draft_of(row.value))
        if queries.offer_named(session, row.value.theme, row.value.title) is not None:
            found.append(Fault("title", "er i kataloget; ret det på tilbuddets side i stedet"))
        for fault in found:
            yield RowFault(row=row.number, column=headings[fault.place.partition("[")[0]], message=fault.message)


def _take(session: Session, user: User, now: datetime, _today: date, rows: Sequence[OfferRow]) -> Mapping[str, int]:
    for row in rows:
        service.register(session, now, user, draft_of(row))
    return {"offers": len(rows)}


CATALOGUE = Import(kind="catalogue", row=OfferRow, key=("theme", "title"), check=_check, take=_take)
