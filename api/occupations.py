"""Occupations by free text: what somebody calls a job, as DISCO-08 codes."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from accounts.tables import Role, User
from api.deps import allowed
from api.documentation import example
from companies import occupations
from companies.service import STAFF
from web.fields import LONGEST_TEXT, PLAIN

router = APIRouter(prefix="/occupations", tags=["openings"])
Reader = Annotated[User, Depends(allowed(*STAFF, Role.EMPLOYER, Role.CITIZEN))]
MOST = 20

FOUND = {"items": [{"code": "941210", "title": "Køkkenmedhjælper", "likeness": 100.0}]}


class Hit(BaseModel):
    """An occupation like what was asked for."""

    code: str = Field(description="DISCO-08, six digits")
    title: str
    likeness: float = Field(description="From 72 to 100, where it is called just that")


class Hits(BaseModel):
    """The occupations most like it, best first."""

    items: list[Hit]


@router.get("", responses=example(200, FOUND))
def search(
    _user: Reader,
    q: Annotated[str, Query(max_length=LONGEST_TEXT, pattern=PLAIN, examples=["opvasker"])],
    limit: Annotated[int, Query(ge=1, le=MOST)] = 8,
) -> Hits:
    """The occupations most like `q`: everyday names count as titles do, spelling mistakes do not matter much."""
    found = occupations.search(q, limit)
    return Hits(items=[Hit(code=code, title=title, likeness=round(score, 1)) for code, title, score in found])
