"""People and things as much as tells which they are."""

from api.fields import Shown


class CitizenName(Shown):
    """A citizen by name: for those who carry the case."""

    id: int
    name: str


class CompanyName(Shown):
    """A company."""

    id: int
    cvr: str
    name: str


class UnitName(Shown):
    """A production unit."""

    id: int
    p_number: str
    name: str
    town: str


class OpeningName(Shown):
    """An opening and its unit."""

    id: int
    title: str
    unit: UnitName
