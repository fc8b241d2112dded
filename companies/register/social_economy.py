"""Registered social-economy firms (registreret socialøkonomisk virksomhed, RSV): the five criteria. Pure.

The Danish Business Authority (Erhvervsstyrelsen) registers them, and the register shows it; what is kept here is which
criteria the municipality has seen met. Being registered changes no cap: the rules are those of other firms.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion: its name, what it asks, in Danish."""

    name: str
    text: str


SOURCE = "Erhvervsstyrelsen om registrerede socialøkonomiske virksomheder; Frederikshavn Kommunes folder 2015"
CHECKED = "2026-11-21"
"""The day the source was last read. No jurist has."""
CRITERIA: Mapping[str, Criterion] = {
    "social_purpose": Criterion(
        "Socialt formål",
        "Virksomheden skal primært gavne samfundet med et socialt, sundheds- eller miljømæssigt formål.",
    ),
    "commercial_activity": Criterion(
        "Væsentlig erhvervsdrift", "Den skal sælge varer eller ydelser; det er en væsentlig del af omsætningen."
    ),
    "independent_of_public": Criterion(
        "Uafhængig af det offentlige", "Det offentlige må ikke have væsentlig indflydelse på ledelse og drift."
    ),
    "involving_management": Criterion(
        "Inddragende og ansvarlig ledelse", "Den skal inddrage medarbejdere, brugere og andre og drives ansvarligt."
    ),
    "social_use_of_profit": Criterion(
        "Social håndtering af overskud", "Overskuddet skal mest bruges på formålet; kun en begrænset del må udloddes."
    ),
}
