"""Which room each meeting of a site's day gets, when the exact model only counted rooms."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scheduler.engine.plan import Plan
from scheduler.engine.space import Held

MOST_TRIALS = 5000
"""Beyond this the site's day is left to the exact model with its rooms told apart."""


@dataclass(slots=True)
class Seating:
    """A search for rooms, meeting by meeting in order of start; `trials` counts down."""

    meetings: Sequence[Held]
    rooms: Sequence[Sequence[int]]
    given: list[int]
    trials: int = MOST_TRIALS

    def complete(self) -> bool:
        """Give every meeting that has none a room; False where that cannot be (or was not found in time)."""
        at = len(self.given)
        if at == len(self.meetings):
            return True
        for room in self.rooms[at]:
            self.trials -= 1
            if self.trials < 0:
                return False
            if self._free(room, self.meetings[at].minute):
                self.given.append(room)
                if self.complete():
                    return True
                self.given.pop()
        return False

    def _free(self, room: int, minute: int) -> bool:
        return all(other != room or held.end <= minute for held, other in zip(self.meetings, self.given, strict=False))


def seat(plan: Plan, meetings: Sequence[Held]) -> tuple[Held, ...] | None:
    """The meetings of one site's day, each with a room that is large enough, free beside the plan and not shared."""
    ordered = sorted(meetings, key=lambda held: (held.minute, -len(held.people), held.task))
    search = Seating(ordered, [_rooms(plan, held) for held in ordered], [])
    if not search.complete():
        return None
    return tuple(replace(held, room=room) for held, room in zip(ordered, search.given, strict=True))


def _rooms(plan: Plan, held: Held) -> list[int]:
    """Rooms that do, the smallest first: larger ones are kept for those who need them."""
    space = plan.space
    rooms = space.rooms_at(held.site, len(held.people))
    when = space.day_number[held.day], (held.minute - space.grid.first) // space.grid.slot
    free = [room for room in rooms if plan.vacant(room, held.end - held.minute)[when]]
    return sorted(free, key=lambda room: (space.problem.rooms[room].capacity, room))
