"""What of a proposal is given and shown: to an employer the place and what it asks, to the case who it is and why."""

from datetime import date
from typing import Any, Literal

from pydantic import Field

from api.fields import Given, Instant, Shown, Text
from api.names import CitizenName, OpeningName
from placements.states import Answer, Step
from placements.tables import ProposalState

FOR_EMPLOYER = {
    "id": 17,
    "state": "citizen_yes",
    "steps": ["yes", "no"],
    "answer_by": "2026-12-01",
    "opening": {
        "id": 40,
        "title": "Køkkenmedhjælper",
        "unit": {"id": 12, "p_number": "1003000000", "name": "Havnekøkkenet", "town": "Skagen"},
    },
    "scheme": "virksomhedspraktik",
    "start": "2026-12-07",
    "end": "2027-03-08",
    "hours": 14.0,
    "language": "A2",
    "skills": ["food_hygiene"],
    "regard": ["no_heavy_lifting"],
    "name": "Amina",
    "created_at": "2026-11-23T10:00:00+01:00",
    "changed_at": "2026-11-24T09:30:00+01:00",
}
FOR_CASE = FOR_EMPLOYER | {
    "steps": ["withdraw"],
    "citizen": {"id": 7, "name": "Amina Yusuf"},
    "name_shared": True,
    "reason": None,
    "follows_id": None,
    "score": 0.83,
    "value": 0.82,
    "because": [{"criterion": "occupation", "points": 0.4, "of": 0.4}],
}
CHANGE = {
    "at": "2026-11-24T09:30:00+01:00",
    "side": "citizen",
    "step": "yes",
    "was": "proposed",
    "became": "citizen_yes",
    "user": 3,
    "code": None,
    "why": "",
    "told": "phone",
}
FINDING = {
    "rule": "longest_stay",
    "message": "Forslaget er ikke længere muligt. Kontakt virksomhedskonsulenten.",
    "detail": "Forløbet kan senest slutte 07.03.2027.",
    "soft": True,
    "overruled": False,
}


class ProposalShown(Shown):
    """A proposal as an employer sees it: the place, what it asks, what regard to show, and a name by consent."""

    id: int
    state: ProposalState
    steps: list[Step] = Field(description="What the caller can do now")
    answer_by: date | None = Field(description="The last day on which the answer that is awaited counts")
    opening: OpeningName
    scheme: str
    start: date
    end: date = Field(description="The first day after")
    hours: float = Field(description="Weekly")
    language: str = Field(description="What the place asks for, and the citizen has")
    skills: list[str] = Field(description="The same of skills")
    regard: list[str] = Field(description="What regard to show the citizen at work; empty after the employer's no")
    name: str | None = Field(
        description="What an employer may call the citizen: the first name by consent, until both agree"
    )
    created_at: Instant
    changed_at: Instant


class CaseProposalShown(ProposalShown):
    """A proposal as the citizen and the citizen's staff see it."""

    citizen: CitizenName
    name_shared: bool
    reason: str | None
    follows_id: int | None = Field(description="The proposal whose placement this is the next step of")
    score: float
    value: float
    because: list[dict[str, Any]] = Field(description="The score's breakdown: criterion, points, of")


class ChangeShown(Shown):
    """A step of a proposal's life."""

    at: Instant
    side: str
    step: str
    was: ProposalState | None
    became: ProposalState
    user: int | None = Field(validation_alias="user_id", description="Null where time or a run did it")
    code: str | None
    why: str
    told: str | None = Field(description="How the citizen told the consultant who passed it on")


class FindingShown(Shown):
    """Something that stands in the way."""

    rule: str
    message: str
    detail: str = Field(description="What only the municipality is told")
    soft: bool = Field(description="Whether the citizen's caseworker may let it pass")
    overruled: bool


class AnswerGiven(Given):
    """A side's answer; a no says why: one of the codes, and words where it is `other`."""

    answer: Answer
    code: Text = "other"
    reason: Text | None = None
    share_name: bool = Field(default=False, description="With the citizen's yes: the employer may know the first name")
    told: Literal["talk", "phone", "mail", "letter"] = Field(
        default="talk", description="How the citizen said it, where staff passes it on"
    )


class ReasonGiven(Given):
    """Why: one of the codes, and words where it is `other`."""

    code: Text = "other"
    reason: Text = ""


class SharingGiven(Given):
    """Whether the employer may know the citizen's first name."""

    shared: bool


class OverrulingGiven(Given):
    """A finding that the caseworker lets pass, and why."""

    rule: Text
    reason: Text
