"""A handful of people, firms and meetings for tests of the pages. Made to hold what could leak to the wrong reader."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain

from sqlalchemy.orm import Session

from companies.tables import Company, CompanyUser, EmployeeCount, Opening, OpeningState, Sector, Unit
from core.clock import COPENHAGEN
from core.db import Base
from core.runs import RunState
from matcher.tables import MatchRun, RunProposal, RunUnplaced
from placements.tables import Placement, Proposal, ProposalState
from scheduler.followups.tables import FollowUp
from scheduler.tables import Meeting, MeetingState, Participant, PlanningRun, Room, Site
from tests.integration.web import people

BAKERY, HARBOUR, SHOP, STALL = 1, 2, 3, 4
TO_AMINA, TO_BENT, TO_FRODE = 1, 2, 3
BECAUSE = [
    {"criterion": "occupation", "points": 0.32, "of": 0.40},
    {"criterion": "distance", "points": 0.10, "of": 0.20},
    {"criterion": "support", "points": 0.02, "of": 0.25},
    {"criterion": "ladder", "points": 0.15, "of": 0.15},
    {"criterion": "prospect", "points": 0.0, "of": 0.0},
]
LATE, DUE, LATER = 1, 2, 3
PLANNED, LEFT_OUT, ELSEWHERE = 1, 2, 3


def add(session: Session, today: date) -> None:
    """Fill an empty database with what is true on `today`."""
    layers: list[Sequence[Base]] = [
        people.users(),
        people.citizens(today),
        _companies(today),
        _openings(today),
        _proposals(today),
        _runs(today),
        _placements(today),
        _sites(),
        _meetings(today),
        _follow_ups(today),
    ]
    for row in chain.from_iterable(layers):
        session.add(row)
        session.flush()


def _companies(today: date) -> list[Company | CompanyUser | EmployeeCount]:
    firms = (
        (BAKERY, "10000009", "Prøvebageriet ApS", people.EMPLOYER, (BAKERY, SHOP, STALL)),
        (HARBOUR, "10000017", "Havnens Smedje", people.OTHER_EMPLOYER, (HARBOUR,)),
    )
    months = [date(today.year - 1, month, 1) for month in (9, 10, 11, 12)]
    return [
        *(
            Company(
                id=row,
                cvr=cvr,
                name=name,
                sector=Sector.PRIVATE,
                industry="107120",
                industry_version="DB07",
                units=[_unit(unit, name) for unit in units],
            )
            for row, cvr, name, _, units in firms
        ),
        *(CompanyUser(company_id=row, user_id=user) for row, _, _, user, _ in firms),
        *(
            EmployeeCount(unit_id=BAKERY, month=month, ordinary_fte=12.5, ordinary_heads=15, source="prøve")
            for month in months
        ),
    ]


def _unit(row: int, name: str) -> Unit:
    return Unit(
        id=row,
        p_number=f"100300000{row}",
        name=f"{name}, Havnegade",
        address=f"Havnegade {row}, 9999 Prøvekøbing",
        town="Prøvekøbing",
        lat=57.4,
        lon=10.5,
    )


def _openings(today: date) -> list[Opening]:
    return [
        Opening(
            id=unit,
            unit_id=unit,
            state=OpeningState.OPEN,
            title=title,
            occupation="751200",
            schemes=["virksomhedspraktik", "loentilskud"],
            seats=2,
            start_earliest=today,
            start_latest=today + timedelta(days=60),
            weeks=13,
            hours_min=5,
            hours_max=37,
            language="A1",
            created_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        for unit, title in ((BAKERY, "Bagermedhjælper"), (HARBOUR, "Smedehjælper"))
    ]


def _proposals(today: date) -> list[Proposal]:
    rows = (
        (TO_AMINA, people.PROPOSED, BAKERY, ProposalState.PROPOSED),
        (TO_BENT, people.AGREED, BAKERY, ProposalState.CITIZEN_YES),
        (TO_FRODE, people.OF_OTHER, HARBOUR, ProposalState.CITIZEN_YES),
    )
    return [
        Proposal(
            id=row,
            citizen_id=citizen,
            opening_id=opening,
            state=state,
            scheme="virksomhedspraktik",
            start=today + timedelta(days=7),
            end=today + timedelta(days=7 * 14),
            hours=14.5,
            score=0.59,
            value=0.59,
            because=BECAUSE,
            created_at=datetime(2026, 1, 1, tzinfo=UTC),
            changed_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        for row, citizen, opening, state in rows
    ]


def _runs(today: date) -> list[MatchRun | RunProposal | RunUnplaced | PlanningRun]:
    asked = at(today, 8)
    return [
        MatchRun(
            id=1,
            state=RunState.DONE,
            requested_at=asked,
            finished_at=asked + timedelta(minutes=1),
            day=today,
            objective=173.25,
            bound=173.3,
            gap=0.0003,
            seconds=4.25,
            citizens=400,
            placed=211,
            by_hand_placed=143,
            by_hand_objective=98.0,
        ),
        RunProposal(
            run_id=1,
            proposal_id=TO_AMINA,
            runners_up=[{"opening": f"o{HARBOUR}", "score": 0.52, "value": 0.52, "lacks": [f"seats:o{HARBOUR}"]}],
        ),
        RunUnplaced(
            run_id=1,
            citizen_id=people.STUCK,
            blocked={"travel": 31, "language": 1, "quota": 12},
            nearest=[
                {
                    "opening": f"o{HARBOUR}",
                    "rules": ["language"],
                    "changes": [{"rule": "language", "kind": "language", "amount": 0.0, "codes": ["B1"]}],
                }
            ],
            lost_to=["quota:u1"],
            losses=[
                {
                    "on": "quota:u1",
                    "opening": f"o{HARBOUR}",
                    "value": 0.5,
                    "holders": [{"citizen": f"c{row}", "value": 0.6} for row in (people.AGREED, people.OF_OTHER)],
                    "held": 3,
                }
            ],
        ),
        RunUnplaced(run_id=1, citizen_id=people.OF_OTHER, blocked={"travel": 77}, nearest=[], lost_to=[]),
        PlanningRun(
            id=1,
            state=RunState.DONE,
            requested_at=asked,
            finished_at=asked + timedelta(minutes=1),
            planned=1,
            late=0,
            left_out=1,
            cost=1000,
            bound=1000,
            seconds=0.5,
        ),
    ]


def _placements(today: date) -> list[Placement]:
    return [
        Placement(
            citizen_id=people.IN_PRAKTIK,
            unit_id=BAKERY,
            scheme="virksomhedspraktik",
            start=today - timedelta(days=20),
            end=today + timedelta(days=40),
            hours=18.5,
        ),
        Placement(unit_id=BAKERY, scheme="fleksjob", start=today - timedelta(days=300), end=None, hours=10),
    ]


def _sites() -> list[Site | Room]:
    return [
        Site(id=1, name="Rådhuset", lat=57.4, lon=10.5),
        Room(id=1, site_id=1, name="Lokale 12", capacity=6),
    ]


def _meetings(today: date) -> list[Meeting]:
    monday = today - timedelta(days=today.weekday())
    return [
        _meeting(PLANNED, today, people.AGREED, MeetingState.PLANNED, at(monday + timedelta(days=7), 9)),
        _meeting(LEFT_OUT, today, people.STUCK, MeetingState.REQUESTED, None),
        _meeting(
            ELSEWHERE,
            today,
            people.OF_OTHER,
            MeetingState.INVITED,
            at(monday + timedelta(days=8), 9),
            people.CASEWORKER,
        ),
    ]


def _meeting(
    row: int,
    today: date,
    citizen: int,
    state: MeetingState,
    start: datetime | None,
    coordinator: int = people.COORDINATOR,
) -> Meeting:
    return Meeting(
        id=row,
        kind="tvaerfagligt_moede",
        state=state,
        citizen_id=citizen,
        coordinator_id=coordinator,
        minutes=60,
        earliest=today - timedelta(days=30),
        due=today - timedelta(days=1),
        latest=today + timedelta(days=30),
        site_ids=[1],
        starts_at=start,
        ends_at=start and start + timedelta(hours=1),
        site_id=1 if start else None,
        room_id=1 if start else None,
        obstacles=[] if start else [f"p{people.CASEWORKER} og c{citizen} har ingen fælles ledig time"],
        participants=[
            Participant(user_id=coordinator, attends=start is not None),
            Participant(user_id=people.CONSULTANT, attends=False),
            Participant(citizen_id=citizen, attends=start is not None),
        ]
        + (
            []
            if coordinator == people.CASEWORKER
            else [Participant(user_id=people.CASEWORKER, attends=start is not None)]
        ),
    )


def _follow_ups(today: date) -> list[FollowUp]:
    rows = (
        (LATE, people.PROPOSED, "samtaler", today - timedelta(days=17), today - timedelta(days=3)),
        (DUE, people.AGREED, "plan", today - timedelta(days=1), today + timedelta(days=13)),
        (LATER, people.STUCK, "fip", today + timedelta(days=40), today + timedelta(days=54)),
    )
    return [
        FollowUp(
            id=row,
            citizen_id=citizen,
            rule=rule,
            of=today - timedelta(days=100),
            number=1,
            earliest=due - timedelta(days=14),
            due=due,
            latest=latest,
        )
        for row, citizen, rule, due, latest in rows
    ]


def at(day: date, hour: int) -> datetime:
    """A full hour on a Danish day."""
    return datetime.combine(day, time(hour), COPENHAGEN)
