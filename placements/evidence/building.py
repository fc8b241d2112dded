"""Counts -> the decision they lead to, under the rules of their day. Pure, so that an old one can be made again."""

from collections.abc import Iterator
from datetime import date

from companies import quotas
from companies.additional import SCHEME, Additional, additional
from companies.quotas import Stay
from law.quota import quota
from law.schemes import version_in_force
from law.values import REGISTRY, value
from placements.evidence import wording
from placements.evidence.records import Counts, Finding, Found, LawFigure, Load, Record
from placements.states import Step

KEYS = tuple(key for key in REGISTRY if key.startswith(("quota.", "additional_employment.")) or "fills_quota" in key)
"""The figures of the law that a decision may rest on."""
NEEDS_STATEMENT = frozenset({"virksomhedspraktik", "loentilskud"})
"""Schemes whose start the employees' representative is asked about."""
ASKED: dict[str, tuple[str, ...]] = {
    Step.YES: ("quota", "additional"),
    Step.AGREE: ("quota", "additional"),
    Step.START: ("quota", "additional", "statement"),
    Step.EXTEND: ("quota",),
}
"""What must hold at each step: at the employer's yes, where an agreement moves the place, at the start, and on the days
that an extension adds.
"""


def build(counts: Counts) -> Record:
    """The decision that the counts lead to. What is not asked at the step is shown, and decides nothing."""
    found = _found(counts)
    findings = tuple(one for one in _findings(counts, found) if one.rule in ASKED[counts.step])
    wrong = next((one for one in findings if not (one.holds or one.overruled)), None)
    return Record(
        counts=counts,
        law=law_figures(found.rules),
        found=found,
        findings=findings,
        allowed=wrong is None,
        rule=None if wrong is None else wrong.rule,
        words=(wrong or findings[0]).words,
    )


def law_figures(rules: date) -> tuple[LawFigure, ...]:
    """The figures of the law that a decision may rest on, in force on the day `rules`."""
    return tuple(_figure(key, rules) for key in KEYS)


def _found(counts: Counts) -> Found:
    cap = quotas.cap(counts.months, counts.day, None if counts.override is None else counts.override.places)
    heads = quotas.mean_heads(cap.months)
    filling = [stay for stay in (*counts.stays, counts.place) if quotas.fills_quota(stay.scheme, counts.day)]
    loads = tuple(_load(filling, day, counts.day) for day in quotas.days_looked_at(filling, counts.place))
    return Found(
        rules=cap.rules,
        months=tuple(month.month for month in cap.months),
        employees=cap.employees,
        employees_heads=heads,
        by_rule=quota(cap.employees, counts.day),
        by_heads=None if heads is None else quota(heads, counts.day),
        places=cap.places,
        fills=quotas.fills_quota(counts.place.scheme, counts.day),
        stays_fill=tuple(quotas.fills_quota(stay.scheme, counts.day) for stay in counts.stays),
        days=loads,
        fullest=max(loads, key=lambda load: load.heads),
        full_on=quotas.full_day(cap, counts.stays, counts.place),
        additional=_additional(counts),
    )


def _load(filling: list[Stay], day: date, rules: date) -> Load:
    there = [stay for stay in filling if stay.covers(day)]
    return Load(day=day, heads=len(there), full_time=round(sum(quotas.full_time(stay, rules) for stay in there), 4))


def _additional(counts: Counts) -> Additional | None:
    return additional(counts.units, counts.day) if counts.place.scheme == SCHEME else None


def _findings(counts: Counts, found: Found) -> Iterator[Finding]:
    """The cap is never overruled for one place: a caseworker decides on another figure for the unit."""
    yield Finding(rule="quota", holds=found.full_on is None, overruled=False, words=wording.of_cap(found))
    if found.additional is not None:
        holds = counts.exempt or found.additional.holds is True
        words = wording.of_additional(found.additional, exempt=counts.exempt)
        yield _finding(counts, "additional", holds, words, may_overrule=True)
    if counts.place.scheme in NEEDS_STATEMENT:
        said = counts.statement
        words = wording.of_statement(said)
        yield _finding(counts, "statement", said is not None and said.agrees, words, may_overrule=said is not None)


def _finding(counts: Counts, rule: str, holds: bool, words: str, *, may_overrule: bool) -> Finding:
    by = next((one for one in counts.overruled if one.rule == rule), None)
    if holds or by is None or not may_overrule:
        return Finding(rule=rule, holds=holds, overruled=False, words=words)
    return Finding(rule=rule, holds=False, overruled=True, words=f"{words} {wording.of_overruling(by)}")


def _figure(key: str, rules: date) -> LawFigure:
    one = value(key, version_in_force(rules))
    assert isinstance(one.value, int)
    return LawFigure(
        key=key,
        value=one.value,
        danish=one.danish,
        unit=one.unit,
        valid_from=one.valid_from,
        source=one.source,
        note=one.note,
        checked=one.checked,
        assumed=one.assumed,
    )
