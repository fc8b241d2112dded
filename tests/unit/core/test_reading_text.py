"""Reading text that is no JSON, or that two readers of JSON may take differently."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadInputError, Fault
from core.reading import read, read_field
from tests.unit.core.letter import Letter, faults, letter, places


def test_a_name_given_twice_is_refused_at_every_place() -> None:
    text = b'{"format": "letter/1", "seats": 1, "homes": [{"lat": 1, "lat": 1}], "seats": 2}'
    assert faults(text) == [
        "seats: feltet står her mere end én gang; behold det ene",
        "homes[0].lat: feltet står her mere end én gang; behold det ene",
    ]


def test_a_name_given_twice_is_told_beside_the_other_faults() -> None:
    of_types = b'{"format": "letter/1", "seats": "1", "homes": [], "homes": []}'
    assert places(of_types) == ["seats", "homes"]
    of_the_whole = b'{"format": "letter/1", "seats": -1, "homes": [], "homes": []}'
    assert places(of_the_whole) == ["homes", "seats"]


def test_nan_is_refused_where_any_number_could_stand() -> None:
    assert places(b'{"format": "letter/1", "extra": {"a": [NaN]}}') == ["extra", "extra.a[0]"]


def test_what_the_record_itself_finds_wrong_reaches_the_reader() -> None:
    assert faults(letter(seats=-1)) == ["seats: skal være mindst 0"]


def test_a_strange_name_cannot_break_the_line() -> None:
    assert places(b'{"format": "letter/1", "a\\nb: c": 1}') == ['"a\\nb']


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (b"", "filen: er tom"),
        (b" \n ", "filen: er tom"),
        (b"\xef\xbb\xbf{}", "filen: begynder med et skjult mærke (BOM); gem den som UTF-8 uden BOM"),
        (b'{\n "seats": 1,\n}', "linje 3, tegn 1: komma før en afsluttende parentes; fjern det"),
        (b'{"seats": 1', "linje 1, tegn 11: filen slutter midt i det hele; er den hentet eller gemt helt?"),
        (b'{"mode": "h\xe6ds"}', "linje 1, tegn 12: er ikke gyldig UTF-8; gem filen som UTF-8"),
        (b'{"seats": 1} {}', "linje 1, tegn 14: der står mere efter filens afslutning; fjern det"),
        (b'{"seats" 1}', "linje 1, tegn 10: mangler kolon efter feltnavnet"),
        (b'{"seats": 1 "mode": 2}', "linje 1, tegn 13: mangler komma eller afsluttende } i et objekt"),
        (b'{"homes": [1 2]}', "linje 1, tegn 14: mangler komma eller afsluttende ] i en liste"),
        (b"{seats: 1}", "linje 1, tegn 2: feltnavne skal stå i dobbelte anførselstegn"),
        (b'{"mode": "\\x"}', "linje 1, tegn 12: ukendt \\-kode i en tekst"),
        (b'{"seats": 1.}', "linje 1, tegn 13: ugyldigt tal; skriv for eksempel 12 eller 0.5"),
        (b'{"seats": ' + b"9" * 5000 + b"}", "linje 1, tegn 4312: tallet er for stort"),
    ],
)
def test_text_that_is_not_json_is_refused_at_its_line_and_column(text: bytes, fault: str) -> None:
    assert faults(text) == [fault]


@pytest.mark.parametrize("opening", [b"[", b'{"a":'])
def test_bottomless_nesting_is_refused_and_not_followed(opening: bytes) -> None:
    (fault,) = faults(opening * 100_000)
    assert fault.endswith("lister og objekter ligger for dybt i hinanden")


def test_one_field_is_read_whatever_else_the_file_holds() -> None:
    assert read_field(b'{"other": [NaN], "format": "letter/2"}', "format") == "letter/2"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (b"{}", "format: feltet mangler; tilføj det"),
        (b'{"format": 1}', "format: skal være tekst i anførselstegn"),
        (b"[]", "filen: skal være et objekt {...}"),
        (b"{", "linje 1, tegn 1: filen slutter midt i det hele; er den hentet eller gemt helt?"),
    ],
)
def test_one_field_that_cannot_be_read_is_named(text: bytes, fault: str) -> None:
    with pytest.raises(BadInputError) as refused:
        read_field(text, "format")
    assert [str(fault) for fault in refused.value.faults] == [fault]


FIELDS = ("format", "seats", "homes", "lat", "who", "any_of", "events", "kind", "clock", "from", "at", "where")
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=3), inner),
    max_leaves=12,
)


def outcome(text: bytes) -> Letter | tuple[Fault, ...]:
    try:
        return read(Letter, text)
    except BadInputError as refused:
        return refused.faults


@given(values)
def test_any_json_is_read_or_refused_with_a_place(value: object) -> None:
    found = outcome(json.dumps(value).encode())
    assert isinstance(found, Letter) or (found and all(fault.place and fault.message for fault in found))


@given(st.binary(max_size=40) | st.text(alphabet='{}[]",:0e.-\\untf \n', max_size=30).map(str.encode))
def test_any_bytes_are_read_or_refused_with_a_place(text: bytes) -> None:
    with pytest.raises(BadInputError) as refused:
        read(Letter, text)
    assert all(fault.place and fault.message for fault in refused.value.faults)
