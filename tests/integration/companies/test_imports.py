"""Sheets of companies: a report of every row first, then all rows or those that are right, once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy.orm import Session

from accounts import uploads
from accounts.tables import Role, Upload, User
from companies.register import queries
from companies.register.sheets import COMPANIES, EMPLOYEES, CompanyRow
from core.db import Database
from core.errors import BadInputError, ConflictError, ForbiddenError, NotFoundError
from core.sheets import as_csv, as_xlsx
from tests import rows
from tests.rows import NOW, TODAY
from tests.unit.sheets.books import csv

HEADING = "CVR;Virksomhed;Branchekode;P-nummer;Enhed;Adresse;By;Breddegrad;Længdegrad;Hensyn;Kontaktperson;Telefon"
KITCHEN = "10150817;Havnekøkkenet ApS;561110;1003000001;Køkkenet;Kajen 2;Skagen;57,72;10,58;ro, pauser;Kim;98123456"
CANTEEN = "10150817;Havnekøkkenet ApS;561110;1003000002;Kantinen;Kajen 4;Skagen;57,72;10,58;;;"
SMITHY = "29189846;Smedjen A/S;259900;1003000003;Smedjen;Havnegade 1;Skagen;57,72;10,58;;;"


@pytest.fixture
def session(sqlite: Database) -> Iterator[Session]:
    with sqlite.transaction() as opened:
        yield opened


@pytest.fixture
def karen(session: Session) -> User:
    return rows.user(session)


def sent(session: Session, user: User, *lines: str) -> Upload:
    return uploads.send_in(session, user, NOW, TODAY, COMPANIES, "firmaer.csv", csv(HEADING, *lines))


def decide(session: Session, user: User, upload: Upload, *, only_right: bool = False) -> Upload:
    return uploads.decide(session, user, NOW, TODAY, COMPANIES, upload.id, only_right=only_right)


def test_rows_that_are_all_right_become_companies_units_and_contacts(session: Session, karen: User) -> None:
    done = decide(session, karen, sent(session, karen, KITCHEN, CANTEEN, SMITHY))
    assert done.outcome == {"rows": 3, "left": 0, "companies": 2, "units": 3}
    found = queries.companies(session)
    assert [(one.name, one.source, len(one.units)) for one in found] == [
        ("Havnekøkkenet ApS", "sheet", 2),
        ("Smedjen A/S", "sheet", 1),
    ]
    kitchen = min(found[0].units, key=lambda unit: unit.id)
    assert (kitchen.accommodates, kitchen.lat) == (["quiet", "breaks"], 57.72)
    assert [(one.name, one.unit_id) for one in queries.contacts(session, found[0].id)] == [("Kim", kitchen.id)]


def test_nothing_is_imported_while_a_row_is_wrong_unless_the_right_ones_are_chosen(
    session: Session, karen: User
) -> None:
    upload = sent(session, karen, KITCHEN, SMITHY.replace("29189846", "29189847"))
    with pytest.raises(ConflictError, match="Nogle rækker har fejl"):
        decide(session, karen, upload)
    assert queries.companies(session) == []
    assert decide(session, karen, upload, only_right=True).outcome["left"] == 1
    assert [one.name for one in queries.companies(session)] == ["Havnekøkkenet ApS"]


def test_deciding_twice_imports_once_and_forgets_the_file(session: Session, karen: User) -> None:
    upload = sent(session, karen, KITCHEN)
    outcomes = [decide(session, karen, upload).outcome for _ in range(2)]
    assert outcomes[0] == outcomes[1]
    assert len(queries.companies(session)) == 1
    assert upload.content is None


def test_two_who_decide_at_once_import_once(database: Database) -> None:
    with database.transaction() as opened:
        karen = rows.user(opened)
        upload_id = sent(opened, karen, KITCHEN, SMITHY).id
    together = Barrier(2)

    def import_(_: int) -> dict[str, int]:
        together.wait()
        with database.transaction() as opened:
            return uploads.decide(opened, karen, NOW, TODAY, COMPANIES, upload_id, only_right=False).outcome

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(import_, range(2)))
    assert outcomes[0] == outcomes[1]
    with database.reading() as opened:
        assert len(queries.companies(opened)) == 2


def test_a_file_dropped_imports_nothing_and_others_cannot_touch_it(session: Session, karen: User) -> None:
    upload = sent(session, karen, KITCHEN)
    with pytest.raises(NotFoundError):
        uploads.drop(session, rows.user(session), NOW, "companies", upload.id)
    with pytest.raises(NotFoundError):
        uploads.drop(session, karen, NOW, "citizens", upload.id)
    for _ in range(2):
        uploads.drop(session, karen, NOW, "companies", upload.id)
    assert decide(session, karen, upload).outcome == {"rows": 0}
    assert queries.companies(session) == []


@pytest.mark.parametrize(
    ("line", "column", "said"),
    [
        (KITCHEN.replace("10150817", "10150818"), "CVR-nummer", "findes ikke: kontrolcifferet"),
        (KITCHEN.replace("561110", "451110"), "Branchekode", "findes ikke i DB25"),
        (KITCHEN.replace(";57,72;10,58", ";;"), "By", "er ny her"),
        (KITCHEN.replace("ro, pauser", "ro, larm"), "Hensyn", "skal være en af"),
        (KITCHEN.replace("98123456", ""), "Telefon", "skriv et telefonnummer eller en mailadresse"),
        (KITCHEN.replace("98123456", "ring"), "Telefon", "skal være et telefonnummer"),
        (KITCHEN.replace("57,72;10,58", "57,72;"), "Længdegrad", "skriv begge eller ingen"),
    ],
)
def test_what_is_wrong_in_a_row_is_told_at_its_column(session: Session, line: str, column: str, said: str) -> None:
    faults = uploads.looked_at(session, COMPANIES, csv(HEADING, line), TODAY).faults
    assert [fault.column for fault in faults][:1] == [column]
    assert faults[0].message.startswith(said)


def test_what_is_registered_or_contradicts_another_row_is_a_fault(session: Session, karen: User) -> None:
    decide(session, karen, sent(session, karen, KITCHEN))
    other_name = CANTEEN.replace("Havnekøkkenet", "Havnens køkken")
    sheet = uploads.looked_at(session, COMPANIES, csv(HEADING, KITCHEN, SMITHY, other_name), TODAY)
    assert [(fault.row, fault.column) for fault in sheet.faults] == [(2, "P-nummer"), (4, "CVR-nummer")]
    assert sheet.faults[1].message.startswith("har andre oplysninger om virksomheden end række 2")


def test_a_new_unit_of_a_registered_company_is_added_to_it(session: Session, karen: User) -> None:
    decide(session, karen, sent(session, karen, KITCHEN))
    assert decide(session, karen, sent(session, karen, CANTEEN)).outcome["companies"] == 0
    assert [len(one.units) for one in queries.companies(session)] == [2]


def test_a_file_without_rows_is_not_kept(session: Session, karen: User) -> None:
    for template in (as_csv(CompanyRow), as_xlsx(CompanyRow, "Virksomheder")):
        with pytest.raises(BadInputError, match="ingen udfyldte rækker"):
            uploads.send_in(session, karen, NOW, TODAY, COMPANIES, "skabelon", template)
    assert session.query(Upload).count() == 0


def test_who_may_not_register_may_not_import(session: Session) -> None:
    manager = rows.user(session, Role.MANAGER)
    with pytest.raises(ForbiddenError):
        decide(session, manager, sent(session, manager, KITCHEN))


def test_employees_are_imported_by_p_number_and_month(session: Session, karen: User) -> None:
    unit = rows.unit(session)
    unit.p_number = "1003000001"
    session.flush()
    lines = ["P-nummer;Måned;Årsværk;Ansatte;Støttede;Under 18", "1003000001;10-2026;12,5;15;1;2"]
    bad = ["1003000009;10-2026;1;1;;", "1003000001;12-2026;1;1;;", "1003000001;10-2026;2;2;;"]
    sheet = uploads.looked_at(session, EMPLOYEES, csv(*lines, *bad), TODAY)
    assert [(fault.row, fault.column) for fault in sheet.faults] == [
        (3, "P-nummer"),
        (4, "Måned"),
        (5, "P-nummer, Måned"),
    ]
    upload = uploads.send_in(session, karen, NOW, TODAY, EMPLOYEES, "ansatte.csv", csv(*lines))
    uploads.decide(session, karen, NOW, TODAY, EMPLOYEES, upload.id, only_right=False)
    row = queries.counts(session, [unit.id])[unit.id][date(2026, 10, 1)]
    assert (row.ordinary_fte, row.ordinary_heads, row.subsidised, row.under_18) == (12.5, 15, 1, 2)
    assert (row.source, row.recorded_at, row.recorded_by) == ("regneark", NOW, karen.id)
