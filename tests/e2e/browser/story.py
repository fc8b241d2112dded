"""What employer, consultant and citizen do on the way from an opening to a job, each on their own pages."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from threading import Event

from playwright.sync_api import Page, expect
from sqlalchemy import select

from citizens.tables import Citizen, Status
from core import clock
from core.db import Database
from core.settings import Settings
from matcher import reruns, running
from placements.daily.tables import Attendance, Presence
from placements.evidence.tables import QuotaDecision
from placements.evidence.verifying import verify
from placements.tables import Placement, Proposal, ProposalState
from tests.e2e.browser.axe import violations
from tests.e2e.browser.conftest import Clock
from tests.integration.web import people

CARLA = 90
"""The citizen's own login."""
RUN_SECONDS = 5.0
ONE_DAY, WEEKS = timedelta(days=1), timedelta(weeks=6)


@dataclass(frozen=True)
class Story:
    """What the three do, each on their own pages; what stands in the database is asked for at the turns only."""

    page: Page
    database: Database
    become: Callable[[int], None]
    picture: Callable[[Page, str], None]
    the_clock: Clock

    def goes(self, who: int, path: str) -> None:
        self.become(who)
        self.page.goto(path)

    def press(self, button: str | re.Pattern[str]) -> None:
        self.page.get_by_role("button", name=button).first.click()

    def is_told(self, receipt: str) -> None:
        expect(self.page.get_by_role("status").first).to_contain_text(receipt)

    def looks(self, name: str) -> None:
        self.picture(self.page, f"story-{name}")
        assert violations(self.page) == []

    def offers(self, unit: int, work: str) -> int:
        """The employer makes an opening; the id it gets."""
        self.goes(people.EMPLOYER, f"/virksomhed/aabninger/ny?enhed={unit}")
        self.page.get_by_label("Hvad er arbejdet?").fill(work)
        self.press("Find fag")
        self.page.get_by_label("Sproget i arbejdet").or_(self.page.locator("[name=language]")).first.select_option("A1")
        self.press("Opret opslaget")
        self.is_told("Opslaget er oprettet")
        return int(re.findall(r"/aabninger/([0-9]+)", self.page.url)[0])

    def matches(self) -> None:
        """Do what the worker does: take up the runs that are wanted, and carry out the one that waits."""
        later = clock.now() + reruns.QUIET
        with self.database.transaction() as session:
            reruns.take_up(session, later)
        chosen = Settings(database_url=self.database.url, solve_seconds=RUN_SECONDS)
        assert running.carry_out_next(self.database, chosen, clock.now, Event(), lambda _: None)

    def proposes(self, opening: int) -> int:
        """The consultant proposes Carla by hand; the proposal's id."""
        self.goes(people.CONSULTANT, f"/aabninger/{opening}/kandidater")
        self.looks("candidates")
        self.press(re.compile(r"^Foreslå.*Carla Østergård"))
        expect(self.page.get_by_role("status").first).to_be_visible()
        return self.is_proposed(opening)

    def is_proposed(self, opening: int) -> int:
        """The proposal that Carla has at the opening now."""
        with self.database.reading() as session:
            wanted = select(Proposal.id).where(
                Proposal.citizen_id == people.STUCK,
                Proposal.opening_id == opening,
                Proposal.state == ProposalState.PROPOSED,
            )
            return session.scalars(wanted).one()

    def say_yes(self, proposal: int) -> None:
        """The citizen, then the employer, who learns the first name and no more."""
        self.goes(CARLA, "/min-side")
        self.page.get_by_role("link", name=re.compile("Se forslaget, og svar")).click()
        self.page.get_by_label("Virksomheden må få mit fornavn at vide nu").check()
        self.press("Ja tak, det vil jeg gerne")
        self.is_told("Ja er gemt.")
        self.goes(people.EMPLOYER, f"/forslag/{proposal}")
        expect(self.page.locator("main")).to_contain_text("Carla")
        expect(self.page.locator("main")).not_to_contain_text("Østergård")
        self.press("Ja tak, vi har plads")
        self.is_told("Ja er gemt.")

    def agree(self, proposal: int, start: date) -> None:
        """The consultant writes the agreement, all three sign, and the employees' representative is heard."""
        self.goes(people.CONSULTANT, f"/forslag/{proposal}/aftale")
        self.page.get_by_label("Formål").fill("At prøve kræfter i et bageri")
        self.page.get_by_label("Opgaver").fill("Opvask\nOprydning")
        self.page.get_by_label("Første dag").fill(start.isoformat())
        self.page.get_by_label("Sidste dag").fill((start + WEEKS - ONE_DAY).isoformat())
        self.page.get_by_label(re.compile("^Fra uge")).first.fill("3")
        self.page.get_by_label(re.compile(r"^Timer om ugen \(række")).first.fill("18")
        self.page.get_by_label("Hvem kan man ringe til").fill("Else Arbejdsgiver")
        self.page.get_by_label("Telefon").fill("98 12 34 56")
        self.press("Gem aftalen")
        self.is_told("Aftalen er gemt.")
        self.looks("agreement")
        for who, button in (
            (CARLA, "aftalen"),
            (people.EMPLOYER, "for virksomheden"),
            (people.CONSULTANT, "for kommunen"),
        ):
            self.goes(who, f"/forslag/{proposal}")
            self.press(re.compile(f"^Skriv under .*{button}"))
            self.is_told("Din underskrift er gemt.")
        expect(self.page.locator("main")).to_contain_text("Medarbejdernes repræsentant er ikke hørt endnu")
        self.goes(people.EMPLOYER, f"/forslag/{proposal}")
        said = self.page.locator("form[action$='/udtalelse']")
        said.get_by_label("Repræsentantens navn").fill("Tina Tillid")
        said.get_by_label("Repræsentant for medarbejderne").select_option(index=1)
        said.get_by_label("Svar").select_option("yes")
        said.get_by_role("button").click()
        self.is_told("Udtalelsen er registreret.")

    def can_be_taken_home(self, proposal: int) -> None:
        """The agreement is a paper for its three sides, and for nobody else."""
        for who in (CARLA, people.EMPLOYER, people.CONSULTANT):
            self.become(who)
            paper = self.page.context.request.get(f"/forslag/{proposal}/aftale.pdf?sprog=let")
            assert paper.body().startswith(b"%PDF-")
        self.become(people.OTHER_EMPLOYER)
        assert self.page.context.request.get(f"/forslag/{proposal}/aftale.pdf").status == 404

    def placement(self, scheme: str = "virksomhedspraktik") -> Placement:
        """Carla's placement that runs or is to begin."""
        with self.database.reading() as session:
            wanted = select(Placement).where(
                Placement.citizen_id == people.STUCK, Placement.scheme == scheme, Placement.ended_on.is_(None)
            )
            found = session.scalars(wanted).one()
            session.expunge(found)
            return found

    def came(self) -> None:
        """The employer tells with one tap that Carla came today."""
        self.goes(people.EMPLOYER, "/fremmoede")
        self.looks("attendance")
        self.press(re.compile(r"^Kom \(.*Carla"))
        with self.database.reading() as session:
            taps = session.scalars(select(Attendance).where(Attendance.presence == Presence.CAME)).all()
            assert [tap.day for tap in taps] == [clock.today()]

    def status(self) -> Status:
        with self.database.reading() as session:
            return session.get_one(Citizen, people.STUCK).status

    def evidence_holds(self, unit: int, decisions: int) -> None:
        """Every decision can be made again from its own counts, and its page says so."""
        with self.database.reading() as session:
            rows = session.scalars(select(QuotaDecision).where(QuotaDecision.unit_id == unit)).all()
            assert len(rows) == decisions
            assert all(one.stands for one in verify(session, unit))
        self.goes(people.CONSULTANT, f"/afgoerelser/{rows[-1].id}")
        expect(self.page.locator("main")).to_contain_text("Afgørelsen er uændret")
        expect(self.page.locator("main")).not_to_contain_text("Østergård")
        self.looks("evidence")
