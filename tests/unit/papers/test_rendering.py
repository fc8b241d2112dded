"""A paper becomes a PDF that can be read aloud, always the same, and what people write is never code."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import StreamObject

from placements.papers.rendering import pdf
from placements.papers.sheet import Cards, Facts, Paper, Part, Points, Sheet, Signatures, Table, Text

MADE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def paper_of(*pieces: Text | Facts | Points | Table | Cards | Signatures, **sheet: str) -> Paper:
    side = Sheet(language=sheet.get("language", "da"), title="Aftale", parts=(Part("Arbejde", pieces),), numbered=True)
    return Paper(municipality="Prøve Kommune", reference="Aftale nr. 7", page="Side", of="af", sheets=(side,))


def reader(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content))


def text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in reader(content).pages)


def words(content: bytes) -> str:
    """The text without white space, which depends on where lines break."""
    return "".join(text(content).replace("\u200b", "").split())


def test_a_paper_says_that_it_is_pdf_ua_and_has_title_language_and_structure() -> None:
    made = reader(pdf(paper_of(Text(("Opvask",))), MADE))
    root = made.root_object
    metadata = root["/Metadata"].get_object()

    assert isinstance(metadata, StreamObject)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in metadata.get_data()
    assert str(root["/Lang"]) == "da"
    assert str(root["/MarkInfo"]) == "{'/Marked': True, '/Suspects': False}"
    assert str(root["/ViewerPreferences"]) == "{'/DisplayDocTitle': True, '/Direction': '/L2R'}"
    assert "/StructTreeRoot" in root
    assert made.metadata is not None
    assert (made.metadata.title, made.metadata.author) == ("Aftale", "Prøve Kommune")


def test_the_side_of_another_language_says_so() -> None:
    made = reader(pdf(paper_of(Text(("Washing up",)), language="en"), MADE))

    assert str(made.root_object["/Lang"]) == "en"


def test_the_same_paper_has_the_same_bytes_and_another_day_has_not() -> None:
    paper = paper_of(Text(("Opvask",)))

    assert pdf(paper, MADE) == pdf(paper, MADE)
    assert pdf(paper, MADE) != pdf(paper, MADE + timedelta(days=1))


def test_every_kind_of_piece_is_on_the_paper() -> None:
    pieces = (
        Text(("Et afsnit",)),
        Facts((("Stilling", ("Opvasker", "Kok")),)),
        Points(("Et punkt",), "en"),
        Table("Timer", ("Uge", "Antal"), (("1", "10"), ("5", "14,5")), right=(1,)),
        Cards((("Borger", ("Amina", "Skagen")), ("Kommune", ()))),
        Signatures((("Den ene", ("Birgit", "i går")), ("Den anden", ())), "Navn", "Dato"),
    )

    said = text(pdf(paper_of(*pieces), MADE))

    expected = "Prøve Kommune|Aftale nr. 7|Side 1 af 1|1. Arbejde|Et afsnit|Stilling|Kok|Et punkt|Uge|14,5|Amina|Skagen"
    for one in (*expected.split("|"), "Birgit", "i går", "Den anden", "Navn", "Dato"):
        assert one in said


@pytest.mark.parametrize(
    "written",
    [
        '#panic("nej") #read("/etc/passwd") #set page(width: 1cm)',
        "*fed* _skrå_ $x^2$ `kode` = overskrift <mærke> @henvisning",
        'anførsel " og \\ og \\n og {json} og // bemærkning /* */',
        "\\u{41} #(1+1) ~ -- --- ... 'enkelt'",
    ],
)
def test_what_people_write_is_text_and_never_code(written: str) -> None:
    assert (
        words(pdf(paper_of(Text((written,)), Points((written,)), Table("t", (written,), ((written,),))), MADE)).count(
            "".join(written.split())
        )
        == 4
    )


def test_a_very_long_word_stays_on_the_page() -> None:
    lines = text(pdf(paper_of(Cards((("a", ("x" * 400,)), ("b", ("y" * 400,)), ("c", ("z",))))), MADE)).splitlines()

    assert max(map(len, lines)) < 120
    assert sum(line.count("x") for line in lines) == 400


@pytest.mark.parametrize("name", ["مريم", "שרה", "Олена", "Ελένη", "Nguyễn", "Łukasz"])
def test_names_of_other_alphabets_have_letters(name: str) -> None:
    assert "\ufffd" not in text(pdf(paper_of(Text((name,))), MADE))


def test_a_letter_that_no_font_of_ours_has_is_shown_as_missing_and_stops_nothing() -> None:
    assert "\ufffd" in text(pdf(paper_of(Text(("漢 🙂 ትግርኛ",))), MADE))


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60))
def test_any_text_makes_a_paper(written: str) -> None:
    assert pdf(paper_of(Text((written,)), Facts(((written, (written,)),))), MADE).startswith(b"%PDF-")


def test_a_long_paper_goes_on_over_pages() -> None:
    made = reader(pdf(paper_of(Text(tuple(f"Afsnit {number}" for number in range(200)))), MADE))

    assert len(made.pages) > 2
    assert f"Side 2 af {len(made.pages)}" in made.pages[1].extract_text()
