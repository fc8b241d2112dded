"""A citizen's page for those who carry the case: what a match uses, what it lacks, and how it came to be so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from accounts.queries import users_by_id
from accounts.tables import User
from citizens import access
from citizens.profile import drafts, queries, status, timetable
from citizens.profile.background import MODULES, PROGRAMMES
from citizens.profile.completeness import Completeness, completeness
from citizens.profile.tables import Experience, ExperienceKind, LanguageModule, StatusChange
from citizens.profile.timetable import Slot
from citizens.queries import consents_in_force, shared_with
from citizens.service import look
from citizens.tables import Citizen, Exclusion
from companies.queries import units_by_id
from companies.tables import Unit
from law.schemes import SCHEMES
from placements.queries import placements_of_citizen, proposals_of_citizen
from web.citizens import wishes
from web.citizens.queries import units_like, working_hours
from web.citizens.visitors import Worker
from web.citizens.wishes import Job
from web.fields import PLAIN, PathId
from web.visits import Visit

router = APIRouter()
LANGUAGES = ("ar", "da", "en", "fa", "pl", "so", "ti", "tr", "uk", "ro", "ur", "vi")
"""Languages that interpreters are usually asked for, ISO 639."""
COMMITMENTS = ("language_school", "treatment", "contact_person", "child_care")
Words = Annotated[str, Query(max_length=100, pattern=PLAIN)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Everything that the page shows of a citizen."""

    citizen: Citizen
    complete: Completeness
    wishes: Sequence[Job]
    week: Sequence[Slot]
    clashes: Sequence[tuple[Slot, Slot]]
    experiences: Sequence[Experience]
    modules: Sequence[LanguageModule]
    exclusions: Sequence[tuple[Exclusion, Unit]]
    moves: Sequence[StatusChange]
    people: Mapping[int, User]


@router.get("/borgere/{citizen_id:int}")
def one_citizen(visit: Worker, citizen_id: PathId, fag: Words = "", sted: Words = "") -> HTMLResponse:
    """The citizen's page; `fag` looks for an occupation to wish for, `sted` for a place to exclude."""
    return page(visit, citizen_id, job_words=fag, unit_words=sted)


def page(visit: Visit, citizen_id: int, **shown: object) -> HTMLResponse:
    """The citizen's page. `shown` is what a form brings back: `part` that it stands in, `typed`, and its faults."""
    citizen = look(visit.session, visit.now, visit.person.id, citizen_id, "profil")
    profile = _profile(visit, citizen)
    usual: dict[str, object] = {"typed": {}, "part": "", "job_words": "", "unit_words": ""}
    given = usual | shown
    return visit.page(
        "citizens/profile.html",
        path=f"/borgere/{citizen_id}",
        one=profile,
        may_change=access.may_change(visit.person, citizen),
        may_decide=access.may_decide(visit.person, citizen),
        shared=sorted(shared_with(visit.session, citizen_id, visit.today)),
        consents=consents_in_force(visit.session, [citizen_id], visit.today)[citizen_id],
        placements=placements_of_citizen(visit.session, citizen_id),
        proposals=proposals_of_citizen(visit.session, citizen_id),
        jobs_found=wishes.found(str(given["job_words"]), [one.code for one in profile.wishes]),
        units_found=units_like(visit.session, str(given["unit_words"])),
        today=visit.today,
        choices=choices(citizen),
        **given,
    )


def choices(citizen: Citizen) -> dict[str, Sequence[object]]:
    """What the fields of the forms offer."""
    return {
        "status": status.BY_HAND[citizen.status],
        "languages": drafts.LANGUAGES,
        "interpreters": LANGUAGES,
        "transport": drafts.TRANSPORT,
        "needs": drafts.NEEDS,
        "skills": (*drafts.SKILLS, *(one for one in citizen.skills if one not in drafts.SKILLS)),
        "schemes": SCHEMES,
        "commitments": COMMITMENTS,
        "kinds": tuple(ExperienceKind),
        "programmes": PROGRAMMES,
        "modules": MODULES,
        "weekdays": range(1, 8),
    }


def _profile(visit: Visit, citizen: Citizen) -> Profile:
    session = visit.session
    slots = [*queries.slots(session, citizen.id), *working_hours(session, citizen.id, visit.today)]
    moves = queries.moves(session, citizen.id)
    excluded = queries.exclusions(session, citizen.id)
    units = units_by_id(session, [one.unit_id for one in excluded])
    carriers = (citizen.consultant_id, citizen.caseworker_id, citizen.coordinator_id, citizen.support_worker_id)
    people = {one for one in (*carriers, *(move.user_id for move in moves)) if one is not None}
    return Profile(
        citizen=citizen,
        complete=completeness(queries.known(session, [citizen], visit.today)[citizen.id]),
        wishes=[wishes.job(code) for code in queries.wishes(session, citizen.id)],
        week=timetable.week(slots),
        clashes=timetable.clashes(slots),
        experiences=queries.experiences(session, citizen.id),
        modules=queries.modules(session, citizen.id),
        exclusions=[(one, units[one.unit_id]) for one in excluded],
        moves=moves,
        people=users_by_id(session, people),
    )
