"""What the API is given and shows of companies, and the drafts it means."""

from datetime import date

from pydantic import Field

from api.fields import Given, Id, Instant, Shown, Text
from api.names import CompanyName
from companies.register.drafts import CompanyDraft, ContactDraft, MonthDraft, Offers, UnitDraft
from companies.register.tables import Contact
from companies.tables import Company, EmployeeCount, Sector, Unit


class CompanyGiven(Given):
    """A company as it is to be registered."""

    cvr: Text
    name: Text
    sector: Sector = Sector.PRIVATE
    industry: Text = Field(description="Main industry, six digits")
    industry_version: Text = Field(default="DB25", description="DB25 or DB07")
    form: Text | None = None
    social_economy_since: date | None = None
    social_economy_criteria: list[Text] = Field(default=[], max_length=20)

    def company(self) -> CompanyDraft:
        """The draft."""
        return CompanyDraft(
            cvr=self.cvr,
            name=self.name,
            sector=self.sector,
            industry=self.industry,
            industry_version=self.industry_version,
            form=self.form,
            social_economy_since=self.social_economy_since,
            social_economy_criteria=tuple(self.social_economy_criteria),
        )


class ChangedCompany(CompanyGiven):
    """A company as it is to be, and its consultant."""

    consultant: Id | None = None


class OffersGiven(Given):
    """What a unit can offer; a mentor follows from the capacity."""

    mentor_capacity: int = 0
    accommodates: list[Text] = Field(default=[], max_length=40)
    languages: list[Text] = Field(default=[], max_length=40, description="ISO 639-1")
    day_parts: list[Text] = Field(default=[], max_length=10, description="day, evening, night, weekend")

    def offers(self) -> Offers:
        """The draft."""
        return Offers(
            mentor_capacity=self.mentor_capacity,
            accommodates=tuple(self.accommodates),
            languages=tuple(self.languages),
            day_parts=tuple(self.day_parts),
        )


class UnitGiven(Given):
    """A unit as it is to be registered; without degrees it lies in the middle of its town."""

    p_number: Text
    name: Text
    address: Text
    postcode: Text | None = None
    town: Text
    lat: float | None = None
    lon: float | None = None
    offers: OffersGiven = OffersGiven()

    def unit(self) -> UnitDraft:
        """The draft."""
        return UnitDraft(
            p_number=self.p_number,
            name=self.name,
            address=self.address,
            postcode=self.postcode,
            town=self.town,
            lat=self.lat,
            lon=self.lon,
            offers=self.offers.offers(),
        )


class NewCompany(CompanyGiven):
    """A company and its first unit. `none_of`: the look-alikes that somebody has seen, and that it is none of."""

    unit: UnitGiven
    none_of: list[Id] = Field(default=[], max_length=50)


class MonthGiven(Given):
    """Employees in one month, named by its first day; the ordinary ones are without the other two."""

    month: date
    ordinary_fte: float
    ordinary_heads: int
    subsidised: int = 0
    under_18: int = 0

    def draft(self) -> MonthDraft:
        """The draft."""
        return MonthDraft(**self.model_dump())


class MonthsGiven(Given):
    """Some months; those that are not named stay as they are."""

    months: list[MonthGiven] = Field(min_length=1, max_length=60)


class ContactGiven(Given):
    """A contact person, of the whole company where no unit is named."""

    name: Text
    unit: Id | None = None
    title: Text | None = None
    phone: Text | None = None
    email: Text | None = None
    weekends: bool = False

    def contact(self) -> ContactDraft:
        """The draft."""
        return ContactDraft(
            name=self.name,
            unit_id=self.unit,
            title=self.title,
            phone=self.phone,
            email=self.email,
            weekends=self.weekends,
        )


class MergeWanted(Given):
    """The company that turned out to be this one, and how that is known."""

    gone: Id
    reason: Text


class MonthShown(MonthGiven):
    """Employees in one month, with who told."""

    source: str
    recorded_at: Instant | None


class UnitShown(Shown):
    """A unit with what it offers and its months."""

    id: int
    p_number: str
    name: str
    address: str
    postcode: str | None
    town: str
    lat: float
    lon: float
    offers: OffersGiven
    months: list[MonthShown]


class ContactShown(ContactGiven):
    """A contact person."""

    id: int


class CompanyShown(CompanyGiven):
    """A company with everything registered of it."""

    id: int
    source: str
    registered_at: Instant | None
    consultant: int | None
    units: list[UnitShown]
    contacts: list[ContactShown]


class AlikeShown(Shown):
    """A company that may be the same: likeness from 0 to 100."""

    company: CompanyName
    score: float
    same_house: bool | None


def shown(company: Company, contacts: list[ContactShown], counts: dict[int, dict[date, EmployeeCount]]) -> CompanyShown:
    """The company as the API shows it."""
    units = [unit_shown(unit, counts.get(unit.id, {})) for unit in sorted(company.units, key=lambda one: one.id)]
    return CompanyShown(
        id=company.id,
        cvr=company.cvr,
        name=company.name,
        sector=company.sector,
        industry=company.industry,
        industry_version=company.industry_version,
        form=company.form,
        social_economy_since=company.social_economy_since,
        social_economy_criteria=company.social_economy_criteria,
        source=company.source,
        registered_at=company.registered_at,
        consultant=company.consultant_id,
        units=units,
        contacts=contacts,
    )


def unit_shown(unit: Unit, counts: dict[date, EmployeeCount]) -> UnitShown:
    """The unit as the API shows it."""
    offers = OffersGiven(
        mentor_capacity=unit.mentor_capacity,
        accommodates=unit.accommodates,
        languages=unit.languages,
        day_parts=unit.day_parts,
    )
    return UnitShown(
        id=unit.id,
        p_number=unit.p_number,
        name=unit.name,
        address=unit.address,
        postcode=unit.postcode,
        town=unit.town,
        lat=unit.lat,
        lon=unit.lon,
        offers=offers,
        months=[month_shown(row) for _, row in sorted(counts.items())],
    )


def month_shown(row: EmployeeCount) -> MonthShown:
    """The month as the API shows it."""
    return MonthShown(
        month=row.month,
        ordinary_fte=row.ordinary_fte,
        ordinary_heads=row.ordinary_heads,
        subsidised=row.subsidised,
        under_18=row.under_18,
        source=row.source,
        recorded_at=row.recorded_at,
    )


def contact_shown(row: Contact) -> ContactShown:
    """The contact person as the API shows them."""
    return ContactShown(
        id=row.id,
        name=row.name,
        unit=row.unit_id,
        title=row.title,
        phone=row.phone,
        email=row.email,
        weekends=row.weekends,
    )
