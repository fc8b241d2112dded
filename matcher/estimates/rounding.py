"""What a firm is told of a count of people: nothing exact, nothing about few, nothing that can be worn away by asking.

Why it is so: docs/openings.md.
"""

import hashlib
from collections.abc import Iterable

FEWEST = 5
"""Below this the answer is only that there are few."""
STEP = 10


def about(people: Iterable[str]) -> int | None:
    """The number of people in whole tens, at least ten; None for fewer than five.

    Between two tens the way up or down is drawn by lot, and the lot is drawn from who they are. However a question is
    put, the same people give the same answer; and two sets that differ by one person draw two lots that have nothing to
    do with each other, so that a changed answer does not tell that the one person made the difference.
    """
    known = sorted(people)
    if len(known) < FEWEST:
        return None
    return max(STEP, STEP * ((len(known) + _lot(known)) // STEP))


def _lot(known: list[str]) -> int:
    """From 0 to STEP - 1, each as likely as the next."""
    return int.from_bytes(hashlib.sha256("\n".join(known).encode()).digest()) % STEP
