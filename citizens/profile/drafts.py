"""What is known of a citizen that a match uses, as a draft, and what can be wrong with it. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, time

from citizens.tables import Citizen
from citizens.texts import faults as text_faults
from core.days import unknown_day
from core.errors import Fault
from law.schemes import SCHEMES

LANGUAGES = ("A0", "A1", "A2", "B1", "B2", "C1", "C2")
"""Danish on the CEFR scale, least first."""
TRANSPORT = ("walk", "bike", "bus", "car")
NEEDS = ("mentor", "breaks", "quiet", "shielding", "no_heavy_lifting", "step_free", "no_evening")
SKILLS = ("it_basic", "hygiene_certificate", "cash_register", "care_course", "forklift", "welding_tig", "licence_c",
          "chainsaw", "first_aid")  # fmt: skip
"""Those that the forms offer; a skill that only an opening asks for may be any code."""
CODE = re.compile(r"[a-z0-9_]{2,40}")
LANGUAGE_CODE = re.compile(r"[a-z]{2,3}")
PHONE = re.compile(r"\+?[0-9 ]{8,20}")
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]{2,}")
MOST_CODES = 20
MOST_WISHES = 5
MOST_HOURS = 37.0
"""A full week; nobody is placed for more."""
FARTHEST = 150.0
"""Kilometres."""
DISCO = re.compile(r"[0-9]{6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileDraft:
    """What a match uses, in the names of the columns. Hours are per week, kilometres as the crow flies."""

    hours_min: float
    hours_max: float
    available_from: date
    max_travel_km: float
    transport: tuple[str, ...]
    driving_licence: bool
    language: str
    interpreter_language: str | None
    skills: tuple[str, ...]
    needs: tuple[str, ...]
    schemes: tuple[str, ...] | None
    phone: str | None
    email: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentDraft:
    """A fixed hour in the week; Monday is 1."""

    weekday: int
    from_: time
    to: time
    what: str


def draft_of(citizen: Citizen) -> ProfileDraft:
    """The citizen's profile as it stands."""
    return ProfileDraft(
        hours_min=citizen.hours_min,
        hours_max=citizen.hours_max,
        available_from=citizen.available_from,
        max_travel_km=citizen.max_travel_km,
        transport=tuple(citizen.transport),
        driving_licence=citizen.driving_licence,
        language=citizen.language,
        interpreter_language=citizen.interpreter_language,
        skills=tuple(citizen.skills),
        needs=tuple(citizen.needs),
        schemes=None if citizen.schemes is None else tuple(citizen.schemes),
        phone=citizen.phone,
        email=citizen.email,
    )


def changed(before: ProfileDraft, after: ProfileDraft) -> list[str]:
    """The names of the fields in which the two differ."""
    return [field.name for field in fields(ProfileDraft) if getattr(before, field.name) != getattr(after, field.name)]


def faults(draft: ProfileDraft) -> list[Fault]:
    """Everything wrong with the draft; a place is the name of the field."""
    return [*_hours(draft), *_reach(draft), *_languages(draft), *_codes(draft), *_contact(draft)]


def wish_faults(codes: Sequence[str]) -> list[Fault]:
    """What is wrong with ranked wishes (DISCO-08 codes)."""
    found = [Fault(f"wishes[{i}]", "er ikke en DISCO-08-kode på seks cifre; vælg et fag fra listen")
             for i, code in enumerate(codes) if not DISCO.fullmatch(code)]  # fmt: skip
    if len(set(codes)) < len(codes):
        found.append(Fault("wishes", "har samme fag to gange; behold det ene"))
    if len(codes) > MOST_WISHES:
        found.append(Fault("wishes", f"er flere end {MOST_WISHES}; behold de vigtigste"))
    return found


def commitment_faults(draft: CommitmentDraft) -> list[Fault]:
    """What is wrong with a fixed hour."""
    found = text_faults("what", draft.what, 100)
    if not 1 <= draft.weekday <= 7:
        found.append(Fault("weekday", "vælg en ugedag"))
    if draft.to <= draft.from_:
        found.append(Fault("to", f"er {draft.to:%H:%M}, ikke efter {draft.from_:%H:%M}; ret den ene"))
    return found


def _hours(draft: ProfileDraft) -> Iterator[Fault]:
    for name in ("hours_min", "hours_max"):
        if not 0 <= getattr(draft, name) <= MOST_HOURS:
            yield Fault(name, f"skal være fra 0 til {MOST_HOURS:g} timer om ugen")
    if draft.hours_max < draft.hours_min:
        yield Fault("hours_max", "er mindre end det mindste antal timer; ret den ene")
    yield from unknown_day("available_from", draft.available_from)


def _reach(draft: ProfileDraft) -> Iterator[Fault]:
    if not 0 < draft.max_travel_km <= FARTHEST:
        yield Fault("max_travel_km", f"skal være mere end 0 og højst {FARTHEST:g} kilometer")
    yield from _known("transport", draft.transport, TRANSPORT)
    if "car" in draft.transport and not draft.driving_licence:
        yield Fault("driving_licence", "bil kræver kørekort; sæt kryds ved kørekort, eller fjern bil")


def _languages(draft: ProfileDraft) -> Iterator[Fault]:
    if draft.language not in LANGUAGES:
        yield Fault("language", f"skal være {', '.join(LANGUAGES[:-1])} eller {LANGUAGES[-1]}")
    code = draft.interpreter_language
    if code is not None and not LANGUAGE_CODE.fullmatch(code):
        yield Fault("interpreter_language", "skal være en sprogkode på to eller tre bogstaver, for eksempel ar")


def _codes(draft: ProfileDraft) -> Iterator[Fault]:
    yield from _known("needs", draft.needs, NEEDS)
    yield from _known("schemes", draft.schemes or (), SCHEMES)
    if draft.schemes == ():
        yield Fault("schemes", "vælg mindst én ordning, eller lad alle være åbne")
    for i, code in enumerate(draft.skills):
        if not CODE.fullmatch(code):
            yield Fault(f"skills[{i}]", "skal være en kode af små bogstaver, tal og understreg")
    if len(draft.skills) > MOST_CODES:
        yield Fault("skills", f"er flere end {MOST_CODES}")


def _contact(draft: ProfileDraft) -> Iterator[Fault]:
    if draft.phone is not None and not PHONE.fullmatch(draft.phone):
        yield Fault("phone", "skal være et telefonnummer med mindst otte cifre")
    if draft.email is not None and not EMAIL.fullmatch(draft.email):
        yield Fault("email", "er ikke en e-mailadresse")


def _known(place: str, codes: Sequence[str], known: Sequence[str]) -> Iterator[Fault]:
    for i, code in enumerate(codes):
        if code not in known:
            yield Fault(f"{place}[{i}]", f"skal være en af {', '.join(known)}")
