"""Short ways to write cases and read answers in the tests."""

import json
from datetime import date

from core.reading import read
from scheduler.followups.cases import Case, FollowupProblem
from scheduler.followups.due_days import Due, follow_ups

Json = dict[str, object]


def day(text: str) -> date:
    return date.fromisoformat(text)


def referral(on: str) -> Json:
    return {"kind": "referral", "date": on}


def plan(on: str) -> Json:
    return {"kind": "plan", "date": on}


def placement(scheme: str, first: str, last: str | None = None) -> Json:
    event: Json = {"kind": "placement", "scheme": scheme, "from": first}
    return event if last is None else event | {"to": last}


def cti(start: str, months: int) -> Json:
    return {"kind": "cti", "start": start, "months": months}


def held(rule: str, on: str, of: str | None = None) -> Json:
    event: Json = {"kind": "held", "rule": rule, "date": on}
    return event if of is None else event | {"of": of}


def ended(on: str) -> Json:
    return {"kind": "ended", "date": on}


def a_case(*events: Json, group: str = "dagpenge", authorities: int = 1, name: str = "c1") -> Json:
    return {"id": name, "target_group": group, "authorities": authorities, "events": list(events)}


def text(*cases: Json, first: str = "2026-12-01", last: str = "2027-12-31", closed: tuple[str, ...] = ()) -> bytes:
    file = {"format": "tovholder-followups/1", "from": first, "to": last, "closed": closed, "cases": cases}
    return json.dumps(file).encode()


def problem(
    *cases: Json, first: str = "2026-12-01", last: str = "2027-12-31", closed: tuple[str, ...] = ()
) -> FollowupProblem:
    return read(FollowupProblem, text(*cases, first=first, last=last, closed=closed))


def read_case(case: Json) -> Case:
    return problem(case).cases[0]


def rows(rule: str, *cases: Json, first: str = "2026-12-01", last: str = "2027-12-31") -> list[Due]:
    """The rows of one rule in order of time, the overdue first."""
    answer = follow_ups(problem(*cases, first=first, last=last))
    return [row for row in (*answer.overdue, *answer.due) if row.rule == rule]


def dues(rule: str, *cases: Json, first: str = "2026-12-01", last: str = "2027-12-31") -> list[tuple[int, str]]:
    """Number and due day of each row of one rule."""
    return [(row.number, str(row.due)) for row in rows(rule, *cases, first=first, last=last)]
