"""Agreements: written, changed, signed by three sides, and the start that follows."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.tables import Role
from citizens.profile.tables import StatusChange
from citizens.tables import CaseEvent, Commitment, EventKind, Status
from companies.register.tables import Contact
from core.db import Database
from core.errors import BadInputError, ConflictError, ForbiddenError, NotFoundError
from placements import queries
from placements.agreements import signing
from placements.agreements.documents import document
from placements.agreements.queries import draft_of, signatures
from placements.agreements.service import current
from placements.agreements.suggesting import suggested
from placements.agreements.tables import Signer
from placements.evidence.tables import QuotaDecision
from placements.lives import starting
from placements.lives.starting import missing, start_if_ready
from placements.tables import Placement, Proposal, ProposalState
from scheduler.followups.tables import FollowUp
from tests import rows
from tests.integration.placements.cases import Case, case
from tests.integration.placements.way import LAST, accepted, draft, placed, say, sign_all, write, written
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
        with pytest.raises(ConflictError) as error:
            write(session, given, last_day=LAST + timedelta(days=1))
        assert error.value.facts["rule"] == "longest_stay"
        assert "07.03.2027" in error.value.message


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


def test_three_signatures_and_the_employees_word_make_a_placement(database: Database) -> None:
    with database.transaction() as session:
        given, made = placed(session)
        assert (made.start, made.end, made.hours, made.scheme) == (START, LAST, 14.0, "virksomhedspraktik")
        assert (given.proposal.state, given.citizen.status) == (ProposalState.PLACED, Status.PRAKTIK)
        event = session.get_one(CaseEvent, made.event_id)
        assert (event.kind, event.on, event.until) == (EventKind.PLACEMENT, START, LAST)
        assert {row.rule for row in session.scalars(select(FollowUp))} >= {"praktik"}
        assert [row.step for row in session.scalars(select(QuotaDecision))] == ["start"]
        moved = session.scalars(select(StatusChange)).one()
        assert (moved.was, moved.became) == (Status.PROPOSED, Status.PRAKTIK)


def test_the_history_tells_who_took_each_step(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given, _ = placed(session)
        told = [(one.side, one.step) for one in queries.history(session, given.proposal.id)]
        assert told == [
            ("municipality", "agree"),
            ("municipality", "sign"),
            ("employer", "sign"),
            ("citizen", "sign"),
            ("service", "conclude"),
            ("service", "start"),
        ]


def test_without_the_employees_statement_it_stays_signed(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = written(session)
        sign_all(session, given)
        assert given.proposal.state == ProposalState.SIGNED
        assert [found.rule for found in missing(session, NOW, given.proposal)] == ["statement"]
        assert session.scalars(select(QuotaDecision)).all() == []


def test_employees_who_say_no_keep_it_signed(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = written(session)
        sign_all(session, given)
        assert say(session, given, agrees=False) is None
        assert given.proposal.state == ProposalState.SIGNED


def test_a_scheme_outside_the_cap_starts_with_the_last_signature(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = accepted(session, scheme="ordinary")
        write(session, given, last_day=None)
        sign_all(session, given)
        made = queries.placement_of(session, given.proposal.id)
        assert made is not None
        assert (made.end, given.citizen.status) == (None, Status.ORDINARY)


def test_where_the_place_is_gone_the_start_waits(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = written(session, employees=5)
        rows.placement(session, given.unit)
        sign_all(session, given)
        assert say(session, given) is None
        assert "quota" in [found.rule for found in missing(session, NOW, given.proposal)]
        assert [row.allowed for row in session.scalars(select(QuotaDecision))] == [False]


def test_starting_twice_makes_one_placement(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given, made = placed(session)
        assert start_if_ready(session, NOW, None, given.proposal.id) is made


def test_where_the_start_breaks_down_not_even_the_signature_is_kept(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction() as session:
        given = written(session)
        say(session, given)
        signing.sign(session, NOW, given.consultant, given.proposal.id, 1)
        signing.sign(session, NOW, given.employer, given.proposal.id, 1)

    def dies(*_: object) -> None:
        raise RuntimeError("the machine stops")

    monkeypatch.setattr(starting, "follow", dies)
    with pytest.raises(RuntimeError), database.transaction() as session:
        paper = (Signer.CITIZEN, "Amina Yusuf", TODAY)
        signing.sign_on_paper(session, NOW, given.consultant, given.proposal.id, 1, *paper)
    with database.reading() as session:
        proposal = session.get_one(Proposal, given.proposal.id)
        assert (proposal.state, len(document(session, proposal).signatures)) == (ProposalState.AGREEMENT, 2)
        assert session.scalars(select(Placement)).all() == []


def test_nothing_starts_before_it_is_signed(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = written(session)
        assert say(session, given) is None


def test_signing_twice_is_signing_once(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = written(session)
        for _ in range(2):
            signing.sign(session, NOW, given.employer, given.proposal.id, 1)
        (one,) = document(session, given.proposal).signatures
        assert (one.side, one.name, one.on_paper) == (Signer.EMPLOYER, given.employer.name, False)


def test_citizens_sign_for_themselves(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = written(session)
        given.citizen.user_id = (self := rows.user(session, Role.CITIZEN)).id
        signing.sign(session, NOW, self, given.proposal.id, 1)
        assert [one.side for one in document(session, given.proposal).signatures] == [Signer.CITIZEN]


def test_a_signature_on_paper_says_who_and_when(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = written(session)
        paper = (Signer.EMPLOYER, " Karen Kok ", TODAY)
        signing.sign_on_paper(session, NOW, given.consultant, given.proposal.id, 1, *paper)
        (one,) = document(session, given.proposal).signatures
        assert (one.name, one.signed_on, one.on_paper) == ("Karen Kok", TODAY, True)


@pytest.mark.parametrize(
    ("name", "day"), [("", TODAY), ("Karen", TODAY + timedelta(days=1)), ("Karen", date(2026, 1, 1))]
)
def test_a_signature_on_paper_has_a_name_and_a_day_that_can_be(sqlite: Database, name: str, day: date) -> None:
    with sqlite.transaction() as session:
        given = written(session)
        with pytest.raises(BadInputError):
            signing.sign_on_paper(session, NOW, given.consultant, given.proposal.id, 1, Signer.EMPLOYER, name, day)


def test_an_employer_records_no_paper_for_others(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = written(session)
        with pytest.raises(ForbiddenError):
            signing.sign_on_paper(session, NOW, given.employer, given.proposal.id, 1, Signer.CITIZEN, "Amina", TODAY)


def test_what_was_signed_has_one_digest_and_any_change_another(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = written(session)
        before = document(session, given.proposal).digest
        signing.sign(session, NOW, given.employer, given.proposal.id, 1)
        assert document(session, given.proposal).digest == before
        write(session, given, regard="Ingen tunge løft")
        assert document(session, given.proposal).digest != before


@pytest.mark.parametrize("act", [lambda session, given: document(session, given.proposal), sign_all])
def test_what_is_not_written_is_neither_read_nor_signed(
    sqlite: Database, act: Callable[[Session, Case], object]
) -> None:
    with sqlite.transaction() as session:
        given = accepted(session)
        with pytest.raises((NotFoundError, ConflictError)):
            act(session, given)
