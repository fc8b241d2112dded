"""What of the rows a decision rests on."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from accounts.tables import Role
from companies.quotas import Stay
from companies.tables import Company, EmployeeCount, Sector, Unit
from core.db import Database
from placements.evidence import records
from placements.evidence.records import Record
from placements.evidence.showing import record_for
from placements.states import Step
from placements.tables import Overruling, ProposalState
from tests import rows
from tests.integration.evidence.decided import LAST, PLACE, asked, decided
from tests.integration.placements.cases import case
from tests.rows import NOW, START

SUBSIDISED = Stay(scheme="loentilskud", start=START, end=LAST, hours=37)


def two_units(session: Session, sector: Sector) -> Unit:
    """A unit that shrinks, of a company with another that grows by as much."""
    unit, other = rows.unit(session), rows.unit(session)
    other.company_id = unit.company_id
    session.get_one(Company, unit.company_id).sector = sector
    for row, change in ((unit, -1.0), (other, 1.0)):
        count = session.get_one(EmployeeCount, (row.id, date(2026, 10, 1)))
        count.ordinary_fte += change
    session.flush()
    return unit


def record(session: Session, unit: Unit, **values: object) -> Record:
    return records.read(decided(session, unit, asked(**values)).record)


@pytest.mark.parametrize(("sector", "allowed", "units"), [(Sector.PRIVATE, True, 2), (Sector.PUBLIC, False, 1)])
def test_a_private_firm_is_counted_whole_and_a_public_unit_alone(
    sqlite: Database, sector: Sector, allowed: bool, units: int
) -> None:
    with sqlite.transaction() as session:
        made = record(session, two_units(session, sector), place=SUBSIDISED)
    assert (made.allowed, len(made.counts.units)) == (allowed, units)


def test_for_praktik_nobody_looks_at_the_firms_other_units(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        assert record(session, two_units(session, Sector.PRIVATE)).counts.units == ()


@pytest.mark.parametrize(("group", "exempt"), [("ledighedsydelse", True), ("jobparat", False)])
def test_whose_capacity_is_reduced_is_said_without_the_group(sqlite: Database, group: str, exempt: bool) -> None:
    with sqlite.transaction() as session:
        row = decided(session, rows.unit(session), asked(place=SUBSIDISED, target_group=group))
    assert records.read(row.record).counts.exempt is exempt
    assert group not in str(row.record["counts"])


def test_only_the_others_who_are_there_on_a_day_of_the_place_are_kept(sqlite: Database) -> None:
    before = Stay(scheme="virksomhedspraktik", start=date(2026, 10, 1), end=date(2026, 12, 6), hours=37)
    touching = Stay(scheme="virksomhedspraktik", start=date(2026, 10, 1), end=START, hours=37)
    after = Stay(scheme="virksomhedspraktik", start=date(2027, 3, 8), end=None, hours=37)
    with sqlite.transaction() as session:
        row = decided(session, rows.unit(session), asked(before, touching, after, PLACE))
    assert records.read(row.record).counts.stays == (touching, PLACE)


def test_the_statement_and_what_was_overruled_are_those_of_the_proposal(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = case(session, state=ProposalState.SIGNED)
        caseworker = rows.user(session, Role.CASEWORKER)
        session.add(
            Overruling(
                proposal_id=given.proposal.id, rule="statement", at=NOW, user_id=caseworker.id, reason="Drøftet i SU"
            )
        )
        session.flush()
        made = record_of(session, given.unit, given.proposal.id)
    assert (made.rule, made.counts.statement) == ("statement", None)
    assert [(one.rule, one.by.name) for one in made.counts.overruled] == [("statement", caseworker.name)]


def record_of(session: Session, unit: Unit, proposal_id: int) -> Record:
    return records.read(decided(session, unit, asked(proposal_id=proposal_id), step=Step.START).record)


def test_why_a_caseworker_went_on_is_not_for_the_employer_to_know(sqlite: Database) -> None:
    about_the_firm, about_the_citizen = "Sæsonudsving", "Borgeren tåler ikke at vente"
    with sqlite.transaction() as session:
        given = case(session, state=ProposalState.CITIZEN_YES)
        by = rows.user(session, Role.CASEWORKER)
        for rule, reason in (("additional", about_the_firm), ("longest_stay", about_the_citizen)):
            session.add(Overruling(proposal_id=given.proposal.id, rule=rule, at=NOW, user_id=by.id, reason=reason))
        session.flush()
        unit = two_units(session, Sector.PUBLIC)
        row = decided(session, unit, asked(place=SUBSIDISED, target_group="jobparat", proposal_id=given.proposal.id))
        told = str(record_for(rows.user(session, Role.EMPLOYER), row))
        kept = str(record_for(by, row))
    assert about_the_firm not in told
    assert by.name in told
    assert about_the_firm in kept
    assert about_the_citizen not in str(row.record)
