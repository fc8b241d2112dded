"""What can be wrong in `tovholder-followups/1` beyond its types: every fault, with its place and how to mend it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from core.days import unknown_day
from core.errors import Fault
from law.followups import ANCHORS, PLACEMENT_RULES
from law.schemes import GROUPS, KNOWN_SCHEMES

if TYPE_CHECKING:
    from scheduler.followups.cases import Case, Cti, Event, FollowupProblem, Held, Placement

LONGEST_CTI = 120

COURSES = {"placement": "et forløb", "cti": "et CTI-forløb", "referral": "en henvisning", "plan": "en plan"}


def in_frame(problem: FollowupProblem) -> Iterator[Fault]:
    """The days that follow-ups are wanted for."""
    yield from unknown_day("from", problem.from_)
    yield from unknown_day("to", problem.to)
    if problem.to < problem.from_:
        yield Fault("to", "skal ligge på eller efter from")


def in_cases(cases: Sequence[Case]) -> Iterator[Fault]:
    """Ids, target groups, authorities and events."""
    seen: dict[str, int] = {}
    for number, case in enumerate(cases):
        place = f"cases[{number}]"
        if not case.id:
            yield Fault(f"{place}.id", "er tom; skriv et id")
        if seen.setdefault(case.id, number) != number:
            yield Fault(f"{place}.id", f"»{case.id}« er brugt før (cases[{seen[case.id]}]); hver sag skal have sit id")
        if case.target_group not in GROUPS:
            yield Fault(f"{place}.target_group", f"skal være en af {', '.join(sorted(GROUPS))}")
        if case.authorities < 0:
            yield Fault(f"{place}.authorities", "skal være 0 eller mere")
        yield from _in_events(place, case.events)


def _in_events(place: str, events: Sequence[Event]) -> Iterator[Fault]:
    starts = set(_starts(events))
    for number, event in enumerate(events):
        where = f"{place}.events[{number}]"
        match event.kind:
            case "placement":
                yield from _in_placement(where, event)
            case "cti":
                yield from _in_cti(where, event)
            case "held":
                yield from _in_held(where, event, starts)
            case _:
                yield from unknown_day(f"{where}.date", event.date)


def _in_placement(where: str, placement: Placement) -> Iterator[Fault]:
    yield from unknown_day(f"{where}.from", placement.from_)
    if placement.scheme not in KNOWN_SCHEMES:
        yield Fault(f"{where}.scheme", f"skal være en af {', '.join(KNOWN_SCHEMES)}")
    if placement.to is not None:
        yield from unknown_day(f"{where}.to", placement.to)
        if placement.to < placement.from_:
            yield Fault(f"{where}.to", "skal ligge på eller efter from; udelad feltet, hvis slutdagen ikke er aftalt")


def _in_cti(where: str, cti: Cti) -> Iterator[Fault]:
    yield from unknown_day(f"{where}.start", cti.start)
    if not 1 <= cti.months <= LONGEST_CTI:
        yield Fault(f"{where}.months", f"skal være fra 1 til {LONGEST_CTI}")


def _in_held(where: str, held: Held, starts: Collection[tuple[str, date]]) -> Iterator[Fault]:
    yield from unknown_day(f"{where}.date", held.date)
    anchor = ANCHORS[held.rule]
    if held.of is None:
        if anchor in ("placement", "cti"):
            yield Fault(f"{where}.of", f"feltet mangler; skriv den dag, {COURSES[anchor]} begynder")
    elif (held.rule if anchor == "placement" else anchor, held.of) not in starts:
        yield Fault(f"{where}.of", f"sagen har ikke {COURSES[anchor]} fra {held.of} med opfølgningen »{held.rule}«")


def _starts(events: Sequence[Event]) -> Iterator[tuple[str, date]]:
    """What series of the case are named by: the rule of a placement, else the kind of the event, and its day."""
    for event in events:
        match event.kind:
            case "placement":
                yield PLACEMENT_RULES.get(event.scheme, ""), event.from_
            case "cti":
                yield event.kind, event.start
            case "referral" | "plan":
                yield event.kind, event.date
