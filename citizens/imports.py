"""The sheet of citizens: what its rows are, what stands in the way of one, and what is made of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, ClassVar

from sqlalchemy.orm import Session

from accounts.queries import users_by_email
from accounts.tables import Role, User
from accounts.uploads import Import
from citizens import cpr, queries
from citizens.profile.drafts import LANGUAGES, NEEDS, TRANSPORT, ProfileDraft, faults, wish_faults
from citizens.tables import CaseEvent, Citizen, EventKind, Status, Wish
from core import audit
from core.errors import Fault, ForbiddenError
from core.sheets import Choice, Column, Day, Decimal, Digits, Many, Row, RowFault, Text, YesNo
from core.sheets.kinds import Cell, written
from core.sheets.sheet import places
from law.schemes import GROUPS

REGISTRARS = (Role.CASEWORKER, Role.COORDINATOR, Role.MANAGER, Role.ADMIN)
GROUP_WORDS = {code: code.replace("_", " ") for code in sorted(GROUPS)}
MEANS = dict(zip(TRANSPORT, ("til fods", "cykel", "bus", "bil"), strict=True))
REGARD = dict(zip(NEEDS, ("mentor", "pauser", "ro", "skærmning", "uden tunge løft", "uden trin", "uden aftenvagter"),
                  strict=True))  # fmt: skip
CARRIERS = {"consultant": (Role.CONSULTANT,), "caseworker": (Role.CASEWORKER,),
            "coordinator": (Role.COORDINATOR, Role.CASEWORKER)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CprNumber:
    """A CPR number. What cannot be one becomes an empty text and is refused by its row, so that nothing repeats it."""

    words: ClassVar[str] = "CPR-nummer, ti cifre"
    number_format: ClassVar[str] = "@"

    def read(self, cell: Cell) -> str:
        """The number as it is kept, or an empty text."""
        try:
            return cpr.compact(written(cell)) or ""
        except ValueError:
            return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenRow:
    """One citizen with those who carry the case."""

    cpr: Annotated[str, Column("CPR-nummer", CprNumber(), "610190-0000", aliases=("CPR", "CPRnr"))]
    first_name: Annotated[str, Column("Fornavn", Text(60), "Amina", aliases=("Fornavne",))]
    last_name: Annotated[str, Column("Efternavn", Text(60), "Yusuf")]
    target_group: Annotated[str, Column("Målgruppe", Choice(GROUP_WORDS), "aktivitetsparat")]
    referred_on: Annotated[date, Column("Henvist", Day(), "01-11-2026")]
    unemployed_since: Annotated[date, Column("Ledig siden", Day(), "01-03-2025")]
    resident_since: Annotated[date | None, Column("I Danmark siden", Day(), "15-08-2021")] = None
    address: Annotated[str, Column("Adresse", Text(120), "Havnegade 1, 9990 Skagen")]
    town: Annotated[str, Column("By", Text(60), "Skagen")]
    lat: Annotated[
        float | None, Column("Breddegrad", Decimal(54, 58), "57,72", "Kun i en by uden borgere i forvejen")
    ] = None
    lon: Annotated[float | None, Column("Længdegrad", Decimal(7, 16), "10,58")] = None
    phone: Annotated[str | None, Column("Telefon", Text(20), "98 12 34 56")] = None
    email: Annotated[str | None, Column("E-mail", Text(200), "amina@example.org", aliases=("Mail",))] = None
    hours_min: Annotated[float, Column("Mindst timer", Decimal(0, 37), "6")] = 0.0
    hours_max: Annotated[float, Column("Højst timer", Decimal(0, 37), "12,5")]
    available_from: Annotated[date, Column("Kan begynde", Day(), "01-12-2026")]
    max_travel_km: Annotated[float, Column("Længste vej i km", Decimal(0, 150), "15")]
    transport: Annotated[tuple[str, ...], Column("Transport", Many(Choice(MEANS)), "bus, til fods")] = ()
    driving_licence: Annotated[bool, Column("Kørekort", YesNo(), "nej")] = False
    language: Annotated[str, Column("Dansk", Choice({one: one for one in LANGUAGES}), "A2")]
    interpreter_language: Annotated[str | None, Column("Tolkesprog", Text(3), "ar", "Som i ISO 639-1")] = None
    needs: Annotated[tuple[str, ...], Column("Hensyn", Many(Choice(REGARD)), "pauser, ro")] = ()
    wishes: Annotated[
        tuple[str, ...], Column("Ønsker", Many(Digits(6)), "941200, 911210", "DISCO-08, vigtigst først")
    ] = ()
    consultant: Annotated[str, Column("Konsulentens e-mail", Text(200), "konsulent@example.org")]
    caseworker: Annotated[str, Column("Sagsbehandlerens e-mail", Text(200), "sagsbehandler@example.org")]
    coordinator: Annotated[str, Column("Tovholderens e-mail", Text(200), "tovholder@example.org")]


def check_may_import(user: User) -> None:
    """Raises ForbiddenError for whom it is no task to register citizens."""
    if user.role not in REGISTRARS:
        raise ForbiddenError("Borgere indlæses af sagsbehandlere, tovholdere og ledere.", role=user.role.value)


def _check(session: Session, today: date, rows: Sequence[Row[CitizenRow]]) -> Iterator[RowFault]:
    known = queries.known_cpr(session, {row.value.cpr for row in rows})
    towns, users = queries.places_of_towns(session), users_by_email(session, _emails(row.value for row in rows))
    seen: dict[str, int] = {}
    headings = {place.name: place.column.heading for place in places(CitizenRow)}
    for row in rows:
        found = [*_cpr_faults(row, known, seen, today), *_profile_faults(row.value), *_carrier_faults(row.value, users)]
        if _position(row.value, towns) is None:
            found.append(Fault("lat", "skal udfyldes sammen med længdegrad: byen er ikke kendt i forvejen"))
        for fault in found:
            yield RowFault(row=row.number, column=headings[fault.place.partition("[")[0]], message=fault.message)


def _cpr_faults(row: Row[CitizenRow], known: Iterable[str], seen: dict[str, int], today: date) -> Iterator[Fault]:
    number = row.value.cpr
    if not number:
        yield Fault("cpr", "skal være ti cifre")
        return
    birthday = cpr.born(number)
    if birthday is None or birthday > today:
        yield Fault("cpr", "begynder ikke med en fødselsdag, der kan være rigtig")
    if number in known:
        yield Fault("cpr", "tilhører en borger, der er registreret; ret oplysningerne på borgerens side")
    if (first := seen.setdefault(number, row.number)) != row.number:
        yield Fault("cpr", f"står også i række {first}; behold den ene")


def _profile_faults(row: CitizenRow) -> Iterator[Fault]:
    yield from faults(_draft(row))
    yield from wish_faults(row.wishes)


def _carrier_faults(row: CitizenRow, users: Mapping[str, User]) -> Iterator[Fault]:
    for name, roles in CARRIERS.items():
        user = users.get(getattr(row, name).casefold())
        if user is None or user.role not in roles:
            yield Fault(name, "er ikke en medarbejder med den opgave; ret e-mailadressen")


def _take(session: Session, user: User, now: datetime, _today: date, rows: Sequence[CitizenRow]) -> Mapping[str, int]:
    check_may_import(user)
    towns, users = queries.places_of_towns(session), users_by_email(session, _emails(rows))
    for row in rows:
        citizen = _citizen(row, users, _position(row, towns) or (0.0, 0.0))
        session.add(citizen)
        session.flush()
        session.add_all(
            Wish(citizen_id=citizen.id, rank=rank, occupation=code) for rank, code in enumerate(row.wishes, start=1)
        )
        session.add(CaseEvent(citizen_id=citizen.id, kind=EventKind.REFERRAL, on=row.referred_on, recorded_by=user.id))
        audit.record(session, now, user.id, "citizen.imported", f"citizen:{citizen.id}")
    return {"citizens": len(rows)}


def _citizen(row: CitizenRow, users: Mapping[str, User], position: tuple[float, float]) -> Citizen:
    birthday = cpr.born(row.cpr)
    assert birthday is not None
    return Citizen(
        cpr=row.cpr,
        first_name=row.first_name,
        last_name=row.last_name,
        birth_date=birthday,
        gender="M" if int(row.cpr[-1]) % 2 else "F",
        status=Status.NEW,
        target_group=row.target_group,
        unemployed_since=row.unemployed_since,
        resident_since=row.resident_since,
        address=row.address,
        town=row.town,
        lat=position[0],
        lon=position[1],
        hours_min=row.hours_min,
        hours_max=row.hours_max,
        available_from=row.available_from,
        max_travel_km=row.max_travel_km,
        transport=[*row.transport],
        driving_licence=row.driving_licence,
        language=row.language,
        interpreter_language=row.interpreter_language,
        needs=[*row.needs],
        skills=[],
        phone=row.phone,
        email=row.email,
        **{f"{name}_id": users[getattr(row, name).casefold()].id for name in CARRIERS},
    )


def _draft(row: CitizenRow) -> ProfileDraft:
    return ProfileDraft(
        hours_min=row.hours_min,
        hours_max=row.hours_max,
        available_from=row.available_from,
        max_travel_km=row.max_travel_km,
        transport=row.transport,
        driving_licence=row.driving_licence,
        language=row.language,
        interpreter_language=row.interpreter_language,
        skills=(),
        needs=row.needs,
        schemes=None,
        phone=row.phone,
        email=row.email,
    )


def _emails(rows: Iterable[CitizenRow]) -> set[str]:
    return {getattr(row, name).casefold() for row in rows for name in CARRIERS}


def _position(row: CitizenRow, towns: Mapping[str, tuple[float, float]]) -> tuple[float, float] | None:
    """Where the citizen lives: as the row says, else the middle of the town."""
    if row.lat is not None and row.lon is not None:
        return row.lat, row.lon
    return towns.get(row.town.casefold())


CITIZENS = Import(kind="citizens", row=CitizenRow, key=(), check=_check, take=_take)
"""Rows are told apart by `_check`, which repeats nothing of a CPR number."""
