"""Citizens, their families, what they want, what binds them, and what they have consented to."""

from datetime import date, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.tables import Authority
from core.db import Base


class Status(StrEnum):
    """Where a citizen stands on the status board (statustavle)."""

    NEW = "new"
    CLARIFYING = "clarifying"
    READY = "ready"
    PROPOSED = "proposed"
    PRAKTIK = "praktik"
    LOENTILSKUD = "loentilskud"
    IGU = "igu"
    FLEKSJOB = "fleksjob"
    ORDINARY = "ordinary"
    EDUCATION = "education"
    LEAVE = "leave"
    SICK = "sick"
    DONE = "done"


class Household(Base):
    """A family (husstand) with one plan and one coordinator."""

    __tablename__ = "households"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Citizen(Base):
    """A citizen (borger): who they are, how far and how much they can work, and who is responsible."""

    __tablename__ = "citizens"
    __table_args__ = (CheckConstraint("hours_min <= hours_max", name="hours"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cpr: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), unique=True)
    """Set where the citizen logs in."""
    first_name: Mapped[str]
    last_name: Mapped[str]
    birth_date: Mapped[date]
    gender: Mapped[str | None]
    household_id: Mapped[int | None] = mapped_column(ForeignKey("households.id"), index=True)
    status: Mapped[Status] = mapped_column(index=True)
    target_group: Mapped[str] = mapped_column(index=True)
    unemployed_since: Mapped[date]
    resident_since: Mapped[date | None]
    single_parent: Mapped[bool] = mapped_column(default=False)
    no_education: Mapped[bool] = mapped_column(default=False)
    address: Mapped[str]
    town: Mapped[str]
    email: Mapped[str | None]
    """Where messages go; without it they go by Digital Post."""
    phone: Mapped[str | None]
    """Where reminders go as text messages."""
    lat: Mapped[float]
    lon: Mapped[float]
    max_travel_km: Mapped[float]
    hours_min: Mapped[float]
    hours_max: Mapped[float]
    available_from: Mapped[date]
    transport: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    """How the citizen gets about: `walk`, `bike`, `bus`, `car`."""
    language: Mapped[str]
    """Danish on the CEFR scale, A0 to C2."""
    interpreter_language: Mapped[str | None]
    """ISO 639-1, where an interpreter is needed."""
    skills: Mapped[list[str]] = mapped_column(default=list)
    driving_licence: Mapped[bool] = mapped_column(default=False)
    needs: Mapped[list[str]] = mapped_column(default=list)
    schemes: Mapped[list[str] | None]
    """Schemes that the caseworker has opened; null means all the rules allow."""
    weight: Mapped[float] = mapped_column(default=1.0)
    consultant_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    caseworker_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    coordinator_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    substitute_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """The coordinator's named substitute (stedfortræder)."""
    support_worker_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    wishes: Mapped[list["Wish"]] = relationship(order_by="Wish.rank", lazy="raise")
    commitments: Mapped[list["Commitment"]] = relationship(lazy="raise")

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"


class Wish(Base):
    """An occupation the citizen wants, ranked from 1 (jobønske)."""

    __tablename__ = "wishes"

    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id"), primary_key=True)
    rank: Mapped[int] = mapped_column(primary_key=True)
    occupation: Mapped[str]
    """DISCO-08 code, six digits."""


class Commitment(Base):
    """A fixed hour in the citizen's week: language school, treatment, child care (skemalagt aktivitet)."""

    __tablename__ = "commitments"

    id: Mapped[int] = mapped_column(primary_key=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id"), index=True)
    weekday: Mapped[int]
    from_: Mapped[time] = mapped_column("from_time")
    to: Mapped[time] = mapped_column("to_time")
    what: Mapped[str]
    authority: Mapped[Authority | None]


class Exclusion(Base):
    """A unit that the citizen must not be sent to; the reason stays with the caseworker (udelukket sted)."""

    __tablename__ = "exclusions"

    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    reason: Mapped[str | None]
    """The caseworker's own words; shown to nobody else. Null for those of before this was kept."""


class Involvement(Base):
    """A member of staff at work for the citizen: the map of actors around a case (aktørkort)."""

    __tablename__ = "involvements"

    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    authority: Mapped[Authority]
    since: Mapped[date]
    until: Mapped[date | None]


class Consent(Base):
    """Consent (samtykke) to share with one authority; given by each adult, withdrawn at any time."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(primary_key=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id"), index=True)
    authority: Mapped[Authority]
    scope: Mapped[str]
    given_on: Mapped[date]
    withdrawn_on: Mapped[date | None]
    legal_basis: Mapped[str | None]
    """Set where the sharing rests on law instead of consent."""
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who wrote it down; null for those of before this was kept."""


class Plan(Base):
    """The one plan above the statutory ones (udviklingsplan, Min Plan), for a citizen or a whole household."""

    __tablename__ = "plans"
    __table_args__ = (CheckConstraint("(citizen_id IS NULL) <> (household_id IS NULL)", name="one_owner"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    citizen_id: Mapped[int | None] = mapped_column(ForeignKey("citizens.id"), index=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("households.id"), index=True)
    started_on: Mapped[date]

    goals: Mapped[list["Goal"]] = relationship(order_by="Goal.id", lazy="raise")


class Goal(Base):
    """One goal of a plan (mål), for the whole or for one member."""

    __tablename__ = "goals"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"), index=True)
    citizen_id: Mapped[int | None] = mapped_column(ForeignKey("citizens.id"))
    text: Mapped[str]
    long_term: Mapped[bool]
    by: Mapped[date | None]
    done_on: Mapped[date | None]


class EventKind(StrEnum):
    """What a follow-up series counts from, or is settled by."""

    REFERRAL = "referral"
    PLAN = "plan"
    PLACEMENT = "placement"
    CTI = "cti"
    HELD = "held"
    ENDED = "ended"


class CaseEvent(Base):
    """Something that happened in a case and that follow-ups count from (hændelse i sagen)."""

    __tablename__ = "case_events"
    __table_args__ = (UniqueConstraint("citizen_id", "kind", "day", "rule", "of"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id"), index=True)
    kind: Mapped[EventKind]
    on: Mapped[date] = mapped_column("day")
    rule: Mapped[str | None]
    """For `held`: the follow-up rule it settles."""
    of: Mapped[date | None]
    """For `held` in a placement or CTI course: the day the series is named by."""
    months: Mapped[int | None]
    """For `cti`: the length of the course."""
    scheme: Mapped[str | None]
    """For `placement`: its scheme; the row is written with the placement, in the same transaction."""
    until: Mapped[date | None]
    """For `placement`: the last day that was planned; null while open-ended."""
    cut_on: Mapped[date | None]
    """For `placement`: the day it ended, whatever was planned. Follow-ups keep their days; later ones fall away."""
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who wrote it down; null where another system told it."""
