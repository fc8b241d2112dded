"""Decisions about a place that somebody asks for."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from companies.queries import lock_unit
from companies.quotas import Stay
from companies.tables import Unit
from placements.evidence.counting import Asked
from placements.evidence.deciding import decide
from placements.evidence.tables import QuotaDecision
from placements.states import Step
from tests.rows import NOW, START

LAST = date(2027, 3, 7)
PLACE = Stay(scheme="virksomhedspraktik", start=START, end=LAST, hours=14)


def asked(*others: Stay, **values: Any) -> Asked:
    return replace(Asked(place=PLACE, others=others, target_group="aktivitetsparat"), **values)


def decided(session: Session, unit: Unit, what: Asked, **values: Any) -> QuotaDecision:
    usual = {"now": NOW, "user_id": None, "step": Step.YES}
    return decide(session, unit=lock_unit(session, unit.id), asked=what, **usual | values)
