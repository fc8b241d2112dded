"""An answer's explanation in lines of text, for one citizen or over all, in Danish or English."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from matcher.engine.problem import Problem
from matcher.engine.result import Placement, Result
from matcher.engine.why.facts import Loss, RunnerUp, Stuck, Why
from matcher.wording import would_take
from matcher.words import Language, Words

HUNDRED = 100
DECIMALS = 3
SCARCEST = 10
INDENT = "  "


class WhyWords:
    """One answer, explained in one language's words."""

    def __init__(self, problem: Problem, result: Result, facts: Why, language: Language = "da") -> None:
        self._words, self._facts = Words(language), facts
        self._placed = {one.citizen: one for one in result.placements}
        self._stuck = {one.citizen: one for one in facts.stuck}
        self._fixed = {one.citizen for one in problem.fixed}

    def of(self, citizen: str) -> list[str]:
        """What there is to say about one citizen."""
        if citizen in self._placed:
            return list(self._of_placement(self._placed[citizen]))
        if citizen in self._stuck:
            return list(self._of_stuck(self._stuck[citizen]))
        return [self._words("why.nobody", citizen=citizen)]

    def of_all(self) -> list[str]:
        """The whole at a glance: what each rule takes from those without a place, and what is most wanted."""
        words, stuck = self._words, self._stuck.values()
        taken = Counter[str]()
        for one in stuck:
            taken.update(one.blocked)
        scarce = Counter(loss.on for one in stuck for loss in one.lost)
        lines = [words("why.total", placed=str(len(self._placed)), stuck=str(len(stuck)))]
        if taken:
            lines += [
                words("why.taken_by_rule"),
                *self._indented(self._blocked(rule, number / len(stuck)) for rule, number in _first(taken)),
            ]
        if scarce:
            lines += [words("why.scarce"), *self._indented(self._scarce(*one) for one in _first(scarce)[:SCARCEST])]
        return lines

    def _of_placement(self, one: Placement) -> Iterator[str]:
        words = self._words
        yield words(
            "why.placed",
            citizen=one.citizen,
            opening=one.opening,
            scheme=words(f"scheme.{one.scheme}"),
            start=words.day(one.start),
            hours=words.hours(one.hours),
            points=self._points(one.score),
        )
        yield from self._indented(self._terms(one))
        if one.citizen in self._fixed:
            yield INDENT + words("why.fixed")
            return
        others = self._facts.runners_up.get(one.citizen, ())
        yield words("why.runners_up" if others else "why.no_runners_up")
        yield from self._indented(self._runner(other, one.value) for other in others)

    def _terms(self, one: Placement) -> Iterator[str]:
        for reason in sorted(one.because, key=lambda reason: -reason.of):
            name = self._words(f"criterion.{reason.criterion}")
            points, of = self._points(reason.points), self._points(reason.of)
            yield self._words("why.term", criterion=name, points=points, of=of)
        if not one.because:
            yield self._words("why.given")

    def _runner(self, other: RunnerUp, own: float) -> str:
        values = {"value": self._number(other.value), "own": self._number(own)}
        text = self._words("why.runner", opening=other.opening, points=self._points(other.score), **values)
        return f"{text} – {self._rules(other.lacks) if other.lacks else self._words('why.free')}"

    def _of_stuck(self, one: Stuck) -> Iterator[str]:
        words = self._words
        yield words("why.unplaced", citizen=one.citizen)
        parts = {
            "blocked": [self._blocked(rule, number) for rule, number in _first(Counter(one.blocked))],
            "nearest": [
                words("why.takes", opening=near.opening, what=would_take(near.changes, words)) for near in one.nearest
            ],
            "lost": [self._loss(loss) for loss in one.lost],
        }
        for heading, lines in parts.items():
            if lines:
                yield words(f"why.{heading}")
                yield from self._indented(lines)

    def _blocked(self, rule: str, number: float) -> str:
        key = f"why.blocked_by.{'one' if number == 1 else 'other'}"
        return self._words(key, number=self._words.number(round(number, 1)), rule=self._words(f"rule.{rule}"))

    def _scarce(self, capacity: str, number: int) -> str:
        kind, _, owner = capacity.partition(":")
        return self._words("why.scarce_one", capacity=self._words(f"why.capacity.{kind}", id=owner), number=str(number))

    def _loss(self, loss: Loss) -> str:
        words, told = self._words, {"opening": loss.opening, "rule": self._rules([loss.on])}
        value = self._number(loss.value)
        if not loss.holders:
            return words("why.loss_before", value=value, **told)
        who = [words("why.holder", citizen=one.citizen, value=self._number(one.value)) for one in loss.holders]
        if loss.held > len(who):
            who.append(words("why.more", number=str(loss.held - len(who))))
        return words("why.loss", value=value, who=words.joined(who), **told)

    def _rules(self, names: Sequence[str]) -> str:
        rules = dict.fromkeys(name.partition(":")[0] for name in names)
        return self._words.joined([self._words(f"rule.{rule}") for rule in rules])

    def _points(self, share: float) -> str:
        return self._words.number(round(HUNDRED * share, 1))

    def _number(self, value: float) -> str:
        return self._words.number(round(value, DECIMALS))

    @staticmethod
    def _indented(lines: Iterable[str]) -> Iterator[str]:
        return (INDENT + line for line in lines)


def _first(counted: Counter[str]) -> list[tuple[str, int]]:
    """The most first, of equals in the order of their names."""
    return sorted(counted.items(), key=lambda one: (-one[1], one[0]))
