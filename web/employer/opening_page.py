"""What the pages of an opening show beside the form: choices, occupations like what was typed, how many would fit."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from citizens.profile.drafts import SKILLS
from companies import occupations
from companies.drafts import FARTHEST_START, LABELS, LANGUAGES, OFFERS, PROSPECTS
from companies.quotas import Use
from companies.schemes import can_offer
from companies.service import unit_seen_by
from companies.tables import Company
from core.errors import BadInputError, Fault, TooOftenError
from law.schemes import SCHEMES
from matcher.estimates import service as estimates
from matcher.estimates.service import Estimate
from placements.room import use_on
from web.employer.opening_form import Typed
from web.visits import Visit
from web.words import Words

MOST_HITS = 5
WEEKDAYS = range(1, 8)
FIELDS = {
    "title": "title",
    "occupation": "hits",
    "schemes": "schemes",
    "label": "label",
    "seats": "seats",
    "least": "least",
    "start": "start_earliest",
    "weeks": "weeks",
    "hours": "hours_min",
    "days": "days",
    "language": "language",
    "skills": "skills",
    "offers": "offers",
    "description": "description",
}
"""The ids of the form's fields, by the places of what can be wrong with them."""
Hits = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What the unit's quota leaves today, and roughly how many citizens fit; `too_often`: it was asked too often.

    faults: what must be mended before anybody can say how many fit.
    """

    use: Use
    estimate: Estimate | None = None
    too_often: str = ""
    faults: Sequence[Fault] = ()


def parts(form: Typed, companies: Collection[Company], today: date) -> dict[str, object]:
    """The form with the choices that it has. companies: those that may offer it."""
    chosen = form.occupation_found()
    return {
        "form": form,
        "hits": _with_chosen(found(form.title), chosen),
        "title": form.title,
        "chosen": chosen,
        "schemes": _schemes(form, companies, today + FARTHEST_START),
        "labels": LABELS,
        "languages_asked": LANGUAGES,
        "skills": tuple(dict.fromkeys((*SKILLS, *form.skills))),
        "offers": OFFERS,
        "prospects": tuple(PROSPECTS),
        "weekdays": WEEKDAYS,
        "named": named,
    }


def _schemes(form: Typed, companies: Collection[Company], farthest: date) -> list[str]:
    """Those that one of the companies can offer by the farthest start, the least step first; then others chosen."""
    offered = (one for one in SCHEMES[::-1] if any(can_offer(company, one, farthest) for company in companies))
    return list(dict.fromkeys((*offered, *(one for one in SCHEMES if one in form.schemes))))


def named(said: Words, group: str, codes: Iterable[object]) -> list[tuple[str, str]]:
    """Codes with their names, as a choice has them."""
    return [(str(code), said.code(group, str(code))) for code in codes]


def found(title: str) -> Hits:
    """The occupations most like a title, code and name, best first."""
    return [(code, name) for code, name, _ in occupations.search(title, MOST_HITS)]


def outlook(visit: Visit, form: Typed, unit_id: int) -> Outlook:
    """The quota and the estimate of what stands in the form. Raises NotFoundError, ForbiddenError."""
    unit = unit_seen_by(visit.session, visit.person, unit_id)
    use = use_on(visit.session, unit, visit.today)
    try:
        draft = form.draft(unit_id, visit.today)
        asked = estimates.estimate(visit.session, visit.person, visit.now, visit.today, draft)
    except BadInputError as error:
        return Outlook(use=use, faults=error.faults)
    except TooOftenError as error:
        return Outlook(use=use, too_often=error.message)
    return Outlook(use=use, estimate=asked)


def _with_chosen(hits: Hits, chosen: str) -> Hits:
    if not chosen or any(code == chosen for code, _ in hits):
        return hits
    return [(chosen, occupations.title(chosen)), *hits]
