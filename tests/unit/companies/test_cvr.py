"""The business register's records, made up in its own form, are read as drafts; the live call is bounded."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest
from pydantic import SecretStr

from companies.register import sources
from companies.register.cvr import found, without
from companies.register.drafts import MonthDraft
from companies.register.sources import FileRegister, LiveRegister, RegisterError, configured
from companies.tables import Sector
from core.errors import BadInputError
from core.settings import Settings

RECORDS = Path(__file__).parents[2] / "golden" / "cvr" / "records.jsonl"
CVR = "99000015"


def records() -> list[dict[str, Any]]:
    return [json.loads(line) for line in RECORDS.read_text().splitlines()]


class Service(BaseHTTPRequestHandler):
    """A search service that answers as the register's does."""

    answer: ClassVar[bytes | None] = None
    status: ClassVar[int] = 200
    asked: ClassVar[list[tuple[str, str, dict[str, Any]]]] = []

    def do_POST(self) -> None:
        query = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append((self.path, self.headers["Authorization"], query))
        kind = "Vrvirksomhed" if "/virksomhed/" in self.path else "VrproduktionsEnhed"
        hits = [{"_source": one} for one in records() if kind in one and "99000015" in json.dumps(query)]
        self.send_response(self.status)
        self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.end_headers()
        self.wfile.write(self.answer or json.dumps({"hits": {"hits": hits}}).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # the name of the one overridden
        """Nothing is written to the tests' output."""


@contextmanager
def live(answer: bytes | None = None, status: int = 200) -> Iterator[LiveRegister]:
    Service.answer, Service.status, Service.asked = answer, status, []
    server = HTTPServer(("127.0.0.1", 0), Service)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield LiveRegister(f"http://127.0.0.1:{server.server_port}/cvr-permanent/", "kommune", "hemmelig", seconds=2.0)
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_company_is_read_as_it_is_today() -> None:
    read = FileRegister(RECORDS).company(CVR)
    assert read is not None
    company = read.company
    assert (company.cvr, company.name, company.form, company.sector) == (
        CVR,
        "Prøvekøkkenet ApS",
        "APS",
        Sector.PRIVATE,
    )
    assert (company.industry, company.industry_version) == ("561110", "DB25")
    assert company.social_economy_since == date(2021, 3, 1)


def test_units_have_their_address_of_today_and_the_months_that_are_told_in_numbers() -> None:
    read = FileRegister(RECORDS).company(CVR)
    assert read is not None
    unit = read.units[0]
    assert (unit.draft.p_number, unit.draft.address, unit.draft.postcode) == ("1999000001", "Kajen 2B", "9990")
    assert unit.months == [
        MonthDraft(month=date(2026, 8, 1), ordinary_fte=11.2, ordinary_heads=14),
        MonthDraft(month=date(2026, 9, 1), ordinary_fte=12.75, ordinary_heads=16),
    ]
    assert [(one.draft.p_number, one.closed) for one in read.units] == [
        ("1999000001", False),
        ("1999000002", True),
        ("1999000003", False),
    ]
    assert read.units[1].draft.address == "Kajen 9"


def test_an_older_industry_code_is_of_the_older_classification_and_a_public_form_is_public() -> None:
    record = records()[0]["Vrvirksomhed"]
    record["hovedbranche"] = record["hovedbranche"][:1]
    record["virksomhedsform"][0]["langBeskrivelse"] = "Primærkommune"
    company = found(record, []).company
    assert (company.industry_version, company.sector) == ("DB07", Sector.PUBLIC)


def test_subsidised_and_young_are_taken_out_as_if_each_were_full_time() -> None:
    month = MonthDraft(month=date(2026, 9, 1), ordinary_fte=12.75, ordinary_heads=16)
    less = without(month, 2, 1)
    assert (less.ordinary_fte, less.ordinary_heads, less.subsidised, less.under_18) == (9.75, 13, 2, 1)
    assert without(month, 20, 0).ordinary_fte == 0.0


@pytest.mark.parametrize(
    "record", [{}, {"cvrNummer": "x", "navne": []}, {"cvrNummer": 1, "navne": "A"}, {"cvrNummer": 1, "navne": [{}]}]
)
def test_what_is_no_such_record_is_refused_in_words(record: dict[str, Any]) -> None:
    with pytest.raises(BadInputError, match="registerets svar kan ikke læses"):
        found(record, [])


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[1]", b"{", b"[{}"])
def test_a_file_that_is_none_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "cvr.json"
    file.write_bytes(content)
    with pytest.raises(RegisterError, match="kan ikke læses"):
        FileRegister(file).company(CVR)


def test_a_list_and_a_line_each_are_the_same_and_an_unknown_number_is_none(tmp_path: Path) -> None:
    file = tmp_path / "cvr.json"
    file.write_text(json.dumps([{"_source": one} for one in records()]))
    assert FileRegister(file).company(CVR) == FileRegister(RECORDS).company(CVR)
    assert FileRegister(file).company("10150817") is None
    with pytest.raises(BadInputError, match="kontrolcifferet"):
        FileRegister(file).company("10150818")


def test_the_live_service_gives_what_the_file_gives_and_is_asked_twice() -> None:
    with live() as register:
        read = register.company(CVR)
        assert register.company("10150817") is None
    assert read == FileRegister(RECORDS).company(CVR)
    assert [path for path, _, _ in Service.asked] == [
        "/cvr-permanent/virksomhed/_search",
        "/cvr-permanent/produktionsenhed/_search",
        "/cvr-permanent/virksomhed/_search",
    ]
    assert {secret for _, secret, _ in Service.asked} == {"Basic a29tbXVuZTpoZW1tZWxpZw=="}


@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        (b"<html>", 200, "kan ikke læses"),
        (b'{"hits": {}}', 200, "kan ikke læses"),
        (b"no", 500, "svarer ikke"),
        (b"no", 401, "svarer ikke"),
        (b"no", 302, "svarer ikke"),
    ],
)
def test_a_service_that_fails_is_told_in_words_and_a_redirect_is_not_followed(
    answer: bytes, status: int, said: str
) -> None:
    with live(answer, status) as register, pytest.raises(RegisterError, match=said):
        register.company(CVR)


def test_an_answer_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "LARGEST_ANSWER", 100)
    with live() as register, pytest.raises(RegisterError, match="for stort"):
        register.company(CVR)


def test_nobody_there_is_told_in_words_and_other_protocols_are_refused() -> None:
    with pytest.raises(RegisterError, match="svarer ikke"):
        LiveRegister("http://127.0.0.1:9", "a", "b", seconds=1.0).company(CVR)
    with pytest.raises(RegisterError, match="https://"):
        LiveRegister("file:///etc", "a", "b").company(CVR)


def test_the_register_is_the_one_set_up() -> None:
    assert configured(Settings()) is None
    assert configured(Settings(cvr_file=RECORDS)) == FileRegister(RECORDS)
    whole = Settings(cvr_address="https://cvr.example.org", cvr_user="a", cvr_password=SecretStr("hemmelig"))
    register = configured(whole)
    assert register == LiveRegister("https://cvr.example.org", "a", "hemmelig")
    assert "hemmelig" not in repr(register)
