"""Changing what is known of a citizen: who may, what is kept, and what the trail says."""

from dataclasses import replace
from datetime import date, time

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.tables import Authority, Role, User
from citizens.profile import background, queries, service
from citizens.profile.background import ExperienceDraft
from citizens.profile.completeness import Item, completeness
from citizens.profile.drafts import CommitmentDraft
from citizens.profile.tables import ExperienceKind
from citizens.tables import Citizen, Consent, Exclusion, Goal, Household, Involvement, Plan, Status
from core.audit import AuditEntry
from core.db import Database
from core.errors import BadInputError, ForbiddenError, NotFoundError
from tests import rows
from tests.rows import NOW, TODAY

SCHOOL = CommitmentDraft(weekday=2, from_=time(8, 30), to=time(12), what="language_school")
COOK = ExperienceDraft(kind=ExperienceKind.JOB, title="Kok", occupation="512000", from_year=2015, to_year=2018)


def people(session: Session) -> tuple[User, User, User, Citizen]:
    """Consultant, caseworker, the citizen's own user, and the citizen."""
    consultant = rows.user(session)
    caseworker = rows.user(session, Role.CASEWORKER, authority=Authority.JOB)
    own = rows.user(session, Role.CITIZEN)
    citizen = rows.citizen(session, consultant, caseworker_id=caseworker.id, user_id=own.id, status=Status.READY)
    return consultant, caseworker, own, citizen


def trail(session: Session) -> list[tuple[str, object, object]]:
    session.flush()
    changes = select(AuditEntry).where(AuditEntry.action != "looked").order_by(AuditEntry.id)
    return [(one.action, one.facts["before"], one.facts["after"]) for one in session.scalars(changes)]


def test_a_change_keeps_what_stood_there_before_and_after(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        consultant, _, _, citizen = people(session)
        service.change(
            session, NOW, consultant, citizen.id,
            lambda was: replace(was, hours_max=25.0, available_from=date(2027, 1, 4), needs=("quiet",)),
        )  # fmt: skip
        assert (citizen.hours_max, citizen.available_from, citizen.needs) == (25.0, date(2027, 1, 4), ["quiet"])
        before = {"hours_max": 20.0, "available_from": "2026-12-07", "needs": []}
        after = {"hours_max": 25.0, "available_from": "2027-01-04", "needs": ["quiet"]}
        assert trail(session) == [("citizen.changed", before, after)]


def test_nothing_changed_leaves_no_trace_of_a_change(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        consultant, _, _, citizen = people(session)
        service.change(session, NOW, consultant, citizen.id, lambda was: was)
        assert trail(session) == []


def test_only_what_is_changed_is_judged(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        consultant, _, _, citizen = people(session)
        citizen.max_travel_km = 900.0
        service.change(session, NOW, consultant, citizen.id, lambda was: replace(was, hours_max=25.0))
        with pytest.raises(BadInputError) as error:
            service.change(session, NOW, consultant, citizen.id, lambda was: replace(was, max_travel_km=901.0))
        assert [fault.place for fault in error.value.faults] == ["max_travel_km"]


def test_schemes_are_opened_by_the_caseworker_alone(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        consultant, caseworker, _, citizen = people(session)
        with pytest.raises(ForbiddenError):
            service.change(session, NOW, consultant, citizen.id, lambda was: replace(was, schemes=("igu",)))
        service.change(session, NOW, caseworker, citizen.id, lambda was: replace(was, schemes=("igu",)))
        assert citizen.schemes == ["igu"]


def test_the_citizen_sets_wishes_and_nothing_else(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        _, _, own, citizen = people(session)
        service.wish(session, NOW, own, citizen.id, ["941200", "512000"])
        assert queries.wishes(session, citizen.id) == ["941200", "512000"]
        with pytest.raises(ForbiddenError):
            service.change(session, NOW, own, citizen.id, lambda was: replace(was, hours_max=25.0))
        with pytest.raises(ForbiddenError):
            service.commit_time(session, NOW, own, citizen.id, SCHOOL)
        with pytest.raises(ForbiddenError):
            service.move(session, NOW, own, citizen.id, Status.SICK, "syg")


def test_a_stranger_finds_nobody(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        citizen, stranger = people(session)[3], rows.user(session)
        for work in (
            lambda: service.wish(session, NOW, stranger, citizen.id, ["941200"]),
            lambda: service.change(session, NOW, stranger, citizen.id, lambda was: was),
            lambda: background.add_experience(session, NOW, stranger, citizen.id, COOK),
            lambda: background.exclude(session, NOW, stranger, citizen.id, 1, "nej"),
        ):
            with pytest.raises(NotFoundError):
                work()
        assert trail(session) == []


def test_wishes_take_the_place_of_those_before_in_their_new_order(database: Database) -> None:
    with database.transaction() as session:
        consultant, _, _, citizen = people(session)
        service.wish(session, NOW, consultant, citizen.id, ["941200", "512000"])
        service.wish(session, NOW, consultant, citizen.id, ["512000", "941200", "911200"])
        service.wish(session, NOW, consultant, citizen.id, ["512000", "941200", "911200"])
        assert queries.wishes(session, citizen.id) == ["512000", "941200", "911200"]
        assert [before for _, before, _ in trail(session)] == [[], ["941200", "512000"]]


def test_a_fixed_hour_belongs_to_the_authority_of_who_wrote_it_down(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        _, caseworker, _, citizen = people(session)
        row = service.commit_time(session, NOW, caseworker, citizen.id, SCHOOL)
        assert [(one.id, one.what, one.authority) for one in queries.slots(session, citizen.id)] == [
            (row.id, "language_school", Authority.JOB)
        ]
        service.free_time(session, NOW, caseworker, row.id)
        assert queries.slots(session, citizen.id) == []
        hour = {"weekday": 2, "from": "08:30", "to": "12:00", "what": "language_school"}
        assert trail(session) == [("citizen.committed", None, hour), ("citizen.committed", hour, None)]


def test_experiences_and_modules_are_kept_and_struck(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        consultant, _, _, citizen = people(session)
        cook = background.add_experience(session, NOW, consultant, citizen.id, COOK)
        background.set_module(session, NOW, consultant, citizen.id, (2, 1), date(2026, 1, 5), None)
        background.set_module(session, NOW, consultant, citizen.id, (2, 1), date(2026, 1, 5), date(2026, 6, 1))
        assert [one.title for one in queries.experiences(session, citizen.id)] == ["Kok"]
        assert [one.passed_on for one in queries.modules(session, citizen.id)] == [date(2026, 6, 1)]
        background.drop_experience(session, NOW, consultant, cook.id)
        background.drop_module(session, NOW, consultant, citizen.id, (2, 1))
        session.flush()
        assert (queries.experiences(session, citizen.id), queries.modules(session, citizen.id)) == ([], [])


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        (replace(COOK, title=""), "title"),
        (replace(COOK, occupation="kok"), "occupation"),
        (replace(COOK, to_year=2027), "to_year"),
        (replace(COOK, to_year=2010), "to_year"),
        (replace(COOK, place="x" * 101), "place"),
    ],
)
def test_an_experience_that_cannot_be_is_refused(sqlite: Database, wrong: ExperienceDraft, place: str) -> None:
    with sqlite.transaction() as session:
        consultant, _, _, citizen = people(session)
        with pytest.raises(BadInputError) as error:
            background.add_experience(session, NOW, consultant, citizen.id, wrong)
        assert [fault.place for fault in error.value.faults] == [place]


def test_a_module_that_cannot_be_is_refused(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        consultant, _, _, citizen = people(session)
        with pytest.raises(BadInputError) as error:
            background.set_module(session, NOW, consultant, citizen.id, (4, 7), date(2027, 1, 1), date(2026, 12, 1))
        assert [one.place for one in error.value.faults] == ["programme", "module", "passed_on", "passed_on"]


def test_only_the_caseworker_excludes_a_place_and_the_trail_does_not_repeat_why(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        consultant, caseworker, _, citizen = people(session)
        unit = rows.unit(session)
        with pytest.raises(ForbiddenError):
            background.exclude(session, NOW, consultant, citizen.id, unit.id, "tidligere chef")
        background.exclude(session, NOW, caseworker, citizen.id, unit.id, "tidligere chef")
        assert [one.reason for one in queries.exclusions(session, citizen.id)] == ["tidligere chef"]
        background.admit(session, NOW, caseworker, citizen.id, unit.id)
        session.flush()
        assert session.scalars(select(Exclusion)).all() == []
        assert trail(session) == [("citizen.excluded", None, unit.id), ("citizen.excluded", unit.id, None)]


def test_what_is_not_there_cannot_be_struck(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        _, caseworker, _, citizen = people(session)
        for work in (
            lambda: service.free_time(session, NOW, caseworker, 4711),
            lambda: background.drop_experience(session, NOW, caseworker, 4711),
            lambda: background.drop_module(session, NOW, caseworker, citizen.id, (1, 1)),
            lambda: background.admit(session, NOW, caseworker, citizen.id, 4711),
        ):
            with pytest.raises(NotFoundError):
                work()


def test_each_role_has_its_own_cases(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        consultant, caseworker, own, citizen = people(session)
        assert [one.id for one in queries.cases(session, Role.CASEWORKER, caseworker.id)] == [citizen.id]
        assert [one.id for one in queries.cases(session, Role.CONSULTANT, consultant.id)] == [citizen.id]
        assert queries.cases(session, Role.SUPPORT_WORKER, caseworker.id) == []
        assert queries.cases(session, Role.CITIZEN, own.id) == []


def test_the_check_of_completeness_reads_what_is_there(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        consultant, caseworker, _, citizen = people(session)
        bare = rows.citizen(session, consultant, phone=None, email=None)
        at_work = {"user_id": caseworker.id, "authority": Authority.HEALTH, "since": TODAY}
        session.add(Involvement(citizen_id=citizen.id, **at_work))
        consent = Consent(citizen_id=citizen.id, authority=Authority.HEALTH, scope="alt", given_on=TODAY)
        session.add(consent)
        service.wish(session, NOW, consultant, citizen.id, ["941200", "512000"])
        service.commit_time(session, NOW, consultant, citizen.id, SCHOOL)
        background.add_experience(session, NOW, consultant, citizen.id, COOK)
        service.change(
            session, NOW, consultant, citizen.id,
            lambda was: replace(was, transport=("bus",), skills=("first_aid",), needs=("quiet",), phone="12345678"),
        )  # fmt: skip
        known = queries.known(session, [citizen, bare], TODAY)
        assert completeness(known[citizen.id]).missing == (Item.PLAN,)
        assert Item.WISHES in completeness(known[bare.id]).missing
        consent.withdrawn_on = TODAY
        session.flush()
        assert completeness(queries.known(session, [citizen], TODAY)[citizen.id]).unconsented == ("health",)


@pytest.mark.parametrize(("member", "expected"), [("self", True), ("other", False), (None, True)])
def test_a_goal_of_the_household_counts_for_everybody_and_one_of_a_member_for_that_member(
    sqlite: Database, member: str | None, expected: bool
) -> None:
    with sqlite.transaction() as session:
        home = rows.added(session, Household(name="Familien Yusuf"))
        consultant = rows.user(session)
        one, other = (rows.citizen(session, consultant, household_id=home.id) for _ in range(2))
        plan = rows.added(session, Plan(household_id=home.id, started_on=TODAY))
        whose = {"self": one.id, "other": other.id, None: None}[member]
        rows.added(session, Goal(plan_id=plan.id, citizen_id=whose, text="Fast hverdag", long_term=False))
        assert queries.known(session, [one], TODAY)[one.id].goals is expected
