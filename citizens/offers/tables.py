"""The catalogue of what a citizen can take part in, mentors among it (tilbudsvifte)."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from accounts.tables import Authority
from core.db import Base


class Access(StrEnum):
    """How one comes to an offer (adgang)."""

    DIRECT = "direct"
    WAITING_LIST = "waiting_list"
    REFERRAL = "referral"
    """Special referral (særlig visitation)."""


class CatalogueOffer(Base):
    """An offer of the catalogue (tilbud); a mentor is one, with competences and interests."""

    __tablename__ = "catalogue_offers"
    __table_args__ = (CheckConstraint("places IS NULL OR places >= 0", name="places"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    theme: Mapped[str] = mapped_column(index=True)
    """`health`, `language`, `job`, `mentor` ... (`citizens.offers.themes`)."""
    title: Mapped[str]
    text_professional: Mapped[str]
    text_citizen: Mapped[str]
    """The same for the citizen, in plain words."""
    contact_name: Mapped[str | None]
    contact_phone: Mapped[str | None]
    contact_email: Mapped[str | None]
    access: Mapped[Access]
    authority: Mapped[Authority | None]
    places: Mapped[int | None]
    """How many can take part at once; null where there is no limit."""
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """The mentor, where they use the service."""
    competences: Mapped[list[str]] = mapped_column(default=list)
    interests: Mapped[list[str]] = mapped_column(default=list)
    closed_on: Mapped[date | None]


class OfferCourse(Base):
    """A course of an offer with its dates and places (hold)."""

    __tablename__ = "offer_courses"
    __table_args__ = (CheckConstraint("first <= last", name="days"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("catalogue_offers.id"), index=True)
    first: Mapped[date]
    last: Mapped[date]
    places: Mapped[int | None]
