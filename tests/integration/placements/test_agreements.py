"""Agreements: written, changed, signed by three sides, and the start that follows."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from citizens.tables import Commitment
from companies.register.tables import Contact
from core.db import Database
from core.errors import BadInputError, ConflictError, ForbiddenError, NotFoundError
from placements.agreements import signing
from placements.agreements.documents import document
from placements.agreements.queries import draft_of, signatures
from placements.agreements.service import current
from placements.agreements.suggesting import suggested
from placements.service import let_pass
from placements.tables import ProposalState
from tests import rows
from tests.integration.placements.cases import case
from tests.integration.placements.way import LAST, accepted, draft, sign_all, write, written
from tests.rows import NOW, START, TODAY


def test_an_agreement_is_written_as_it_was_meant(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = accepted(session)
        agreement = write(session, given, tasks="  Opvask  ", steps=((1, 8.0), (5, 14.0)))
        assert given.proposal.state == ProposalState.AGREEMENT
        assert draft_of(session, given.proposal, agreement) == draft(tasks="Opvask", steps=((1, 8.0), (5, 14.0)))
        assert current(session, given.proposal) == draft(tasks="Opvask", steps=((1, 8.0), (5, 14.0)))


def test_the_days_of_the_follow_ups_stand_in_the_agreement(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = written(session)
        found = document(session, given.proposal)
        assert found.follow_up_days == (date(2026, 12, 14), date(2027, 1, 21), date(2027, 2, 26))


def test_without_the_employers_yes_nothing_is_agreed(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = case(session)
        with pytest.raises(ConflictError):
            write(session, given)


def test_only_the_citizens_staff_writes_it(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = accepted(session)
        with pytest.raises(ForbiddenError):
            write(session, replace(given, consultant=given.employer))
        with pytest.raises(NotFoundError):
            write(session, replace(given, consultant=rows.user(session)))


def test_mistakes_are_told_at_their_fields_together(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = accepted(session)
        monday = {"weekday": 1, "from_": time(12), "to": time(14), "what": "language_school"}
        session.add(Commitment(citizen_id=given.citizen.id, **monday))
        with pytest.raises(BadInputError) as error:
            write(session, given, tasks=" ", hours=0.0)
        assert [fault.place for fault in error.value.faults] == ["tasks", "hours", "timetable[0]"]


def test_a_scheme_with_a_longest_stay_has_a_last_day(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = accepted(session)
        with pytest.raises(BadInputError) as error:
            write(session, given, last_day=None)
        assert [fault.place for fault in error.value.faults] == ["last_day"]


def test_who_comes_back_to_an_employer_is_told_what_is_new_in_the_work(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = accepted(session, end=START + timedelta(weeks=4))
        given.citizen.target_group = "jobparat"
        rows.placement(session, given.unit, given.citizen, scheme="ordinary", start=date(2025, 1, 1), end=TODAY)
        with pytest.raises(BadInputError) as error:
            write(session, given, last_day=START + timedelta(days=27))
        assert [fault.place for fault in error.value.faults] == ["new_function"]


def test_a_change_raises_the_version_and_signatures_lapse(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = written(session)
        signing.sign(session, NOW, given.employer, given.proposal.id, 1)
        agreement = write(session, given, tasks="Kun opvask")
        assert (agreement.version, list(signatures(session, agreement))) == (2, [])
        with pytest.raises(ConflictError) as error:
            signing.sign(session, NOW, given.employer, given.proposal.id, 1)
        assert error.value.facts["rule"] == "version"


def test_writing_the_same_again_changes_nothing(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = written(session)
        signing.sign(session, NOW, given.employer, given.proposal.id, 1)
        agreement = write(session, given)
        assert (agreement.version, len(signatures(session, agreement))) == (1, 1)


def test_a_signed_agreement_that_waits_may_be_written_anew(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = written(session)
        sign_all(session, given)
        assert given.proposal.state == ProposalState.SIGNED
        write(session, given, hours=10.0)
        assert (given.proposal.state, given.proposal.hours) == (ProposalState.AGREEMENT, 10.0)


def test_days_that_are_moved_are_checked_again(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = accepted(session)
        rows.placement(session, given.unit, start=TODAY, end=START - timedelta(days=1))
        rows.placement(session, given.unit, start=TODAY, end=START - timedelta(days=1))
        with pytest.raises(ConflictError) as error:
            write(session, given, start=START - timedelta(days=3), last_day=LAST - timedelta(days=7))
        assert error.value.facts["rule"] == "quota"


def test_nobody_agrees_on_more_than_the_longest_stay(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = accepted(session)
        with pytest.raises(BadInputError) as error:
            write(session, given, last_day=LAST + timedelta(days=1))
        (fault,) = error.value.faults
        assert (fault.place, "07.03.2027" in fault.message) == ("last_day", True)


def test_what_the_caseworker_let_pass_can_be_agreed_on(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = accepted(session)
        let_pass(session, NOW, given.consultant, given.proposal, "longest_stay", "Lægens råd")
        assert write(session, given, last_day=LAST + timedelta(days=1)).last_day == LAST + timedelta(days=1)


def test_the_form_begins_with_what_is_known(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = accepted(session)
        firm = given.unit.company_id
        session.add(Contact(company_id=firm, name="Kontoret", phone="1"))
        session.add(Contact(company_id=firm, unit_id=given.unit.id, name="Vagten", phone="2", weekends=True))
        session.flush()
        found = suggested(session, given.proposal, TODAY)
        assert (found.contact_name, found.contact_phone) == ("Vagten", "2")
        assert (found.start, found.last_day, found.hours) == (START, LAST, 14.0)


def test_the_suggested_week_leaves_the_citizens_fixed_hours_alone(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = accepted(session, hours=6.0)
        shifts = [rows.shift(given.opening.id, weekday) for weekday in (1, 2, 3)]
        school = {"weekday": 2, "from_": time(11), "to": time(14), "what": "language_school"}
        session.add_all([*shifts, Commitment(citizen_id=given.citizen.id, **school)])
        session.flush()
        session.expire_all()
        found = suggested(session, given.proposal, TODAY)
        assert [(slot.weekday, slot.from_, slot.to) for slot in found.timetable] == [
            (1, time(8), time(12)),
            (3, time(8), time(10)),
        ]
