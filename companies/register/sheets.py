"""The sheets of companies and of their employees, and how their rows are imported."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from sqlalchemy.orm import Session

from accounts.tables import User
from accounts.uploads import Import
from companies.register import contacts, employees, queries, service
from companies.register.access import check_may_register
from companies.register.drafts import (
    ACCOMMODATES,
    DAY_PARTS,
    CompanyDraft,
    ContactDraft,
    MonthDraft,
    Offers,
    UnitDraft,
    company_faults,
    contact_faults,
    month_faults,
    unit_faults,
)
from companies.register.numbers import VERSIONS, cvr_fault, p_number_fault
from companies.tables import Company, Sector
from core.errors import Fault
from core.sheets import Choice, Column, Day, Decimal, Digits, Many, Month, Row, RowFault, Text, Whole, YesNo
from core.sheets.sheet import places

SECTORS = {"private": "privat", "public": "offentlig"}
WORDS = dict(zip(ACCOMMODATES, ("pauser", "ro", "skærmning", "uden tunge løft", "uden trin", "uden aftenvagter"),
                 strict=True))  # fmt: skip
PARTS = dict(zip(DAY_PARTS, ("dag", "aften", "nat", "weekend"), strict=True))
FIELDS = {"unit_name": "unit", "contact_name": "contact", "ordinary_fte": "fte", "ordinary_heads": "heads"}
"""Where a fault's place is not the field of the row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyRow:
    """One production unit with its company; a company of several units stands in several rows."""

    cvr: Annotated[str, Column("CVR-nummer", Digits(8, cvr_fault), "99000015", aliases=("CVR", "CVRnr"))]
    name: Annotated[str, Column("Virksomhed", Text(), "Havnekøkkenet ApS", aliases=("Virksomhedsnavn", "Firma"))]
    sector: Annotated[str, Column("Sektor", Choice(SECTORS), "privat")] = "private"
    form: Annotated[str | None, Column("Virksomhedsform", Text(40), "ApS")] = None
    industry: Annotated[str, Column("Branchekode", Digits(6), "561110", "Hovedbranchen, som den står i CVR")]
    industry_version: Annotated[
        str, Column("Branchekodens version", Choice({one: one for one in VERSIONS}), "DB25", "CVR bruger DB25 fra 2025")
    ] = "DB25"
    social_economy_since: Annotated[
        date | None, Column("RSV siden", Day(), "01-03-2024", "Dagen for registrering som socialøkonomisk virksomhed")
    ] = None
    p_number: Annotated[str, Column("P-nummer", Digits(10, p_number_fault), "1999000001", aliases=("Pnr",))]
    unit: Annotated[str, Column("Enhed", Text(), "Havnekøkkenet, Skagen", aliases=("Enhedens navn",))]
    address: Annotated[str, Column("Adresse", Text(), "Havnegade 12")]
    postcode: Annotated[str | None, Column("Postnummer", Digits(4), "9990", aliases=("Postnr",))] = None
    town: Annotated[str, Column("By", Text(60), "Skagen", aliases=("Postdistrikt",))]
    lat: Annotated[
        float | None, Column("Breddegrad", Decimal(54, 58), "57,72", "Kun nødvendig i en by, der ikke er kendt før")
    ] = None
    lon: Annotated[float | None, Column("Længdegrad", Decimal(7, 16), "10,58")] = None
    mentor_capacity: Annotated[int, Column("Mentorpladser", Whole(0, 100), "1")] = 0
    accommodates: Annotated[tuple[str, ...], Column("Hensyn", Many(Choice(WORDS)), "pauser, uden trin")] = ()
    languages: Annotated[
        tuple[str, ...], Column("Sprog", Many(Text(2)), "da, ar", "To bogstaver hver, som i ISO 639-1")
    ] = ()
    day_parts: Annotated[tuple[str, ...], Column("Vagter", Many(Choice(PARTS)), "dag, weekend")] = ()
    contact: Annotated[str | None, Column("Kontaktperson", Text(100), "Kim Prøve")] = None
    phone: Annotated[str | None, Column("Telefon", Text(20), "98 12 34 56")] = None
    email: Annotated[str | None, Column("Mail", Text(200), "kim@example.org", aliases=("E-mail",))] = None
    weekends: Annotated[bool, Column("Svarer i weekenden", YesNo(), "nej")] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployeeRow:
    """Employees of one unit in one month."""

    p_number: Annotated[str, Column("P-nummer", Digits(10, p_number_fault), "1999000001", aliases=("Pnr",))]
    month: Annotated[date, Column("Måned", Month(), "10-2026")]
    fte: Annotated[
        float,
        Column("Årsværk", Decimal(0, 100_000), "12,5", "Ordinært ansatte omregnet til fuld tid; uden støttede og unge"),
    ]
    heads: Annotated[int, Column("Ansatte", Whole(0, 100_000), "15", "Ordinært ansatte uden støttede og unge")]
    subsidised: Annotated[int, Column("Støttede", Whole(0, 100_000), "1", "Ansatte med offentlig støtte")] = 0
    under_18: Annotated[int, Column("Under 18", Whole(0, 100_000), "2", aliases=("Under 18 år",))] = 0


def company_of(row: CompanyRow) -> CompanyDraft:
    """The company that a row says."""
    return CompanyDraft(
        cvr=row.cvr,
        name=row.name,
        sector=Sector(row.sector),
        industry=row.industry,
        industry_version=row.industry_version,
        form=row.form,
        social_economy_since=row.social_economy_since,
    )


def unit_of(row: CompanyRow) -> UnitDraft:
    """The unit that a row says."""
    offers = Offers(
        mentor_capacity=row.mentor_capacity,
        accommodates=row.accommodates,
        languages=row.languages,
        day_parts=row.day_parts,
    )
    return UnitDraft(
        p_number=row.p_number,
        name=row.unit,
        address=row.address,
        postcode=row.postcode,
        town=row.town,
        lat=row.lat,
        lon=row.lon,
        offers=offers,
    )


def _contact_of(row: CompanyRow, unit_id: int | None) -> ContactDraft | None:
    if row.contact is None:
        return None
    return ContactDraft(name=row.contact, unit_id=unit_id, phone=row.phone, email=row.email, weekends=row.weekends)


def _month_of(row: EmployeeRow) -> MonthDraft:
    return MonthDraft(
        month=row.month,
        ordinary_fte=row.fte,
        ordinary_heads=row.heads,
        subsidised=row.subsidised,
        under_18=row.under_18,
    )


def _check_companies(session: Session, today: date, rows: Sequence[Row[CompanyRow]]) -> Iterator[RowFault]:
    known = queries.known_p_numbers(session, [row.value.p_number for row in rows])
    middles = queries.places_of_towns(session)
    named: dict[str, Row[CompanyRow]] = {}
    for row in rows:
        value = row.value
        contact = _contact_of(value, None)
        found = [*company_faults(company_of(value), today), *unit_faults(unit_of(value))]
        found += [*service.position(middles, unit_of(value))[2], *(contact_faults(contact) if contact else ())]
        if value.p_number in known:
            found.append(Fault("p_number", f"er registreret: {known[value.p_number].name}; ret den på siden i stedet"))
        first = named.setdefault(value.cvr, row)
        if company_of(first.value) != company_of(value):
            found.append(Fault("cvr", f"har andre oplysninger om virksomheden end række {first.number}; gør dem ens"))
        yield from _row_faults(CompanyRow, row.number, found)


def _check_employees(session: Session, today: date, rows: Sequence[Row[EmployeeRow]]) -> Iterator[RowFault]:
    known = queries.known_p_numbers(session, {row.value.p_number for row in rows})
    for row in rows:
        found = [
            Fault(fault.place.partition("-")[0], fault.message) for fault in month_faults([_month_of(row.value)], today)
        ]
        if row.value.p_number not in known:
            found.append(Fault("p_number", "er ikke registreret; registrér enheden først"))
        yield from _row_faults(EmployeeRow, row.number, found)


def _row_faults(kind: type, number: int, found: Sequence[Fault]) -> Iterator[RowFault]:
    headings = {place.name: place.column.heading for place in places(kind)}
    for fault in found:
        name = fault.place.partition("[")[0]
        yield RowFault(row=number, column=headings[FIELDS.get(name, name)], message=fault.message)


def _take_companies(
    session: Session, user: User, now: datetime, _today: date, rows: Sequence[CompanyRow]
) -> Mapping[str, int]:
    check_may_register(user)
    known: dict[str, Company] = queries.known_cvr(session, {row.cvr for row in rows})
    middles = queries.places_of_towns(session)
    before = len(known)
    for row in rows:
        company = known.get(row.cvr)
        if company is None:
            company = known[row.cvr] = service.create(session, user, now, company_of(row), "sheet")
        lat, lon, _ = service.position(middles, unit_of(row))
        unit = service.create_unit(session, user, now, company, unit_of(row), (lat, lon))
        if contact := _contact_of(row, unit.id):
            session.expire(company, ["units"])
            contacts.add(session, user, now, company.id, contact)
    return {"companies": len(known) - before, "units": len(rows)}


def _take_employees(
    session: Session, user: User, now: datetime, today: date, rows: Sequence[EmployeeRow]
) -> Mapping[str, int]:
    check_may_register(user)
    known = queries.known_p_numbers(session, {row.p_number for row in rows})
    by_unit: defaultdict[int, list[MonthDraft]] = defaultdict(list)
    for row in rows:
        by_unit[known[row.p_number].id].append(_month_of(row))
    for unit_id, months in sorted(by_unit.items()):
        employees.record(session, user, now, unit_id, months, today=today, source=employees.Source.SHEET)
    return {"months": len(rows), "units": len(by_unit)}


COMPANIES = Import(kind="companies", row=CompanyRow, key=("p_number",), check=_check_companies, take=_take_companies)
EMPLOYEES = Import(
    kind="employees", row=EmployeeRow, key=("p_number", "month"), check=_check_employees, take=_take_employees
)
