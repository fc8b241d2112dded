"""The best openings for a citizen and the best citizens for an opening."""

import pytest

from benchmarks.instances import problem as generated
from matcher.engine.optimum.prepare import Prepared, prepare
from matcher.engine.optimum.ranking import best_citizens, best_openings
from matcher.engine.scoring.score import Scorer


@pytest.fixture(scope="module")
def ready() -> Prepared:
    problem = generated(120, 60, 1)
    return prepare(problem, Scorer.of(problem))


def test_each_citizens_best_openings_are_the_dearest_lawful_pairs(ready: Prepared) -> None:
    pairs, problem = ready.pairs, ready.setting.instance.problem
    for index in set(pairs.citizen.tolist()):
        gains = sorted(
            (float(gain) for c, gain in zip(pairs.citizen, pairs.gain, strict=True) if c == index), reverse=True
        )

        ranked = best_openings(ready, problem.citizens[index].id, 3)

        assert [one.value for one in ranked] == gains[:3]
        assert {one.citizen for one in ranked} == {problem.citizens[index].id}


def test_each_openings_best_citizens_are_the_dearest_lawful_pairs(ready: Prepared) -> None:
    pairs, problem = ready.pairs, ready.setting.instance.problem
    for index in set(pairs.opening.tolist()):
        gains = sorted(
            (float(gain) for o, gain in zip(pairs.opening, pairs.gain, strict=True) if o == index), reverse=True
        )

        assert [one.value for one in best_citizens(ready, problem.openings[index].id)] == gains[:10]


def test_who_has_no_lawful_pair_gets_an_empty_list_and_a_stranger_an_error(ready: Prepared) -> None:
    problem = ready.setting.instance.problem
    lonely = next(one.id for i, one in enumerate(problem.citizens) if i not in set(ready.pairs.citizen.tolist()))

    assert best_openings(ready, lonely) == ()
    with pytest.raises(KeyError):
        best_openings(ready, "nobody")
