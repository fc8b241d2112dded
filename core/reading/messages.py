"""What is said of each kind of fault, in Danish: what should stand there, so that it can be mended."""

from collections.abc import Iterable, Mapping

MESSAGES = {
    "missing": "feltet mangler; tilføj det",
    "unexpected_keyword_argument": "ukendt felt; ret stavningen eller fjern det",
    "string_type": "skal være tekst i anførselstegn",
    "int_type": "skal være et helt tal uden anførselstegn",
    "float_type": "skal være et tal uden anførselstegn",
    "finite_number": "skal være et endeligt tal",
    "greater_than_equal": "er for lille; det mindste er {ge}",
    "less_than_equal": "er for stort; det største er {le}",
    "bool_type": "skal være true eller false uden anførselstegn",
    "tuple_type": "skal være en liste [...]",
    "frozen_set_type": "skal være en liste [...]",
    "dict_type": "skal være et objekt {{...}}",
    "dataclass_type": "skal være et objekt {{...}}",
    "model_attributes_type": "skal være et objekt {{...}}",
    "none_required": "skal være null",
    "literal_error": "skal være {expected}",
    "union_tag_invalid": "skal være en af {expected_tags}",
    "union_tag_not_found": "feltet mangler; tilføj det",
    "date": "skal være en dato, der findes, skrevet som 2026-12-31",
    "time": "skal være et klokkeslæt fra 00:00 til 23:59, skrevet som 09:30",
    "datetime": "skal være lokal dato og tid, skrevet som 2026-12-31T09:30 (uden sekunder og tidszone)",
}

SYNTAX = {
    "EOF while parsing": "filen slutter midt i det hele; er den hentet eller gemt helt?",
    "recursion limit exceeded": "lister og objekter ligger for dybt i hinanden",
    "invalid unicode code point": "er ikke gyldig UTF-8; gem filen som UTF-8",
    "trailing characters": "der står mere efter filens afslutning; fjern det",
    "trailing comma": "komma før en afsluttende parentes; fjern det",
    "key must be a string": "feltnavne skal stå i dobbelte anførselstegn",
    "expected `:`": "mangler kolon efter feltnavnet",
    "expected `,` or `]`": "mangler komma eller afsluttende ] i en liste",
    "expected `,` or `}`": "mangler komma eller afsluttende }} i et objekt",
    "control character": "linjeskift eller andet styretegn i en tekst; skriv det som \\n eller \\u00XX",
    "invalid escape": "ukendt \\-kode i en tekst",
    "lone leading surrogate": "et halvt tegn (\\uD800-\\uDFFF) i en tekst",
    "unexpected end of hex escape": "ufuldstændig \\u-kode i en tekst",
    "number out of range": "tallet er for stort",
    "invalid number": "ugyldigt tal; skriv for eksempel 12 eller 0.5",
    "expected": "her ventes tekst i anførselstegn, et tal, true, false, null, [ eller {{",
}


def message(kind: str, context: Mapping[str, object]) -> str:
    """What to say of a fault of pydantic's `kind`, with the facts in its `context`."""
    said = MESSAGES[kind].format(**context)
    return said.replace(" or ", " eller ") if kind == "literal_error" else said


def syntax_message(error: str) -> str:
    """What to say of text that is not JSON, from the reader's own words for it."""
    return next(said for start, said in SYNTAX.items() if error.startswith(start)).format()


def any_of(messages: Iterable[str]) -> str:
    """Several things that could stand in the same place, as one message."""
    return " eller ".join(messages).replace(" eller skal være ", " eller ")
