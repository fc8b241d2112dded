"""Sheets of citizens and of the catalogue: what is refused and why, and what is made."""

import csv
import io

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts import uploads
from accounts.tables import Role, User
from citizens.imports import CITIZENS, CitizenRow, check_may_import
from citizens.offers.imports import CATALOGUE, OfferRow
from citizens.offers.tables import Access, CatalogueOffer
from citizens.tables import CaseEvent, Citizen, EventKind, Status, Wish
from core.audit import AuditEntry
from core.db import Database
from core.errors import ConflictError, ForbiddenError
from core.sheets import as_csv, as_xlsx
from core.sheets.sheet import places
from tests import rows
from tests.rows import NOW, TODAY

AMINA = {
    "CPR-nummer": "6101900000", "Fornavn": "Amina", "Efternavn": "Yusuf", "Målgruppe": "aktivitetsparat",
    "Henvist": "01-11-2026", "Ledig siden": "01-03-2025", "Adresse": "Havnegade 1", "By": "Frederikshavn",
    "Mindst timer": "6", "Højst timer": "12,5", "Kan begynde": "01-12-2026", "Længste vej i km": "15",
    "Transport": "bus, til fods", "Dansk": "A2", "Hensyn": "pauser, ro", "Ønsker": "941200, 911210",
}  # fmt: skip
HANNE = {"Tema": "mentor", "Navn": "Mentor: Hanne", "Tekst til borgeren": "Hanne er mentor.",
         "Tekst til fagfolk": "Frivillig.", "Adgang": "direkte", "Pladser": "2",
         "Interesser": "strik, løb"}  # fmt: skip


def sheet(kind: type, *lines: dict[str, str]) -> bytes:
    headings = [place.column.heading for place in places(kind)]
    written = io.StringIO()
    out = csv.DictWriter(written, headings, restval="", delimiter=";")
    out.writeheader()
    out.writerows(lines)
    return written.getvalue().encode("utf-8-sig")


def staff(session: Session) -> User:
    """A caseworker with colleagues whom the rows name, and a citizen in their town."""
    consultant = rows.user(session, email="Karen@example.org")
    caseworker = rows.user(session, Role.CASEWORKER, email="soeren@example.org")
    rows.user(session, Role.COORDINATOR, email="tove@example.org")
    rows.citizen(session, consultant, cpr="610180-7777")
    return caseworker


def amina(**values: str) -> dict[str, str]:
    carriers = {"Konsulentens e-mail": "karen@example.org", "Sagsbehandlerens e-mail": "soeren@example.org",
                "Tovholderens e-mail": "tove@example.org"}  # fmt: skip
    return AMINA | carriers | values


def test_a_right_row_becomes_a_citizen_with_wishes_and_a_referral(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        worker = staff(session)
        content = sheet(CitizenRow, amina())
        upload = uploads.send_in(session, worker, NOW, TODAY, CITIZENS, "borgere.csv", content)
        done = uploads.decide(session, worker, NOW, TODAY, CITIZENS, upload.id, only_right=False)
        assert (done.content, done.outcome) == (None, {"rows": 1, "left": 0, "citizens": 1})
        made = session.scalars(select(Citizen).where(Citizen.cpr == "610190-0000")).one()
        assert (made.name, made.gender, str(made.birth_date), made.status) == (
            "Amina Yusuf",
            "F",
            "1990-01-01",
            Status.NEW,
        )
        assert (made.hours_max, made.transport, made.needs) == (12.5, ["bus", "walk"], ["breaks", "quiet"])
        assert (made.lat, made.caseworker_id) == (57.44, worker.id)
        wishes = select(Wish.occupation).where(Wish.citizen_id == made.id).order_by(Wish.rank)
        assert session.scalars(wishes).all() == ["941200", "911210"]
        event = session.scalars(select(CaseEvent).where(CaseEvent.citizen_id == made.id)).one()
        assert (event.kind, str(event.on)) == (EventKind.REFERRAL, "2026-11-01")
        assert "citizen.imported" in session.scalars(select(AuditEntry.action)).all()


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"CPR-nummer": "3201900000"}, "CPR-nummer"),
        ({"CPR-nummer": "12-34 er hemmeligt"}, "CPR-nummer"),
        ({"CPR-nummer": "6101807777"}, "CPR-nummer"),
        ({"Mindst timer": "20"}, "Højst timer"),
        ({"Transport": "bil"}, "Kørekort"),
        ({"Konsulentens e-mail": "soeren@example.org"}, "Konsulentens e-mail"),
        ({"Tovholderens e-mail": "ingen@example.org"}, "Tovholderens e-mail"),
        ({"By": "Atlantis"}, "Breddegrad"),
        ({"Målgruppe": "noget andet"}, "Målgruppe"),
        ({"Ønsker": "941200, 941200, 12"}, "Ønsker"),
    ],
)
def test_each_fault_is_told_at_its_column_and_never_repeats_a_cpr_number(
    sqlite: Database, wrong: dict[str, str], column: str
) -> None:
    with sqlite.transaction() as session:
        staff(session)
        found = uploads.looked_at(session, CITIZENS, sheet(CitizenRow, amina(**wrong)), TODAY)
        assert [fault.column for fault in found.faults] == [column]
        assert found.rows == ()
        told = " ".join(f"{fault.message} {fault.given}" for fault in found.faults)
        assert all(secret not in told for secret in ("0190", "0180", "7777", "hemmeligt"))


def test_the_same_number_twice_is_told_by_its_row(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        staff(session)
        found = uploads.looked_at(session, CITIZENS, sheet(CitizenRow, amina(), amina(Fornavn="Hani")), TODAY)
        assert [(fault.row, fault.message) for fault in found.faults] == [(3, "står også i række 2; behold den ene")]


def test_only_the_right_rows_are_taken_where_the_user_says_so(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        worker = staff(session)
        content = sheet(CitizenRow, amina(), amina(**{"CPR-nummer": "nej"}))
        upload = uploads.send_in(session, worker, NOW, TODAY, CITIZENS, "borgere.csv", content)
        with pytest.raises(ConflictError):
            uploads.decide(session, worker, NOW, TODAY, CITIZENS, upload.id, only_right=False)
        done = uploads.decide(session, worker, NOW, TODAY, CITIZENS, upload.id, only_right=True)
        assert done.outcome == {"rows": 1, "left": 1, "citizens": 1}


def test_consultants_do_not_register_citizens(sqlite: Database) -> None:
    with sqlite.transaction() as session, pytest.raises(ForbiddenError):
        check_may_import(rows.user(session))


def test_offers_come_in_and_those_that_are_there_are_refused(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        worker = staff(session)
        content = sheet(OfferRow, HANNE)
        upload = uploads.send_in(session, worker, NOW, TODAY, CATALOGUE, "tilbud.csv", content)
        uploads.decide(session, worker, NOW, TODAY, CATALOGUE, upload.id, only_right=False)
        made = session.scalars(select(CatalogueOffer)).one()
        assert (made.theme, made.access, made.places, made.interests) == ("mentor", Access.DIRECT, 2, ["strik", "løb"])
        again = uploads.looked_at(session, CATALOGUE, content, TODAY)
        assert [fault.column for fault in again.faults] == ["Navn"]
        wrong = uploads.looked_at(session, CATALOGUE, sheet(OfferRow, HANNE | {"Navn": "B", "Telefon": "ring"}), TODAY)
        assert [fault.column for fault in wrong.faults] == ["Telefon"]


@pytest.mark.parametrize("kind", [CitizenRow, OfferRow])
def test_the_templates_hold_every_column(kind: type) -> None:
    first = as_csv(kind).decode("utf-8-sig").splitlines()[0]
    assert all(place.column.heading in first for place in places(kind))
    assert as_xlsx(kind, "Data").startswith(b"PK")
