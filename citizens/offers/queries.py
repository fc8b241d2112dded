"""What is asked of the catalogue."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from citizens.offers.tables import CatalogueOffer, OfferCourse


def offer(session: Session, offer_id: int) -> CatalogueOffer | None:
    """The offer, closed or not."""
    return session.get(CatalogueOffer, offer_id)


def lock_offer(session: Session, offer_id: int) -> CatalogueOffer | None:
    """The offer, locked until the transaction ends, with newest values: whoever takes a place of it waits here."""
    wanted = select(CatalogueOffer).where(CatalogueOffer.id == offer_id).with_for_update()
    return session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()


def offers(session: Session, on: date, theme: str | None = None) -> Sequence[CatalogueOffer]:
    """What the catalogue has on the day `on`, of one theme or of all, by title."""
    chosen = select(CatalogueOffer).where(or_(CatalogueOffer.closed_on.is_(None), CatalogueOffer.closed_on > on))
    chosen = chosen if theme is None else chosen.where(CatalogueOffer.theme == theme)
    return session.scalars(chosen.order_by(CatalogueOffer.title, CatalogueOffer.id)).all()


def offers_by_id(session: Session, ids: Collection[int]) -> dict[int, CatalogueOffer]:
    """The offers with these ids."""
    return {one.id: one for one in session.scalars(select(CatalogueOffer).where(CatalogueOffer.id.in_(ids)))}


def offer_named(session: Session, theme: str, title: str) -> CatalogueOffer | None:
    """The open offer of this theme and title."""
    named = select(CatalogueOffer).where(CatalogueOffer.theme == theme, CatalogueOffer.title == title)
    return session.scalars(named.where(CatalogueOffer.closed_on.is_(None)).limit(1)).one_or_none()


def courses(session: Session, offer_ids: Collection[int], on: date) -> dict[int, list[OfferCourse]]:
    """By offer: the courses that have not ended on the day `on`, the first first."""
    chosen = select(OfferCourse).where(OfferCourse.offer_id.in_(offer_ids), OfferCourse.last >= on)
    found: dict[int, list[OfferCourse]] = defaultdict(list)
    for row in session.scalars(chosen.order_by(OfferCourse.first, OfferCourse.id)):
        found[row.offer_id].append(row)
    return found


def course(session: Session, course_id: int) -> OfferCourse | None:
    """One course."""
    return session.get(OfferCourse, course_id)


def courses_by_id(session: Session, ids: Collection[int]) -> dict[int, OfferCourse]:
    """The courses with these ids."""
    return {one.id: one for one in session.scalars(select(OfferCourse).where(OfferCourse.id.in_(ids)))}
