"""Who of a problem could come to one of its openings, by the rules that matching itself keeps."""

import numpy as np

from matcher.engine.arrays.instance import instance
from matcher.engine.arrays.pairs import lawful_candidates
from matcher.engine.problem import Problem


def fitting(problem: Problem) -> list[str]:
    """The citizens whom the rules of a pair (H4-H9, H13, H14) allow at some opening, in the problem's order.

    Capacity is left aside: seats, quota, mentors and staff say who can be sent, not who could come.
    """
    nobody_left_out = np.zeros(len(problem.citizens), dtype=bool)
    found = {int(one) for block in lawful_candidates(instance(problem), nobody_left_out) for one in block.citizen}
    return [problem.citizens[one].id for one in sorted(found)]
