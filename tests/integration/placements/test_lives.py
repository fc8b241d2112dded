"""Placements run on: extended, followed by a next step, completed, turned into a job, broken off."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.tables import Role, User
from citizens.tables import CaseEvent, EventKind, Status
from core.db import Database
from core.errors import BadInputError, ConflictError, ForbiddenError, NotFoundError
from placements import queries
from placements.agreements.documents import document
from placements.evidence.tables import QuotaDecision
from placements.lives.ending import break_off, complete, hire
from placements.lives.extending import extend
from placements.reasons import Reason
from placements.tables import Outcome, Overruling, Placement, ProposalState, RerunWanted
from scheduler.followups.tables import FollowUp
from tests import rows
from tests.integration.placements.cases import Case, case
from tests.integration.placements.way import placed
from tests.rows import NOW, START

SHORT = START + timedelta(days=27)
LATER = NOW + timedelta(days=30)
"""A day in the middle of the placement."""
TODAY = LATER.date()
ILL = Reason("illness", "")


def short(session: Session, **values: Any) -> tuple[Case, Placement]:
    """A placement of four weeks of the thirteen that would be lawful."""
    given, made = placed(session, end=SHORT + timedelta(days=1), **values)
    assert made.end == SHORT
    return given, made


def due(session: Session) -> list[date]:
    chosen = select(FollowUp.due).where(FollowUp.rule == "praktik", FollowUp.held_on.is_(None))
    return sorted(session.scalars(chosen))


def at(day: date) -> datetime:
    return NOW + (day - NOW.date())


def steps(session: Session, given: Case) -> list[str]:
    return [one.step for one in queries.history(session, given.proposal.id)]


class TestExtending:
    def test_the_placement_and_its_follow_ups_go_on(self, sqlite: Database) -> None:
        with sqlite.transaction() as session:
            given, made = short(session)
            before, last = due(session), SHORT + timedelta(days=14)
            extend(session, NOW, given.consultant, made.id, last, "Det går godt")
            assert (made.end, given.proposal.end) == (last, last + timedelta(days=1))
            assert session.get_one(CaseEvent, made.event_id).until == last
            assert due(session) != before
            assert steps(session, given)[-1] == "extend"
            decision = session.scalars(select(QuotaDecision).order_by(QuotaDecision.id.desc()).limit(1)).one()
            assert (decision.step, decision.first, decision.last) == ("extend", SHORT + timedelta(days=1), last)

    def test_what_was_signed_stays_as_it_was(self, sqlite: Database) -> None:
        with sqlite.transaction() as session:
            given, made = short(session)
            before = document(session, given.proposal)
            extend(session, NOW, given.consultant, made.id, SHORT + timedelta(days=14), "Det går godt")
            assert document(session, given.proposal) == before

    def test_the_same_day_twice_is_once(self, sqlite: Database) -> None:
        with sqlite.transaction() as session:
            given, made = short(session)
            for _ in range(2):
                extend(session, NOW, given.consultant, made.id, SHORT + timedelta(days=14), "Det går godt")
            assert steps(session, given).count("extend") == 1

    def test_only_a_caseworker_goes_beyond_the_longest_stay(self, sqlite: Database) -> None:
        with sqlite.transaction() as session:
            given, made = placed(session)
            caseworker = rows.user(session, Role.CASEWORKER)
            given.citizen.caseworker_id = caseworker.id
            last = START + timedelta(weeks=14)
            with pytest.raises(ConflictError) as error:
                extend(session, NOW, given.consultant, made.id, last, "Det går godt")
            assert error.value.facts["rule"] == "longest_stay"
            extend(session, NOW, caseworker, made.id, last, "Skånehensyn kræver længere tid")
            assert made.end == last
            kept = session.scalars(select(Overruling)).one()
            assert (kept.rule, kept.user_id) == ("longest_stay", caseworker.id)

    def test_a_full_quota_stops_it(self, sqlite: Database) -> None:
        with sqlite.transaction() as session:
            given, made = short(session, employees=5)
            rows.placement(session, given.unit, start=SHORT + timedelta(days=1), end=None)
            with pytest.raises(ConflictError) as error:
                extend(session, NOW, given.consultant, made.id, SHORT + timedelta(days=14), "Det går godt")
            assert error.value.facts["rule"] == "quota"

    def test_a_mentor_who_is_taken_stops_it(self, sqlite: Database) -> None:
        with sqlite.transaction() as session:
            given, made = short(session)
            made.mentor, given.unit.mentor_capacity = True, 1
            rows.placement(session, given.unit, start=SHORT + timedelta(days=1), end=None, mentor=True)
            with pytest.raises(ConflictError) as error:
                extend(session, NOW, given.consultant, made.id, SHORT + timedelta(days=14), "Det går godt")
            assert error.value.facts["rule"] == "mentor"

    def test_a_citizen_who_is_promised_elsewhere_is_not_kept(self, sqlite: Database) -> None:
        with sqlite.transaction() as session:
            given, made = short(session)
            elsewhere = rows.opening(session, rows.unit(session))
            rows.proposal(
                session, given.citizen, elsewhere, state=ProposalState.SIGNED, start=SHORT + timedelta(days=1)
            )
            with pytest.raises(ConflictError) as error:
                extend(session, NOW, given.consultant, made.id, SHORT + timedelta(days=14), "Det går godt")
            assert error.value.facts["rule"] == "citizen"

    def test_it_is_never_shortened_this_way_and_needs_a_reason(self, sqlite: Database) -> None:
        with sqlite.transaction() as session:
            given, made = short(session)
            for last, why in ((SHORT - timedelta(days=1), "Kortere"), (SHORT + timedelta(days=1), " ")):
                with pytest.raises(BadInputError):
                    extend(session, NOW, given.consultant, made.id, last, why)

    def test_it_is_run_by_the_citizens_staff_alone(self, sqlite: Database) -> None:
        with sqlite.transaction() as session:
            given, made = short(session)
            day = SHORT + timedelta(days=1)
            with pytest.raises(ForbiddenError):
                extend(session, NOW, given.employer, made.id, day, "Vi er glade for hende")
            with pytest.raises(NotFoundError):
                extend(session, NOW, rows.user(session), made.id, day, "Nysgerrig")


class TestEnding:
    def test_completed_ends_the_follow_ups_and_makes_the_citizen_ready(self, sqlite: Database) -> None:
        with sqlite.transaction() as session:
            given, made = placed(session)
            complete(session, LATER, given.consultant, made.id, TODAY, "Nåede målet")
            assert (made.ended_on, made.outcome, made.reason) == (TODAY, Outcome.COMPLETED, "Nåede målet")
            assert (given.proposal.state, given.citizen.status) == (ProposalState.COMPLETED, Status.READY)
            event = session.get_one(CaseEvent, made.event_id)
            assert (event.until, event.cut_on) == (made.end, TODAY)
            assert [day for day in due(session) if day > TODAY] == []
            assert session.scalars(select(RerunWanted)).all() == []

    def test_broken_off_asks_for_a_new_run(self, sqlite: Database) -> None:
        with sqlite.transaction() as session:
            given, made = placed(session)
            break_off(session, LATER, given.consultant, made.id, TODAY, Reason("transport", "Bussen kører ikke mere"))
            assert (made.outcome, made.reason_code) == (Outcome.BROKEN_OFF, "transport")
            assert (given.proposal.state, given.citizen.status) == (ProposalState.BROKEN_OFF, Status.READY)
            assert given.proposal.reason == "Bussen kører ikke mere"
            wanted = session.scalars(select(RerunWanted)).one()
            assert (wanted.proposal_id, wanted.citizen_id, wanted.done_at) == (
                given.proposal.id,
                given.citizen.id,
                None,
            )

    def test_what_never_began_leaves_no_event(self, sqlite: Database) -> None:
        with sqlite.transaction() as session:
            given, made = placed(session)
            break_off(session, NOW, given.consultant, made.id, NOW.date(), ILL)
            assert made.event_id is None
            assert session.scalars(select(CaseEvent).where(CaseEvent.kind == EventKind.PLACEMENT)).all() == []

    def test_broken_off_on_its_first_day_it_leaves_nothing_to_follow_up(self, sqlite: Database) -> None:
        with sqlite.transaction() as session:
            given, made = placed(session)
            break_off(session, at(START), given.consultant, made.id, START, ILL)
            assert made.event_id is not None
            assert due(session) == []

    def test_what_was_due_before_the_end_and_not_held_was_missed(self, sqlite: Database) -> None:
        with sqlite.transaction() as session:
            given, made = placed(session)
            first, middle, _ = due(session)
            break_off(session, at(middle), given.consultant, made.id, middle - timedelta(days=1), ILL)
            assert due(session) == [first]

    def test_a_job_ends_the_placement_and_begins_with_aftercare(self, sqlite: Database) -> None:
        with sqlite.transaction() as session:
            given, made = placed(session)
            first = TODAY + timedelta(days=7)
            job = hire(session, LATER, given.consultant, made.id, first, 25.0, "Fast i køkkenet")
            assert (made.ended_on, made.outcome) == (first - timedelta(days=1), Outcome.JOB)
            assert (job.scheme, job.start, job.end, job.hours) == ("ordinary", first, None, 25.0)
            assert (given.proposal.state, given.citizen.status) == (ProposalState.JOB, Status.ORDINARY)
            assert "aftercare" in set(session.scalars(select(FollowUp.rule)))

    @pytest.mark.parametrize("end", ["complete", "break_off", "hire"])
    def test_ending_twice_is_ending_once(self, sqlite: Database, end: str) -> None:
        with sqlite.transaction() as session:
            given, made = placed(session)
            for _ in range(2):
                act(session, given.consultant, made, end)
            assert len(steps(session, given)) == 7
            assert len(session.scalars(select(Placement)).all()) == (2 if end == "hire" else 1)

    def test_what_has_ended_one_way_ends_no_other(self, sqlite: Database) -> None:
        with sqlite.transaction() as session:
            given, made = placed(session)
            act(session, given.consultant, made, "complete")
            for other in ("break_off", "hire"):
                with pytest.raises(ConflictError):
                    act(session, given.consultant, made, other)
            with pytest.raises(ConflictError):
                extend(session, LATER, given.consultant, made.id, TODAY, "Videre")

    def test_days_that_cannot_be_are_refused(self, sqlite: Database) -> None:
        with sqlite.transaction() as session:
            given, made = placed(session)
            run = (session, LATER, given.consultant, made.id)
            with pytest.raises(BadInputError):
                complete(*run, TODAY + timedelta(days=1))
            with pytest.raises(BadInputError):
                complete(*run, START - timedelta(days=1))
            with pytest.raises(BadInputError):
                break_off(*run, TODAY + timedelta(days=1), ILL)
            with pytest.raises(BadInputError):
                hire(*run, START, 25.0)
            with pytest.raises(BadInputError):
                hire(*run, TODAY, 38.0)
            with pytest.raises(BadInputError):
                break_off(*run, TODAY, Reason("nonsense"))

    def test_what_was_placed_before_the_service_ends_the_same_way(self, sqlite: Database) -> None:
        with sqlite.transaction() as session:
            given = case(session)
            given.citizen.status = Status.PRAKTIK
            made = rows.placement(session, given.unit, given.citizen)
            event = CaseEvent(citizen_id=given.citizen.id, kind=EventKind.PLACEMENT, on=START, until=made.end)
            event.scheme = made.scheme
            session.add(event)
            session.flush()
            break_off(session, LATER, given.consultant, made.id, TODAY, ILL)
            assert (made.event_id, event.cut_on, given.citizen.status) == (event.id, TODAY, Status.PROPOSED)
            assert session.scalars(select(RerunWanted)).one().proposal_id is None


def act(session: Session, user: User, made: Placement, end: str) -> None:
    if end == "hire":
        hire(session, LATER, user, made.id, TODAY, 25.0)
    elif end == "complete":
        complete(session, LATER, user, made.id, TODAY)
    else:
        break_off(session, LATER, user, made.id, TODAY, ILL)


@pytest.mark.parametrize("day", [date(2400, 1, 1), date.max])
def test_a_day_too_far_ahead_is_told_at_its_field(sqlite: Database, day: date) -> None:
    with sqlite.transaction() as session:
        given, made = placed(session)
        with pytest.raises(BadInputError) as error:
            extend(session, NOW, given.consultant, made.id, day, "Godt i gang")
    assert [fault.place for fault in error.value.faults] == ["last_day"]
