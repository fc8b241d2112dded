"""The example problems with known optima."""

from pathlib import Path

import pytest

from core.reading import read
from matcher.engine.problem import Problem
from matcher.engine.solve import solve

GOLDEN = Path(__file__).parents[2] / "golden"


@pytest.mark.parametrize(
    ("name", "optimum", "placed"), [("match-20", 3.42357, 6), ("match-120", 39.46885, 45), ("match-300", 52.58383, 50)]
)
def test_known_optima_are_reached_and_proven(name: str, optimum: float, placed: int) -> None:
    result = solve(read(Problem, (GOLDEN / f"{name}.json").read_bytes()))

    assert result.status == "optimal"
    assert result.objective == pytest.approx(optimum, abs=1e-5)
    assert result.bound == pytest.approx(optimum, abs=1e-5)
    assert len(result.placements) == placed


def test_an_unscored_problem_is_scored_by_the_project_and_says_why() -> None:
    result = solve(read(Problem, (GOLDEN / "match-60-unscored.json").read_bytes()))

    assert result.placements
    for placement in result.placements:
        assert sum(reason.points for reason in placement.because) == pytest.approx(placement.score, abs=1e-6)
