"""What a citizen brings along (experiences, modules of Danish), and where they must not be sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from accounts.tables import User
from citizens.access import may_change, may_decide
from citizens.profile.drafts import DISCO
from citizens.profile.gate import note, opened
from citizens.profile.tables import Experience, ExperienceKind, LanguageModule
from citizens.tables import Exclusion
from citizens.texts import checked
from citizens.texts import faults as text_faults
from core.clock import local_day
from core.days import FIRST_DAY
from core.errors import BadInputError, Fault, NotFoundError
from core.writing import plain

PROGRAMMES, MODULES = range(1, 4), range(1, 7)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExperienceDraft:
    """An earlier job, education or voluntary work. occupation: a DISCO-08 code, where one fits."""

    kind: ExperienceKind
    title: str
    occupation: str | None = None
    place: str | None = None
    from_year: int | None = None
    to_year: int | None = None


def add_experience(session: Session, now: datetime, user: User, citizen_id: int, draft: ExperienceDraft) -> Experience:
    """Write down an experience. Raises NotFoundError, ForbiddenError, BadInputError."""
    if wrong := list(_experience_faults(draft, local_day(now).year)):
        raise BadInputError(wrong)
    citizen = opened(session, now, user, citizen_id, may_change)
    row = Experience(
        citizen_id=citizen_id,
        kind=draft.kind,
        title=draft.title.strip(),
        occupation=draft.occupation,
        place=(draft.place or "").strip() or None,
        from_year=draft.from_year,
        to_year=draft.to_year,
    )
    session.add(row)
    session.flush()
    note(session, now, user, citizen, "experience", None, plain(draft))
    return row


def drop_experience(session: Session, now: datetime, user: User, experience_id: int) -> int:
    """Strike an experience. Returns the citizen's id. Raises NotFoundError, ForbiddenError."""
    row = session.get(Experience, experience_id)
    if row is None:
        raise NotFoundError("Erfaringen findes ikke.", experience=experience_id)
    citizen = opened(session, now, user, row.citizen_id, may_change)
    session.delete(row)
    note(session, now, user, citizen, "experience", row.title, None)
    return citizen.id


def set_module(
    session: Session,
    now: datetime,
    user: User,
    citizen_id: int,
    module: tuple[int, int],
    begun_on: date | None,
    passed_on: date | None,
) -> LanguageModule:
    """Write down that the citizen follows or has passed a module of Danish; module: programme and number.

    Raises NotFoundError, ForbiddenError, BadInputError.
    """
    if wrong := list(_module_faults(module, begun_on, passed_on, local_day(now))):
        raise BadInputError(wrong)
    citizen = opened(session, now, user, citizen_id, may_change)
    row = session.get(LanguageModule, (citizen_id, *module))
    if row is None:
        row = LanguageModule(citizen_id=citizen_id, programme=module[0], module=module[1])
        session.add(row)
    before, after = _days(row), [plain(begun_on), plain(passed_on)]
    row.begun_on, row.passed_on = begun_on, passed_on
    session.flush()
    note(session, now, user, citizen, "module", [*module, *before], [*module, *after])
    return row


def drop_module(session: Session, now: datetime, user: User, citizen_id: int, module: tuple[int, int]) -> None:
    """Strike a module. Raises NotFoundError, ForbiddenError."""
    citizen = opened(session, now, user, citizen_id, may_change)
    row = session.get(LanguageModule, (citizen_id, *module))
    if row is None:
        raise NotFoundError("Modulet findes ikke.", citizen=citizen_id)
    session.delete(row)
    note(session, now, user, citizen, "module", [*module, *_days(row)], None)


def exclude(session: Session, now: datetime, user: User, citizen_id: int, unit_id: int, reason: str) -> Exclusion:
    """The citizen is not sent to this unit any more. Only the caseworker decides it, and only they read why.

    The unit exists: the caller has seen it. Raises NotFoundError, ForbiddenError, BadInputError.
    """
    reason = checked("reason", reason)
    citizen = opened(session, now, user, citizen_id, may_decide)
    row = session.get(Exclusion, (citizen_id, unit_id))
    if row is None:
        row = Exclusion(citizen_id=citizen_id, unit_id=unit_id)
        session.add(row)
    row.reason = reason
    session.flush()
    note(session, now, user, citizen, "excluded", None, unit_id)
    return row


def admit(session: Session, now: datetime, user: User, citizen_id: int, unit_id: int) -> None:
    """The citizen may be sent to this unit again. Raises NotFoundError, ForbiddenError."""
    citizen = opened(session, now, user, citizen_id, may_decide)
    row = session.get(Exclusion, (citizen_id, unit_id))
    if row is None:
        raise NotFoundError("Stedet er ikke udelukket.", citizen=citizen_id, unit=unit_id)
    session.delete(row)
    note(session, now, user, citizen, "excluded", unit_id, None)


def _experience_faults(draft: ExperienceDraft, this_year: int) -> Iterator[Fault]:
    yield from text_faults("title", draft.title, 100)
    if draft.place and len(draft.place) > 100:
        yield Fault("place", "er for lang; højst 100 tegn")
    if draft.occupation is not None and not DISCO.fullmatch(draft.occupation):
        yield Fault("occupation", "er ikke en DISCO-08-kode på seks cifre; vælg et fag fra listen")
    for name, year in (("from_year", draft.from_year), ("to_year", draft.to_year)):
        if year is not None and not FIRST_DAY.year <= year <= this_year:
            yield Fault(name, f"skal være et årstal fra {FIRST_DAY.year} til {this_year}")
    if draft.from_year and draft.to_year and draft.to_year < draft.from_year:
        yield Fault("to_year", "er før det første år; ret det ene")


def _module_faults(
    module: tuple[int, int], begun_on: date | None, passed_on: date | None, today: date
) -> Iterator[Fault]:
    if module[0] not in PROGRAMMES:
        yield Fault("programme", "skal være danskuddannelse 1, 2 eller 3")
    if module[1] not in MODULES:
        yield Fault("module", "skal være modul 1 til 6")
    if passed_on is not None and passed_on > today:
        yield Fault("passed_on", "ligger i fremtiden; lad feltet stå tomt, til modulet er bestået")
    if begun_on is not None and passed_on is not None and passed_on < begun_on:
        yield Fault("passed_on", "er før modulet begyndte; ret den ene")


def _days(row: LanguageModule) -> list[object]:
    return [plain(row.begun_on), plain(row.passed_on)]
