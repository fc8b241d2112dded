"""A small meeting problem, a plan that holds, ways to spoil either, and what the checker says of it."""

import json
from collections.abc import Callable
from typing import Any

from core.reading import read
from scheduler.engine.check import check
from scheduler.engine.problem import Problem
from scheduler.engine.result import Answer

Json = dict[str, Any]
Change = Callable[[Json], None]


def a_problem() -> Json:
    """Two weeks, two sites; m2 follows m1, m3 is pinned late, m4 is left out."""
    return {
        "format": "tovholder-meetings/1",
        "horizon": {"from": "2026-12-07", "to": "2026-12-18"},
        "day": {"from": "08:00", "to": "16:00"},
        "closed": ["2026-12-11"],
        "people": [
            {"id": "p1", "works": [{"weekday": day, "from": "08:00", "to": "15:00"} for day in (1, 2, 3, 5, 6)]},
            {"id": "p2", "busy": [{"from": "2026-12-07T12:00", "to": "2026-12-07T13:00"}], "max_per_day": 2},
            {"id": "i1"},
            {"id": "i2"},
            {"id": "p9"},
        ],
        "sites": [{"id": "hall"}, {"id": "home", "needs_room": False}],
        "travel_minutes": [{"from": "hall", "to": "home", "minutes": 30}],
        "rooms": [
            {"id": "r1", "site": "hall", "capacity": 3},
            {"id": "r2", "site": "hall", "capacity": 9},
            {
                "id": "r3",
                "site": "hall",
                "capacity": 9,
                "busy": [{"from": "2026-12-07T08:00", "to": "2026-12-07T09:00"}],
            },
        ],
        "meetings": [
            {
                "id": "m1",
                "minutes": 60,
                "required": ["p1", {"any_of": ["i1", "i2"]}],
                "optional": ["p9"],
                "earliest": "2026-12-07",
                "due": "2026-12-07",
                "latest": "2026-12-16",
                "sites": ["hall", "home"],
                "previous": {"start": "2026-12-07T09:00"},
            },
            {
                "id": "m2",
                "minutes": 30,
                "weight": 2,
                "required": ["p2"],
                "earliest": "2026-12-07",
                "due": "2026-12-08",
                "latest": "2026-12-18",
                "sites": ["hall", "home"],
                "after": [{"meeting": "m1", "min_days": 1, "max_days": 3}],
            },
            {
                "id": "m3",
                "minutes": 60,
                "required": ["p2"],
                "earliest": "2026-12-07",
                "latest": "2026-12-08",
                "sites": ["hall"],
                "pinned": {"start": "2026-12-12T07:05", "site": "hall", "room": "r2", "attendees": ["p2"]},
            },
            {
                "id": "m4",
                "minutes": 15,
                "required": ["p2"],
                "earliest": "2026-12-07",
                "latest": "2026-12-18",
                "sites": ["home", "hall"],
            },
        ],
    }


def an_answer() -> Json:
    """Cost: m1 without p9 (5), m2 a day late at weight 2 (20), m4 left out (1000)."""
    return {
        "format": "tovholder-meetings-answer/1",
        "status": "feasible",
        "cost": 1025,
        "bound": 25,
        "seconds": 0.1,
        "meetings": [
            planned("m1", "2026-12-07T09:00", "2026-12-07T10:00", "hall", "r1", "p1", "i1"),
            planned("m2", "2026-12-09T08:00", "2026-12-09T08:30", "home", None, "p2"),
            planned("m3", "2026-12-12T07:05", "2026-12-12T08:05", "hall", "r2", "p2"),
        ],
        "unplanned": [{"id": "m4", "because": "ingen ledig tid"}],
    }


def planned(name: str, start: str, end: str, site: str, room: str | None, *attendees: str) -> Json:
    return {"id": name, "start": start, "end": end, "site": site, "room": room, "attendees": list(attendees)}


def breaches(problem: Json, answer: Json) -> list[tuple[str, str]]:
    """The hard rules and lists that are broken, and where; the figures follow from them and are asked apart."""
    found = check(read(Problem, json.dumps(problem).encode()), read(Answer, json.dumps(answer).encode()))
    return [(breach.code, breach.place) for breach in found if breach.code not in ("cost", "bound")]


def figures(**stated: object) -> list[str]:
    answer = an_answer() | stated
    return [
        str(one)
        for one in check(read(Problem, json.dumps(a_problem()).encode()), read(Answer, json.dumps(answer).encode()))
    ]


def after(*changes: Change) -> list[tuple[str, str]]:
    problem, answer = a_problem(), an_answer()
    for change in changes:
        change({"problem": problem, "answer": answer})
    return breaches(problem, answer)


def moved(number: int, start: str, end: str, **rest: object) -> Change:
    def change(both: Json) -> None:
        both["answer"]["meetings"][number] |= {"start": start, "end": end, **rest}

    return change


def asked(number: int, **rest: object) -> Change:
    def change(both: Json) -> None:
        both["problem"]["meetings"][number] |= rest

    return change


def also_planned(meeting: Json) -> Change:
    """m4 is planned too."""

    def change(both: Json) -> None:
        both["answer"]["meetings"].append(meeting)
        both["answer"]["unplanned"] = []

    return change
