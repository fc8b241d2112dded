"""The forms of companies as they are sent: text as it was typed, and the drafts it means."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from companies.register.drafts import MENTOR, CompanyDraft, ContactDraft, MonthDraft, Offers, UnitDraft
from companies.tables import Company, EmployeeCount, Sector, Unit
from core.errors import BadInputError, Fault
from core.sheets import Cell, Day, Decimal, Whole
from web.fields import LARGEST_ID, LONGEST_TEXT, PLAIN

Typed = Annotated[str, Field(max_length=LONGEST_TEXT, pattern=PLAIN)]
Value = TypeVar("Value")


class Form(BaseModel):
    """A form: fields that it does not have are refused."""

    model_config = ConfigDict(extra="forbid")


class CompanyForm(Form):
    """What is filled in about a company."""

    cvr: Typed = ""
    name: Typed = ""
    sector: Sector = Sector.PRIVATE
    industry: Typed = ""
    industry_version: Typed = "DB25"
    form: Typed = ""
    social_economy_since: Typed = ""
    social_economy_criteria: list[Typed] = Field(default=[], max_length=20)

    def company(self) -> CompanyDraft:
        """The draft. Raises BadInputError."""
        reading = Reading()
        since = reading.value(Day().read, "social_economy_since", self.social_economy_since)
        reading.check()
        return CompanyDraft(
            cvr=_joined(self.cvr),
            name=self.name,
            sector=self.sector,
            industry=_joined(self.industry),
            industry_version=self.industry_version,
            form=self.form.strip() or None,
            social_economy_since=since,
            social_economy_criteria=tuple(self.social_economy_criteria),
        )


class UnitForm(Form):
    """What is filled in about a unit."""

    p_number: Typed = ""
    unit_name: Typed = ""
    address: Typed = ""
    postcode: Typed = ""
    town: Typed = ""
    lat: Typed = ""
    lon: Typed = ""

    def unit(self, offers: Offers | None = None) -> UnitDraft:
        """The draft. Raises BadInputError."""
        reading = Reading()
        degrees = Decimal(-180, 180).read
        lat, lon = (reading.value(degrees, name, text) for name, text in (("lat", self.lat), ("lon", self.lon)))
        reading.check()
        return UnitDraft(
            p_number=_joined(self.p_number),
            name=self.unit_name,
            address=self.address,
            postcode=_joined(self.postcode) or None,
            town=self.town,
            lat=lat,
            lon=lon,
            offers=offers or Offers(),
        )


class NewCompany(CompanyForm, UnitForm):
    """A company and its first unit. `seen` are the look-alikes shown before, `new` that it is none of them."""

    key: str = Field(min_length=16, max_length=64)
    seen: list[Annotated[int, Field(ge=1, le=LARGEST_ID)]] = Field(default=[], max_length=20)
    new: bool = False


class ChangedCompany(CompanyForm):
    """A company as it is to be, and its consultant."""

    consultant: Annotated[str, Field(pattern="^[0-9]{0,9}$")] = ""


class NewUnit(UnitForm):
    """One more unit."""

    key: str = Field(min_length=16, max_length=64)


class OffersForm(Form):
    """What a place offers; languages are parted by commas."""

    mentor_capacity: Typed = ""
    accommodates: list[Typed] = Field(default=[], max_length=40)
    languages: Typed = ""
    day_parts: list[Typed] = Field(default=[], max_length=10)

    def offers(self) -> Offers:
        """The draft. Raises BadInputError."""
        reading = Reading()
        mentors = reading.value(Whole().read, "mentor_capacity", self.mentor_capacity)
        reading.check()
        return Offers(
            mentor_capacity=mentors or 0,
            accommodates=tuple(self.accommodates),
            languages=tuple(part.strip().lower() for part in self.languages.split(",") if part.strip()),
            day_parts=tuple(self.day_parts),
        )


class ContactForm(Form):
    """A contact person; `unit` is empty for the whole company."""

    contact_name: Typed = ""
    title: Typed = ""
    phone: Typed = ""
    email: Typed = ""
    unit: Annotated[str, Field(pattern="^[0-9]{0,9}$")] = ""
    weekends: bool = False

    def contact(self) -> ContactDraft:
        """The draft."""
        return ContactDraft(
            name=self.contact_name.strip(),
            unit_id=int(self.unit) if self.unit else None,
            title=self.title.strip() or None,
            phone=self.phone.strip() or None,
            email=self.email.strip() or None,
            weekends=self.weekends,
        )


class NewContact(ContactForm):
    """One more contact person."""

    key: str = Field(min_length=16, max_length=64)


Column = Annotated[list[Typed], Field(max_length=24)]


class MonthsForm(Form):
    """Employees of some months; each list has one text per month, and a month without any figure is left out."""

    month: list[date] = Field(max_length=24)
    ordinary_fte: Column
    ordinary_heads: Column
    subsidised: Column
    under_18: Column

    def rows(self) -> list[tuple[date, str, str, str, str]]:
        """What was typed, month by month."""
        return list(
            zip(self.month, self.ordinary_fte, self.ordinary_heads, self.subsidised, self.under_18, strict=False)
        )

    def months(self) -> list[MonthDraft]:
        """The drafts. Raises BadInputError."""
        reading = Reading()
        drafts = [_month(reading, *row) for row in self.rows() if any(text.strip() for text in row[1:])]
        reading.check()
        return drafts


class Reading:
    """Reads what was typed into fields and gathers what cannot be read."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def value(
        self, read: Callable[[Cell], Value], place: str, text: str, about: str = "", *, needed: bool = False
    ) -> Value | None:
        """The value of a field; None where it is empty or cannot be read."""
        if not text.strip() and not needed:
            return None
        try:
            return read(text.strip())
        except ValueError as error:
            self.faults.append(Fault(place, about + str(error)))
            return None

    def check(self) -> None:
        """Raises BadInputError with everything that could not be read."""
        if self.faults:
            raise BadInputError(self.faults)


def fields_of(faults: Sequence[Fault]) -> dict[str, str]:
    """The ids of the fields that have faults: every field has the id of its name."""
    return {name: name for fault in faults if (name := fault.place.split("[")[0].split(".")[0])}


def offers_of(unit: Unit) -> Offers:
    """What the unit offers, as a draft; the mentor follows from the capacity."""
    return Offers(
        mentor_capacity=unit.mentor_capacity,
        accommodates=tuple(one for one in unit.accommodates if one != MENTOR),
        languages=tuple(unit.languages),
        day_parts=tuple(unit.day_parts),
    )


def typed_company(company: Company) -> ChangedCompany:
    """The form filled in with what is registered."""
    since = company.social_economy_since
    return ChangedCompany(
        cvr=company.cvr,
        name=company.name,
        sector=company.sector,
        industry=company.industry,
        industry_version=company.industry_version,
        form=company.form or "",
        social_economy_since=since.isoformat() if since else "",
        social_economy_criteria=company.social_economy_criteria,
        consultant=str(company.consultant_id or ""),
    )


def typed_unit(unit: Unit) -> UnitForm:
    """The form filled in with what is registered."""
    return UnitForm(
        p_number=unit.p_number,
        unit_name=unit.name,
        address=unit.address,
        postcode=unit.postcode or "",
        town=unit.town,
        lat=f"{unit.lat:.5f}".replace(".", ","),
        lon=f"{unit.lon:.5f}".replace(".", ","),
    )


def typed_months(months: list[date], known: dict[date, EmployeeCount]) -> MonthsForm:
    """The form filled in with what is known of these months."""
    rows = [known.get(month) for month in months]
    return MonthsForm(
        month=months,
        ordinary_fte=[f"{row.ordinary_fte:g}".replace(".", ",") if row else "" for row in rows],
        ordinary_heads=[str(row.ordinary_heads) if row else "" for row in rows],
        subsidised=[str(row.subsidised) if row else "" for row in rows],
        under_18=[str(row.under_18) if row else "" for row in rows],
    )


def _month(reading: Reading, month: date, fte: str, heads: str, subsidised: str, under_18: str) -> MonthDraft:
    where, about = f"{month:%Y-%m}", f"{month:%m-%Y}: "
    number, whole = Decimal(most=10**9).read, Whole(most=10**9).read
    return MonthDraft(
        month=month,
        ordinary_fte=reading.value(number, f"ordinary_fte-{where}", fte, about, needed=True) or 0.0,
        ordinary_heads=reading.value(whole, f"ordinary_heads-{where}", heads, about, needed=True) or 0,
        subsidised=reading.value(whole, f"subsidised-{where}", subsidised, about) or 0,
        under_18=reading.value(whole, f"under_18-{where}", under_18, about) or 0,
    )


def _joined(text: str) -> str:
    return "".join(text.split())
