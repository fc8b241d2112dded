"""A decision under the cap on paper: every figure it rests on, and whether it was met."""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from companies.quotas import Month, Stay
from placements.evidence.building import build
from placements.evidence.records import Counts, Override, Overruled, Record
from placements.evidence.tables import QuotaDecision
from placements.papers.evidence import paper
from placements.papers.rendering import pdf
from placements.states import Step
from tests.unit.evidence.test_building import COUNTS, PLACE, SAID_NO, SAID_YES, SUBSIDISED, WHO
from tests.unit.papers.test_agreement import said

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OPEN = replace(PLACE, end=None)


def row(record: Record) -> QuotaDecision:
    return QuotaDecision(id=12, at=AT, allowed=record.allowed, digest="d" * 64, before=None)


def text(counts: Counts) -> str:
    record = build(counts)
    return said(paper(row(record), record, "Prøve Kommune"))


def test_it_says_what_was_decided_on_whose_occasion_and_on_which_figures() -> None:
    told = text(replace(COUNTS, stays=(PLACE,)))

    for one in (
        "Afgørelse nr. 12",
        "Havnen ApS, CVR 10150817",
        "Havnekøkkenet, P-nummer 1003000000",
        "Pladsen er tilladt. Rimelighedskravet er overholdt",
        "23. november 2026 kl. 10.00",
        ": Karin Holm",
        "virksomhedspraktik, 7. december 2026 til 7. marts 2027, 18,5 timer om ugen",
        "10 ordinært ansatte i årsværk",
        "november 2026",
        "BEK 2636 af 28/12/2021 § 65",
        "d" * 64,
        "Ingen; det er enhedens første.",
    ):
        assert one in told


def test_a_refusal_says_so() -> None:
    assert "Pladsen er ikke tilladt." in text(replace(COUNTS, stays=(PLACE, PLACE)))


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (replace(COUNTS, months=()), "Der er ingen tal for enhedens ansatte."),
        (replace(COUNTS, stays=()), "Ingen andre pladser er optaget i perioden."),
        (replace(COUNTS, stays=(OPEN,)), "uden slutdag"),
        (replace(COUNTS, place=OPEN, by=None), "virksomhedspraktik, fra 7. december 2026"),
        (replace(COUNTS, statement=None), "Ingen udtalelse var registreret"),
        (replace(COUNTS, step=Step.START, statement=SAID_YES), "Per Lund, tillidsrepræsentant, sagde den"),
        (replace(COUNTS, step=Step.START, statement=SAID_NO), "Bemærkning: Vi mangler folk"),
        (replace(COUNTS, override=Override(places=4, reason="Sæson", by=WHO, at=AT)), "4: Sæson"),
        (
            replace(COUNTS, overruled=(Overruled(rule="additional", by=WHO, at=AT, reason="Flytning"),)),
            "Merbeskæftigelse: Flytning (Karin Holm, 23. november 2026 kl. 10.00)",
        ),
        (replace(COUNTS, place=SUBSIDISED), "Seneste måned"),
    ],
)
def test_what_it_rests_on_is_told_in_its_own_way(counts: Counts, expected: str) -> None:
    assert expected in text(counts)


@pytest.mark.parametrize("step", [Step.YES, Step.AGREE, Step.START, Step.EXTEND])
def test_every_occasion_has_its_words(step: Step) -> None:
    assert "evidence." not in text(replace(COUNTS, step=step))


def test_it_is_a_pdf_that_goes_on_over_pages() -> None:
    many = tuple(Stay(scheme="loentilskud", start=date(2026, 12, 7), end=PLACE.end, hours=37.0) for _ in range(120))
    months = tuple(
        Month(month=date(2026, number, 1), ordinary_fte=700.0, source="CVR", recorded=AT) for number in range(1, 12)
    )
    record = build(replace(COUNTS, stays=many, months=months))
    made = PdfReader(BytesIO(pdf(paper(row(record), record, "Prøve Kommune"), AT)))

    pages = ["".join(page.extract_text().split()).count("ansættelsemedløntilskud") for page in made.pages]
    assert sum(pages) == 120
    assert max(pages) < 40, "no page holds more rows than fit on it"
