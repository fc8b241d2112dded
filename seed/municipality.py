"""The demo municipality, put together: the same number of citizens, seed and day give the same to the last byte."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from seed import (
    backgrounds,
    calendars,
    cases,
    catalogue,
    daily,
    figures,
    firms,
    history,
    lives,
    meetings,
    openings,
    papers,
    past_meetings,
    people,
    placements,
    workplaces,
)  # fmt: skip
from seed import staff as staffing
from seed.cases import Cases
from seed.chance import Dice, dice
from seed.firms import MUNICIPALITY, Firms
from seed.history import Background
from seed.invitations import Around, Book
from seed.people import Person
from seed.records import (
    AgendaPoint,
    Attendance,
    BusyTime,
    CaseEvent,
    CatalogueOffer,
    Citizen,
    Commitment,
    Company,
    CompanyUser,
    Consent,
    Contact,
    CtiCourse,
    EmployeeCount,
    Exclusion,
    Experience,
    Goal,
    Household,
    Involvement,
    LanguageModule,
    Meeting,
    MeetingAgreement,
    MinutesVersion,
    OfferCourse,
    OnCall,
    Opening,
    Participant,
    Placement,
    Plan,
    PlanActivity,
    Room,
    Shift,
    Site,
    Trouble,
    TroubleNote,
    Unit,
    User,
    Wish,
    WorkingHours,
)  # fmt: skip
from seed.sites import Sites
from seed.staff import Case, Staff, needs_interpreter

LEAST_CITIZENS, MOST_CITIZENS = 20, 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Municipality:
    """Everything there is to store, in the order in which rows refer to each other."""

    name: str
    today: date
    users: Sequence[User]
    households: Sequence[Household]
    citizens: Sequence[Citizen]
    wishes: Sequence[Wish]
    commitments: Sequence[Commitment]
    experiences: Sequence[Experience]
    modules: Sequence[LanguageModule]
    involvements: Sequence[Involvement]
    consents: Sequence[Consent]
    plans: Sequence[Plan]
    goals: Sequence[Goal]
    catalogue: Sequence[CatalogueOffer]
    catalogue_courses: Sequence[OfferCourse]
    activities: Sequence[PlanActivity]
    case_events: Sequence[CaseEvent]
    cti_courses: Sequence[CtiCourse]
    companies: Sequence[Company]
    company_users: Sequence[CompanyUser]
    units: Sequence[Unit]
    contacts: Sequence[Contact]
    employees: Sequence[EmployeeCount]
    exclusions: Sequence[Exclusion]
    openings: Sequence[Opening]
    shifts: Sequence[Shift]
    placements: Sequence[Placement]
    attendances: Sequence[Attendance]
    troubles: Sequence[Trouble]
    trouble_notes: Sequence[TroubleNote]
    on_call: Sequence[OnCall]
    sites: Sequence[Site]
    rooms: Sequence[Room]
    working_hours: Sequence[WorkingHours]
    busy_times: Sequence[BusyTime]
    meetings: Sequence[Meeting]
    participants: Sequence[Participant]
    agreements: Sequence[MeetingAgreement]
    agenda_points: Sequence[AgendaPoint]
    minutes: Sequence[MinutesVersion]


def build(citizens: int, random_seed: int, today: date) -> Municipality:
    """A municipality of so many citizens as it stands on the day `today`.

    citizens: 20 to 20,000. Raises ValueError outside of that.
    """
    if not LEAST_CITIZENS <= citizens <= MOST_CITIZENS:
        raise ValueError(f"a demo municipality has {LEAST_CITIZENS} to {MOST_CITIZENS} citizens")

    def roll(purpose: str) -> Dice:
        return dice(random_seed, purpose)

    persons, households = people.build(roll("people"), citizens, today)
    fate = roll("lives")
    known = [(person, lives.build(fate, person, today)) for person in persons]
    staff = staffing.build(roll("staff"), known)
    hands = cases.hand_out(roll("hands"), known, staff)
    companies = firms.build(roll("firms"), citizens, cases.portfolios(known, hands), len(staff.users) + 1, today)
    rows = cases.build(roll("cases"), known, staff, hands, today)
    market = placements.open_market(companies, today)
    running, ended = placements.build(roll("placements"), known, market, today)
    offers, shifts = openings.build(roll("openings"), market, _seats(persons), today)
    events = history.build(roll("history"), _backgrounds(known, rows, [*running, *ended]), today)
    sites, book = Sites(citizens), Book()
    around = _around(known, rows, staff, companies, running, sites)
    agreements = past_meetings.hold(roll("past meetings"), around, events, book, today)
    meetings.request(roll("meetings"), around, book, today)
    days = daily.build(roll("daily"), running, rows.citizens, around.employers, today)
    offered = catalogue.build(roll("catalogue"), rows.citizens, today)
    hours, busy = calendars.build(roll("calendars"), staff.users, sites.rooms, today)
    return Municipality(
        name=MUNICIPALITY,
        today=today,
        users=[*cases.with_capacity(staff.users, known, hands), *companies.users],
        households=households,
        citizens=rows.citizens,
        wishes=rows.wishes,
        commitments=rows.commitments,
        experiences=backgrounds.experiences(roll("experiences"), known, today),
        modules=backgrounds.modules(roll("modules"), known, today),
        involvements=rows.involvements,
        consents=rows.consents,
        plans=rows.plans,
        goals=rows.goals,
        catalogue=offered.offers,
        catalogue_courses=offered.courses,
        activities=offered.activities,
        case_events=events,
        cti_courses=history.courses(events, rows.citizens),
        companies=workplaces.companies(companies.companies),
        company_users=companies.company_users,
        units=workplaces.units(roll("units"), companies.workplaces),
        contacts=list(workplaces.contacts(roll("contacts"), companies)),
        employees=companies.employees,
        exclusions=cases.exclusions(roll("exclusions"), rows.citizens, len(companies.workplaces)),
        openings=workplaces.openings(roll("offers"), offers, companies.workplaces),
        shifts=shifts,
        placements=[*running, *ended],
        attendances=days.attendances,
        troubles=days.troubles,
        trouble_notes=days.notes,
        on_call=list(daily.on_call(staff.users, today)),
        sites=sites.sites,
        rooms=sites.rooms,
        working_hours=hours,
        busy_times=busy,
        meetings=[papers.approved(meeting) for meeting in book.meetings],
        participants=book.participants,
        agreements=agreements,
        agenda_points=papers.agendas(book.meetings),
        minutes=papers.minutes(book.meetings, papers.by_meeting(agreements)),
    )


def _seats(persons: Sequence[Person]) -> int:
    return round(sum(person.status == "ready" for person in persons) * figures.SEATS_PER_READY_CITIZEN)


def _backgrounds(known: Sequence[Case], rows: Cases, placed: Sequence[Placement]) -> list[Background]:
    plans = {plan.household_id or -(plan.citizen_id or 0): plan.started_on for plan in rows.plans}
    by_citizen: dict[int | None, list[Placement]] = defaultdict(list)
    for placement in sorted(placed, key=lambda one: one.start):
        by_citizen[placement.citizen_id].append(placement)
    return [
        Background(
            citizen=citizen,
            authorities=len(life.authorities),
            referred_on=person.referred_on,
            plan_on=plans.get(person.household_id, plans.get(-person.id)),
            placements=by_citizen[person.id],
        )
        for (person, life), citizen in zip(known, rows.citizens, strict=True)
    ]


def _around(
    known: Sequence[Case], rows: Cases, staff: Staff, companies: Firms, running: Sequence[Placement], sites: Sites
) -> Around:
    households: dict[int, list[int]] = defaultdict(list)
    actors: dict[int, list[Involvement]] = defaultdict(list)
    consents: dict[int, set[str]] = defaultdict(set)
    for citizen in rows.citizens:
        households[citizen.household_id].append(citizen.id)
    for involvement in rows.involvements:
        actors[involvement.citizen_id].append(involvement)
    for consent in rows.consents:
        if consent.withdrawn_on is None:
            consents[consent.citizen_id].add(consent.authority)
    employers = {link.company_id: link.user_id for link in companies.company_users}
    return Around(
        citizens=rows.citizens,
        households=households,
        actors=actors,
        consents=consents,
        placements={one.citizen_id: one for one in running if one.citizen_id is not None},
        employers={place.unit.id: employers[place.unit.company_id] for place in companies.workplaces},
        units={place.unit.id: place.unit for place in companies.workplaces},
        interpreters={case[0].id: staff.interpreters[case[0].origin] for case in known if needs_interpreter(case)},
        staff=staff,
        sites=sites,
    )
