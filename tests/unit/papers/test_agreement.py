"""The agreement's paper says all that was agreed, for every scheme, and a side tells it to the citizen."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from law.schemes import SCHEMES
from placements.papers import agreement
from placements.papers.rendering import pdf
from placements.papers.sheet import Paper, Sheet
from placements.papers.wording import Language
from tests.unit.papers.document import SIGNATURES, STATEMENT, document

MUNICIPALITY = "Prøve Kommune"


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value.replace("\N{NO-BREAK SPACE}", " ")
    elif isinstance(value, dict | list | tuple):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings(one)


def said(sheet: Sheet | Paper) -> str:
    return "\n".join(strings(sheet.content() if isinstance(sheet, Paper) else replace_whole(sheet).content()))


def replace_whole(sheet: Sheet) -> Paper:
    return Paper(municipality="", reference="", page="", of="", sheets=(sheet,))


def danish(**values: Any) -> str:
    return said(agreement.agreement(document(**values), MUNICIPALITY))


def side(language: Language, **values: Any) -> str:
    return said(agreement.paper(document(**values), MUNICIPALITY, language).sheets[1])


def test_the_agreement_says_what_was_agreed() -> None:
    text = danish()

    for one in (
        "Aftale om virksomhedspraktik",
        "Amina Yusuf",
        "Kajen ApS",
        "Kajen, Skagen Havn",
        "Kajen 2, Skagen",
        "CVR 12345674",
        "P-nummer 1003000001",
        "Telefon 98 44 12 34, også i weekenden",
        "Prøve Kommune",
        "Virksomhedskonsulent: Lars Mikkelsen",
        "At prøve et køkken",
        "Opvask",
        "Grønt",
        "En pause hver time",
        "Ingen tunge løft",
        "7. december 2026 til 7. marts 2027",
        "Mandag",
        "08.30–12.00",
        "Står alene i opvasken",
        "11. januar 2027",
        "14. december 2026 og 20. januar 2027",
        "Poul Thomsen, tillidsrepræsentant, sagde den 20. november 2026, at betingelserne er opfyldt.",
    ):
        assert one in text


def test_hours_that_rise_are_dated_from_the_week_they_begin() -> None:
    sheet = agreement.agreement(document(), MUNICIPALITY).parts[2]

    assert sheet.pieces[1].rows == (("1", "7. december 2026", "10"), ("5", "4. januar 2027", "14,5"))  # type: ignore[union-attr]


def test_laws_are_cited_by_paragraph_and_not_by_where_they_were_read() -> None:
    text = danish(scheme="fleksjob")

    assert "Lov om en aktiv beskæftigelsesindsats om fleksjob, § 116." in text
    assert "om klage, § 67." in text
    assert "dinretshjaelp" not in text
    assert "VEJ" not in text


def test_the_date_of_birth_is_left_to_be_written_by_hand() -> None:
    assert "Fødselsdato, skrives i hånden: ____" in danish()


def test_a_week_that_does_not_cover_the_hours_says_so() -> None:
    (slot, *_) = document().timetable

    assert "ovenfor er 3,5 timer om ugen. Tiderne for resten af de 14,5 timer" in danish(timetable=(slot,))
    assert "Arbejdstiderne ovenfor" not in danish(timetable=(slot,), steps=(), hours=3.5)


def test_hours_that_stay_the_same_are_said_once() -> None:
    text = danish(steps=((1, 14.5),))

    assert "Fra uge" not in text
    assert "Timer om ugen\n14,5" in text


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("language", ["da", "let", "en"])
def test_every_scheme_has_a_paper_in_every_language(scheme: str, language: Language) -> None:
    paper = agreement.paper(document(scheme=scheme), MUNICIPALITY, language)

    assert pdf(paper, datetime(2026, 11, 25, tzinfo=UTC)).startswith(b"%PDF-")
    assert len(paper.sheets) == (1 if language == "da" else 2)


def test_the_schemes_have_terms_of_their_own() -> None:
    terms = {scheme: said(agreement.agreement(document(scheme=scheme), "")) for scheme in SCHEMES}

    assert len(set(terms.values())) == len(SCHEMES)
    assert "får ikke løn" in terms["virksomhedspraktik"]
    assert "Kommunen betaler tilskud til arbejdspladsen" in terms["loentilskud"]


def test_a_place_in_a_social_economy_firm_says_so() -> None:
    text = danish(scheme="ordinary", social_economy=True)

    assert "Aftale om ordinær ansættelse i en socialøkonomisk virksomhed" in text
    assert "Registreret socialøkonomisk virksomhed" in text


def test_a_label_stands_beside_the_scheme() -> None:
    assert "Aftale om virksomhedspraktik (sprogpraktik)" in danish(label="sprogpraktik")


def test_it_is_a_draft_until_all_three_have_signed() -> None:
    assert "Udkast: aftalen gælder, når alle tre har skrevet under." in danish(signatures=SIGNATURES[:2])

    signed = danish()
    assert "Udkast" not in signed
    assert "version 2 med kontroltallet 9f86d081884c." in signed
    assert "Underskrevet 24. november 2026 på papir; registreret af kommunen" in signed
    assert "Underskrevet 23. november 2026 digitalt i Tovholder" in signed


def test_whoever_has_not_signed_has_a_place_to_sign() -> None:
    places = agreement.agreement(document(signatures=SIGNATURES[1:2]), MUNICIPALITY).parts[-1].pieces[0].places  # type: ignore[union-attr]

    assert [bool(lines) for _, lines in places] == [False, True, False]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"statement": None}, "Udtalelsen mangler. Forløbet kan ikke begynde, før den er givet."),
        ({"statement": replace(STATEMENT, agrees=False)}, "at betingelserne ikke er opfyldt."),
        ({"statement": replace(STATEMENT, remark="Vi er få om fredagen")}, "Bemærkning: Vi er få om fredagen"),
        ({"last_day": None}, "Fra 7. december 2026"),
        ({"new_function": "Kassen er ny for Amina"}, "Nyt i arbejdet\nKassen er ny for Amina"),
        ({"regard": " "}, "Der er ikke aftalt særlige hensyn."),
        ({"milestones": (), "follow_up_days": ()}, "Kommunen aftaler opfølgningen"),
        ({"timetable": ()}, "Arbejdstiderne aftales på arbejdspladsen"),
        ({"consultant_phone": None}, "I kommunen: Lars Mikkelsen. Uden for"),
        ({"address": "Kajen 2, 9990 Skagen"}, "Kajen 2, 9990 Skagen\nCVR"),
    ],
)
def test_what_may_be_missing_is_said_in_its_own_way(values: dict[str, Any], expected: str) -> None:
    assert expected in danish(**values)


def test_a_scheme_outside_the_quota_asks_for_no_statement() -> None:
    assert "Udtalelse fra medarbejderne" not in danish(scheme="fleksjob", statement=None)


def test_nothing_about_the_citizen_but_the_name_reaches_the_paper() -> None:
    text = said(agreement.paper(document(), MUNICIPALITY, "en"))

    for hidden in ("CPR", "født", "diagnose", "målgruppe", "aktivitetsparat", "Ida Bech"):
        assert hidden not in text


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "let",
            (
                "Denne side er til dig, Amina.",
                "Du får ikke løn.",
                "Fra den 4. januar 2027: 14,5 timer om ugen.",
                "98 44 12 34",
            ),
        ),
        (
            "en",
            (
                "This page is for you, Amina.",
                "You are not paid a wage.",
                "From 4 January 2027: 14.5 hours a week.",
                "4 weeks",
            ),
        ),
    ],
)
def test_the_citizens_side_tells_it_shortly(language: Language, expected: tuple[str, ...]) -> None:
    text = side(language)

    for one in expected:
        assert one in text


@pytest.mark.parametrize("language", ["let", "en"])
def test_the_citizens_side_leaves_out_what_is_not_agreed(language: Language) -> None:
    text = side(language, last_day=None, regard="", follow_up_days=(), consultant_phone=None, steps=())

    for gone in ("2027", "Møder", "Meetings", "tager arbejdspladsen hensyn", "takes into account\n", "20 30"):
        assert gone not in text


def test_the_citizens_side_in_english_is_read_aloud_in_english() -> None:
    made = PdfReader(BytesIO(pdf(agreement.paper(document(), MUNICIPALITY, "en"), datetime(2026, 11, 25, tzinfo=UTC))))

    assert str(made.root_object["/Lang"]) == "da"
    assert "Your agreement in short" in made.pages[-1].extract_text()
    assert made.metadata is not None
    assert "Amina" not in str(made.metadata)


def test_however_much_people_write_it_goes_on_to_the_next_page() -> None:
    lines = "\n".join(f"Linje {number}" for number in range(150))
    paper = agreement.paper(document(tasks=lines, regard=lines), MUNICIPALITY, "let")
    made = PdfReader(BytesIO(pdf(paper, datetime(2026, 11, 25, tzinfo=UTC))))

    pages = [page.extract_text() for page in made.pages]
    assert max(text.count("Linje") for text in pages) < 60, "no page holds more lines than fit on it"
    assert sum(text.count("Linje") for text in pages) == 4 * 150
