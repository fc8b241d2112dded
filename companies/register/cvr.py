"""The central business register (CVR): what its JSON says of a company and its units, as drafts.

The records are `Vrvirksomhed` and `VrproduktionsEnhed` as the register's system-to-system access gives them. Field
names were read in public code, not in the register's own papers; what is missing in a record is left out here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from companies.register.drafts import EARLIEST, CompanyDraft, MonthDraft, UnitDraft
from companies.register.numbers import UNKNOWN_INDUSTRY
from companies.tables import Sector
from core.errors import BadInputError, Fault

Record = Mapping[str, Any]
"""One record as JSON has it."""
LAST_DAY_OF_DB07 = "2025-01-01"
"""Records of an industry that hold from this day on are of DB25 (third-party source, to be confirmed)."""
PUBLIC_FORMS = frozenset({"Statslig administrativ enhed", "Primærkommune", "Region", "Kommunalt fællesskab",
                          "Folkekirkelig institution", "Særlig offentlig virksomhed"})  # fmt: skip
SOCIAL_ECONOMY = "SOCIALOEKONOMISK_VIRKSOMHED"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundUnit:
    """A unit in the register, with employees per month as it counts them: everybody, whoever pays."""

    draft: UnitDraft
    months: Sequence[MonthDraft]
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A company in the register with its units."""

    company: CompanyDraft
    units: Sequence[FoundUnit]


def found(company: Record, units: Sequence[Record]) -> Found:
    """What the register says. Raises BadInputError where the records are not such records."""
    try:
        return Found(company=_company(company), units=[_unit(one) for one in units])
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise BadInputError([Fault("cvr", "registerets svar kan ikke læses; skriv oplysningerne selv")]) from error


def _company(record: Record) -> CompanyDraft:
    form = str(_newest(record.get("virksomhedsform")).get("langBeskrivelse") or "")
    short = _newest(record.get("virksomhedsform")).get("kortBeskrivelse")
    industry, version = _industry(record)
    return CompanyDraft(
        cvr=f"{int(record['cvrNummer']):08d}",
        name=str(_newest(record["navne"])["navn"]),
        sector=Sector.PUBLIC if form in PUBLIC_FORMS else Sector.PRIVATE,
        industry=industry,
        industry_version=version,
        form=str(short) if short else None,
        social_economy_since=_social_economy(record),
    )


def _unit(record: Record) -> FoundUnit:
    place = _newest(record["beliggenhedsadresse"])
    draft = UnitDraft(
        p_number=f"{int(record['pNummer']):010d}",
        name=str(_newest(record["navne"])["navn"]),
        address=_address(place),
        postcode=f"{int(place['postnummer']):04d}" if place.get("postnummer") else None,
        town=str(place.get("postdistrikt") or ""),
    )
    return FoundUnit(draft=draft, months=list(_months(record)), closed=_ended(_newest(record.get("livsforloeb"))))


def _months(record: Record) -> Iterator[MonthDraft]:
    """Employees per month, newest last. The register counts subsidised staff and those under 18 with the others."""
    for one in record.get("erstMaanedsbeskaeftigelse") or ():
        heads, fte = one.get("antalAnsatte"), one.get("antalAarsvaerk")
        if heads is not None and fte is not None:
            month = date(int(one["aar"]), int(one["maaned"]), 1)
            yield MonthDraft(month=month, ordinary_fte=float(fte), ordinary_heads=int(heads))


def without(month: MonthDraft, subsidised: int, under_18: int) -> MonthDraft:
    """The month with subsidised staff and those under 18 taken out of the register's count of everybody.

    The register does not say how much they work: each is taken for full-time, so that the cap is never too large.
    """
    others = subsidised + under_18
    return MonthDraft(
        month=month.month,
        ordinary_fte=max(0.0, month.ordinary_fte - others),
        ordinary_heads=max(0, month.ordinary_heads - others),
        subsidised=subsidised,
        under_18=under_18,
    )


def _newest(periods: object) -> Record:
    """The record of today among those with a period: the one that has not ended, else the one that began last."""
    rows: list[Record] = [one for one in periods if isinstance(one, Mapping)] if isinstance(periods, list) else []
    if not rows:
        return {}
    return max(rows, key=lambda one: (not _ended(one), str((one.get("periode") or {}).get("gyldigFra") or "")))


def _ended(row: Record) -> bool:
    return bool((row.get("periode") or {}).get("gyldigTil"))


def _industry(record: Record) -> tuple[str, str]:
    row = _newest(record.get("hovedbranche"))
    since = str((row.get("periode") or {}).get("gyldigFra") or "")
    code = str(row.get("branchekode") or UNKNOWN_INDUSTRY).zfill(6)
    return code, "DB25" if since >= LAST_DAY_OF_DB07 or code == UNKNOWN_INDUSTRY else "DB07"


def _social_economy(record: Record) -> date | None:
    """The day from which the register marks it as a registered social-economy firm."""
    for mark in record.get("attributter") or ():
        if mark.get("type") == SOCIAL_ECONOMY:
            row = _newest(mark.get("vaerdier"))
            since = date.fromisoformat(str((row.get("periode") or {}).get("gyldigFra")))
            return None if _ended(row) or since < EARLIEST else since
    return None


def _address(place: Record) -> str:
    if place.get("fritekst"):
        return str(place["fritekst"])
    number = f"{place.get('husnummerFra') or ''}{place.get('bogstavFra') or ''}"
    return f"{place.get('vejnavn') or ''} {number}".strip()
