"""A coordinator's week in a browser: meetings asked for, planned, published, moved, held; somebody falls ill; time
passes, and a follow-up comes due."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Event

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.clock import local_day
from core.db import Database
from core.settings import Settings
from scheduler.followups import service
from scheduler.followups.cases import Referral
from scheduler.meetings.tables import Booking
from scheduler.planning import job
from scheduler.tables import Meeting, MeetingState
from tests.e2e.browser.axe import violations
from tests.e2e.browser.conftest import Clock, Site, on_a_desk
from tests.integration.web import people

WISHES = [
    ("Amina Abdi", "Jobsamtale"),
    ("Amina Abdi", "Tværfagligt møde"),
    ("Bent Bæk", "Jobsamtale"),
    ("Dorte Åkjær", "Jobsamtale"),
    ("Dorte Åkjær", "Tværfagligt møde"),
    ("Emil Zacho", "Jobsamtale"),
]
PLAN_SECONDS = 2.0


def carry_out(database: Database) -> None:
    """Do what the worker does: plan."""
    chosen = Settings(database_url=database.url, plan_seconds=PLAN_SECONDS)
    assert job.carry_out_next(database, chosen, clock.now, Event(), lambda _: None)


def ask_for(page: Page, citizen: str, kind: str) -> None:
    page.goto("/moeder/nyt")
    page.get_by_label("Hvem handler mødet om?").select_option(label=citizen)
    page.get_by_label("Hvilket møde?").select_option(label=kind)
    page.get_by_role("button", name="Vis mødet").press("Enter")
    page.get_by_role("button", name="Ønsk mødet").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Mødet er ønsket.")


def plan(page: Page, database: Database) -> None:
    """Wait for the plan that was asked for, and open its draft."""
    expect(page.get_by_text("Venter på at begynde")).to_be_visible()
    carry_out(database)
    page.reload()
    page.get_by_role("link", name="Se kladden").press("Enter")
    expect(page.get_by_role("heading", name="Mine møder i kladden")).to_be_visible()


def published(session: Session) -> list[Meeting]:
    standing = select(Meeting).where(Meeting.state == MeetingState.PLANNED, Meeting.sequence > 0)
    return list(session.scalars(standing.order_by(Meeting.starts_at)))


def days_of(database: Database, user: int) -> list[date]:
    """The days on which a user is booked."""
    with database.reading() as session:
        rows = session.scalars(select(Booking.starts_at).where(Booking.user_id == user).order_by(Booking.starts_at))
        return [local_day(starts_at) for starts_at in rows]


def first_published(database: Database) -> tuple[int, datetime]:
    """The first of the published meetings: its id and when it starts."""
    with database.reading() as session:
        first = published(session)[0]
        assert first.starts_at is not None
        return first.id, first.starts_at


@dataclass(frozen=True)
class Week:
    """What the coordinator does, step by step, with the keyboard alone."""

    page: Page
    database: Database
    picture: Callable[[Page, str], None]

    def look(self, name: str) -> None:
        """Nobody is shut out of the page as it is now."""
        self.picture(self.page, f"week-{name}")
        assert violations(self.page) == []

    def press(self, button: str) -> None:
        """Press a button by its name."""
        self.page.get_by_role("button", name=button).press("Enter")

    def is_told(self, receipt: str) -> None:
        expect(self.page.get_by_role("status")).to_contain_text(receipt)

    def plan_and_publish(self) -> None:
        self.page.goto("/moeder/kladde")
        self.press("Planlæg møder")
        plan(self.page, self.database)
        self.look("draft")
        self.press("Udsend de valgte")
        self.is_told("Planen er udsendt.")

    def move_one(self) -> None:
        meeting, before = first_published(self.database)
        self.page.goto(f"/moeder/{meeting}")
        self.page.get_by_role("link", name="Flyt mødet").press("Enter")
        self.look("move")
        self.page.get_by_role("button", name=re.compile("^Vælg ")).last.press("Enter")
        self.is_told("Mødet er flyttet.")
        with self.database.reading() as session:
            assert session.get_one(Meeting, meeting).starts_at != before

    def lose_a_participant(self) -> None:
        ill = days_of(self.database, people.CASEWORKER)[-1]
        self.page.goto("/moeder/aendringer")
        self.page.get_by_label("Hvem er væk?").select_option(str(people.CASEWORKER))
        self.page.get_by_label("Fra", exact=True).fill(ill.isoformat())
        self.page.get_by_label("Til og med").fill(ill.isoformat())
        self.press("Gem, og planlæg om")
        plan(self.page, self.database)
        self.look("replanned")
        self.press("Udsend alle mine")
        self.is_told("Planen er udsendt.")
        assert ill not in days_of(self.database, people.CASEWORKER)

    def hold_and_minute(self, meeting: int) -> None:
        self.page.goto(f"/moeder/{meeting}")
        expect(self.page.get_by_text("Uret er stillet frem til demonstrationen")).to_be_visible()
        self.press("Mødet er holdt")
        self.page.get_by_label("Referatets tekst").fill("Vi talte om timer og transport.")
        self.press("Gem referatet")
        self.press("Godkend referatet")
        expect(self.page.get_by_text("Godkendt af Tove Tovholder")).to_be_visible()
        self.page.get_by_label("Hvad", exact=True).fill("Ringer til bageren")
        self.page.get_by_label("Senest", exact=True).fill((clock.today() + timedelta(days=7)).isoformat())
        self.press("Tilføj aftalen")
        self.press("Udført (Ringer til bageren)")
        self.is_told("Aftalen er noteret som udført.")
        self.look("held")

    def tick_off(self, citizen: str) -> None:
        self.page.goto("/moeder/opfoelgninger")
        self.look("follow-ups")
        due = self.page.locator("section").get_by_role("button", name=re.compile(rf"Holdt \({citizen}"))
        waiting = due.count()
        due.first.press("Enter")
        self.is_told("Opfølgningen er noteret som holdt.")
        expect(due).to_have_count(waiting - 1)


@on_a_desk
@pytest.mark.slow
def test_a_coordinators_week(
    page: Page,
    become: Callable[[int], None],
    the_clock: Clock,
    fresh: Site,
    picture: Callable[[Page, str], None],
) -> None:
    with fresh.database.transaction() as session:
        service.record(session, clock.now(), None, people.NEW, Referral(date=clock.today()))
    become(people.COORDINATOR)
    week = Week(page, fresh.database, picture)

    for citizen, kind in WISHES:
        ask_for(page, citizen, kind)
    week.plan_and_publish()
    with fresh.database.reading() as session:
        assert len(published(session)) >= len(WISHES)
    week.move_one()
    week.lose_a_participant()

    meeting, starts_at = first_published(fresh.database)
    the_clock.forward(max(21, (local_day(starts_at) - clock.today()).days + 1))
    week.hold_and_minute(meeting)
    week.tick_off("Emil Zacho")
