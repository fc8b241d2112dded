"""The laws that an agreement about each scheme rests on (hjemmel), named as a signed paper names them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from law.catalogue.quota import RULES_2022
from law.catalogue.schemes import IGU_BEGINS
from law.dated import FIRST_RULES, LAST_CHECK
from law.schemes import version_in_force
from law.values import value


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """One law (hjemmel), where it was read, from which day it is known to hold, and when that was last checked.

    statute: its number and paragraphs, as far as they are known; that alone, and not where we read it, is for a signed
    paper.
    """

    name: str
    statute: str
    source: str
    valid_from: date = FIRST_RULES
    checked: date = LAST_CHECK

    @property
    def cited(self) -> str:
        """The law by name and paragraph."""
        return f"{self.name}, {self.statute}" if self.statute else self.name


def _lab(about: str, statute: str, source: str = "") -> Basis:
    return Basis(name=f"Lov om en aktiv beskæftigelsesindsats{about}", statute=statute, source=source or statute)


_SCHEMES: Mapping[str, tuple[Basis, ...]] = {
    "virksomhedspraktik": (_lab(", kapitel 11 om virksomhedspraktik", "LBK 280/2024 §§ 57-61"),),
    "loentilskud": (_lab(", kapitel 12 om løntilskud", "LBK 280/2024 §§ 68, 77 og 78"),),
    "igu": (
        Basis(
            name="Lov om integrationsgrunduddannelse",
            statute="",
            source="ug.dk; danskindustri.dk",
            valid_from=IGU_BEGINS,
        ),
    ),
    "fleksjob": (_lab(" om fleksjob", "§ 116", "§ 116; VEJ 10048/2019"),),
    "skaanejob": (_lab(" om løntilskud for førtidspensionister", "LBK 280/2024"),),
    "beskyttet": (Basis(name="Lov om social service om beskyttet beskæftigelse", statute="§ 103", source="§ 103"),),
    "ordinary": (),
}
_QUOTA = Basis(
    name="Bekendtgørelse om en aktiv beskæftigelsesindsats om rimelighedskrav og medarbejdernes udtalelse",
    statute="BEK 2636 af 28/12/2021 § 65",
    source="BEK 2636 af 28/12/2021 § 65",
    valid_from=RULES_2022,
)
COMPLAINT = "complaint.weeks"
"""The key of how long a citizen may wait before complaining (klagefrist)."""


def bases(scheme: str, on: date, *, fills_quota: bool) -> tuple[Basis, ...]:
    """The laws that an agreement about `scheme` rests on the day `on`, as last checked, with where to complain.

    Raises KeyError for a scheme that nobody is placed in.
    """
    version = version_in_force(on)
    about_quota = (_QUOTA,) if fills_quota else ()
    known = (basis for basis in (*_SCHEMES[scheme], *about_quota) if basis.valid_from <= version)
    weeks = value(COMPLAINT, version)
    return (
        *known,
        Basis(
            name="Lov om retssikkerhed og administration på det sociale område om klage",
            statute="§ 67",
            source=weeks.source,
            checked=weeks.checked,
        ),
    )
