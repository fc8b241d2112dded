"""The numbers and codes that name a company: CVR number, P-number, industry code. Pure."""

from stdnum.dk import cvr as danish_cvr

VERSIONS = ("DB25", "DB07")
"""Industry classifications (Dansk Branchekode), the one in force first."""
UNKNOWN_INDUSTRY = "999999"
"""What the register gives a company whose industry nobody has told (uoplyst)."""
_RANGES = {
    "DB07": ((1, 3), (5, 9), (10, 33), (35, 39), (41, 43), (45, 47), (49, 53), (55, 56), (58, 63), (64, 66), (68, 75),
             (77, 82), (84, 88), (90, 99)),
    "DB25": ((1, 3), (5, 9), (10, 33), (35, 39), (41, 43), (46, 47), (49, 53), (55, 56), (58, 63), (64, 66), (68, 75),
             (77, 82), (84, 88), (90, 99)),
}  # fmt: skip
"""The divisions, by their two first digits: those of NACE rev. 2, and of NACE rev. 2.1, which has no 45."""


def cvr_fault(number: str) -> str | None:
    """What is wrong with a CVR number (eight digits, modulus 11), or None."""
    if not _is_digits(number, 8):
        return "skal være 8 cifre"
    return None if danish_cvr.is_valid(number) else "findes ikke: kontrolcifferet passer ikke; er der en tastefejl?"


def p_number_fault(number: str) -> str | None:
    """What is wrong with a P-number (ten digits without a check digit), or None."""
    return None if _is_digits(number, 10) and number[0] != "0" else "skal være 10 cifre og begynder ikke med 0"


def industry_fault(code: str, version: str) -> str | None:
    """What is wrong with an industry code of that version (DB07 or DB25), or None."""
    if version not in VERSIONS:
        return f"skal være af {' eller '.join(VERSIONS)}"
    if not _is_digits(code, 6):
        return "skal være 6 cifre, for eksempel 561110"
    if code == UNKNOWN_INDUSTRY or any(low <= int(code[:2]) <= high for low, high in _RANGES[version]):
        return None
    return f"findes ikke i {version}: der er ingen hovedgruppe {code[:2]}"


def _is_digits(text: str, count: int) -> bool:
    return len(text) == count and text.isascii() and text.isdigit()
