"""How names and addresses are written down before they are compared: people spell the same thing in many ways."""

import re
from dataclasses import dataclass

FOLDED = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "é": "e", "ü": "u", "ö": "oe", "ä": "ae", "-": " ", "/": " "})
FORMS = re.compile(
    r"\b(a/s|a\.s\.?|aps|i/s|k/s|p/s|ivs|a\.?m\.?b\.?a\.?|s\.?m\.?b\.?a\.?|f\.?m\.?b\.?a\.?|fonden|koncern)(?=[\s,.)]|$)"
)
"""Legal forms (virksomhedsformer), which people leave out or mistake."""
BRANCH = re.compile(r"(?:\s[-\u2013]\s|,|\(|\bafd\b|\bafdeling\b|\bfilial\b|\bbutik\b|\bv/|\bc/o\b)")
"""What comes after is a branch, a town or a person, not the firm's own name."""
NUMBERED = re.compile(r"^(?P<street>.*?[^\W\d])\.?\s*(?P<number>\d+\s?[a-z]?)\b")
STREETS = ((re.compile(r"(?:\b|(?<=\w))g\.(?=\s|$)"), "gade"), (re.compile(r"(?:\b|(?<=\w))v\.(?=\s|$)"), "vej"),
           (re.compile(r"(?:\b|(?<=\w))pl\.(?=\s|$)"), "plads"), (re.compile(r"(?:\b|(?<=\w))all\.(?=\s|$)"), "alle"),
           (re.compile(r"\bnr\.?\s+(?=[^\d\s])"), "noerre "), (re.compile(r"\bnr\.?\s+(?=\d)"), ""),
           (re.compile(r"\bsdr\.?\s"), "soender "), (re.compile(r"\bgl\.?\s"), "gammel "),
           (re.compile(r"\bst\.?\s+(?=[^\W\d]{3})"), "store "), (re.compile(r"\bll\.?\s"), "lille "))  # fmt: skip
"""Danish short forms in addresses."""


def fold(text: str) -> str:
    """`text` without what people spell differently: case, hyphens, æ/ae, ø/oe, å/aa, double spaces."""
    return " ".join(text.casefold().translate(FOLDED).split())


def firm_name(text: str, town: str = "") -> str:
    """A firm's own name, folded: without its legal form, a branch's name, and the town it lies in."""
    plain = FORMS.sub(" ", text.casefold())
    own = _words(BRANCH.split(plain, maxsplit=1)[0]) or _words(plain)
    here = set(_words(town))
    return " ".join([word for word in own if word not in here] or own)


@dataclass(frozen=True, slots=True)
class Street:
    """A street and a house number, folded; without floor and door. Either may be empty."""

    name: str
    number: str

    @classmethod
    def of(cls, address: str) -> "Street":
        """The street of an address line, its usual short forms written out."""
        plain = address.split(",")[0].casefold().translate(FOLDED)
        for short, long in STREETS:
            plain = short.sub(long, plain)
        found = NUMBERED.match(plain)
        if found is None:
            return cls(" ".join(_words(plain)), "")
        return cls(" ".join(_words(found["street"])), found["number"].replace(" ", ""))


def _words(text: str) -> list[str]:
    """Folded words; `&` is the word it stands for, and points are no letters."""
    return re.sub(r"[^\w ]", " ", fold(text.replace("&", " og ").replace("'", ""))).split()
