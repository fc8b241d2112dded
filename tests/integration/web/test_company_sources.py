"""Companies that come from a sheet or from the business register, by the pages."""

from fastapi.testclient import TestClient

from core.db import Database
from tests.integration.web import people
from tests.integration.web.test_companies import VisitAs, found, own, units
from tests.unit.companies.test_cvr import RECORDS
from tests.unit.sheets.books import csv


def test_a_sheet_is_reported_row_by_row_and_imported_when_chosen(visit_as: VisitAs, sqlite: Database) -> None:
    karen = visit_as(people.CONSULTANT)
    heading = "CVR;Virksomhed;Branchekode;P-nummer;Enhed;Adresse;By;Breddegrad;Længdegrad;Fjernet"
    right = "10150817;Havnekøkkenet ApS;561110;1055500001;Køkkenet;Kajen 2;Skagen;57,72;10,58;x"
    wrong = "10150818;<b>Andet;561110;1055500002;Andet;Kajen 4;Skagen;57,72;10,58;x"
    desk = "/virksomheder/indlaes/virksomheder"
    assert "Branchekodens version" in karen.get(desk).text
    refused = karen.post(desk, files={"file": ("tom.csv", b"", "text/csv")})
    assert refused.status_code == 422
    assert "er tom" in refused.text
    report = karen.post(desk, files={"file": ("firmaer.csv", csv(heading, right, wrong), "text/csv")})
    assert "1 række skal rettes" in report.text
    assert "Fjernet" in report.text
    assert "kontrolcifferet passer ikke" in report.text
    assert karen.get(f"{report.url.path}", headers={}).status_code == 200
    for _ in range(2):
        done = karen.post(report.url.path, data={"decision": "right"})
        assert "Rækkerne er læst ind." in done.text
    assert len(units(sqlite, found(sqlite).id)) == 1
    kurt = visit_as(people.OTHER_CONSULTANT)
    assert kurt.get(report.url.path).status_code == 404


def test_a_sheet_can_be_dropped_and_its_templates_fetched(visit_as: VisitAs, sqlite: Database) -> None:
    karen = visit_as(people.CONSULTANT)
    desk = "/virksomheder/indlaes/ansatte"
    for ending, start in (("xlsx", b"PK"), ("csv", b"\xef\xbb\xbfP-nummer;M")):
        template = karen.get(f"{desk}/skabelon.{ending}")
        assert template.content.startswith(start)
        assert template.headers["content-disposition"] == f'attachment; filename="employees.{ending}"'
    line = f"{own(sqlite).p_number};10-2025;1;1"
    report = karen.post(desk, files={"file": ("a.csv", csv("P-nummer;Måned;Årsværk;Ansatte", line), "text/csv")})
    answer = karen.post(report.url.path, data={"decision": "drop"})
    assert "Intet er læst ind. Filen er slettet." in answer.text


def test_a_company_is_fetched_from_the_register_where_one_is_set_up(visit_as: VisitAs, sqlite: Database) -> None:
    karen = visit_as(people.CONSULTANT)
    assert "Hent fra CVR" not in karen.get("/virksomheder/ny").text
    assert "kunne ikke hentes" not in karen.post("/virksomheder/hent", data={"cvr": "99000015"}).text
    set_up(karen)
    assert "Hent fra CVR" in karen.get("/virksomheder/ny").text
    answer = karen.post("/virksomheder/hent", data={"cvr": "9900 0015"})
    assert "Virksomheden er hentet fra CVR." in answer.text
    assert "Prøvekøkkenet ApS" in answer.text
    assert "fra CVR" in answer.text
    unknown = karen.post("/virksomheder/hent", data={"cvr": "10150817"})
    assert "CVR kender ikke nummeret." in unknown.text
    assert 'value="10150817"' in unknown.text
    wrong = karen.post("/virksomheder/hent", data={"cvr": "12345678"})
    assert "Der kunne ikke hentes fra CVR." in wrong.text


def test_nobody_else_fetches(visit_as: VisitAs) -> None:
    assert visit_as(people.MANAGER).post("/virksomheder/hent", data={"cvr": "99000015"}).status_code == 403


def set_up(client: TestClient) -> None:
    """Let the application have the file of made-up records."""
    state = client.app.state  # type: ignore[attr-defined]
    state.settings = state.settings.model_copy(update={"cvr_file": RECORDS})
