"""A plan under check: each planned meeting beside what the problem says of it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.errors import Breach
from scheduler.engine.problem import Meeting, Person, Problem, Room, Site
from scheduler.engine.result import Answer, PlannedMeeting


@dataclass(frozen=True, slots=True)
class Item:
    """A planned meeting, what the problem says of it, and its place in the answer."""

    place: str
    meeting: Meeting
    plan: PlannedMeeting

    @property
    def pinned(self) -> bool:
        """Stands as given (M8): nobody chose its time, so the rules on choosing one do not hold for it."""
        return self.meeting.pinned is not None

    def breach(self, code: str, message: str) -> Breach:
        """A breach at this meeting."""
        return Breach(code, self.place, f"{self.meeting.id} {message}")


@dataclass(frozen=True, slots=True)
class Case:
    """A problem, its answer, and the planned meetings that the problem knows, each once, by id."""

    problem: Problem
    answer: Answer
    items: Mapping[str, Item]
    people: Mapping[str, Person]
    sites: Mapping[str, Site]
    rooms: Mapping[str, Room]

    def by_person(self) -> Iterator[tuple[str, list[Item]]]:
        """Each person who attends anything, with his or her meetings by time."""
        found: dict[str, list[Item]] = defaultdict(list)
        for item in self.by_time():
            for who in set(item.plan.attendees):
                found[who].append(item)
        yield from sorted(found.items())

    def by_room(self) -> Iterator[tuple[str, list[Item]]]:
        """Each room in use, with the meetings in it by time."""
        found: dict[str, list[Item]] = defaultdict(list)
        for item in self.by_time():
            if item.plan.room is not None:
                found[item.plan.room].append(item)
        yield from sorted(found.items())

    def by_time(self) -> list[Item]:
        """The planned meetings by start."""
        return sorted(self.items.values(), key=lambda item: item.plan.start)


def case_of(problem: Problem, answer: Answer) -> Case:
    """The two beside each other. What the answer names and the problem does not is left to `listed_once`."""
    return Case(
        problem=problem,
        answer=answer,
        items=_items(problem, answer),
        people={person.id: person for person in problem.people},
        sites={site.id: site for site in problem.sites},
        rooms={room.id: room for room in problem.rooms},
    )


def _items(problem: Problem, answer: Answer) -> dict[str, Item]:
    meetings = {meeting.id: meeting for meeting in problem.meetings}
    items: dict[str, Item] = {}
    for number, plan in enumerate(answer.meetings):
        if plan.id in meetings:
            items.setdefault(plan.id, Item(f"meetings[{number}]", meetings[plan.id], plan))
    return items
