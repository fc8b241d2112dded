"""`docs/law.md`, written from the registry: every legal figure with its source, dates and standing."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from law.catalogue.followups import FOLLOW_UP_VALUES
from law.catalogue.questions import OPEN_QUESTIONS
from law.catalogue.quota import QUOTA_VALUES
from law.catalogue.schemes import SCHEME_VALUES
from law.dated import Figure, Value
from law.followups import ANCHORS, DAYS_A_WEEK, PLACEMENT_RULES, CtiRule, Interval, Point, Rule, Window, follow_up_rules
from law.quota import quota
from law.schemes import FAR, GROUPS, KNOWN_SCHEMES, NEAR, RULES_VERSIONS, SCHEME_NAMES, SECTORS, Terms, terms

INTRODUCTION = """\
# The law in figures

*Written by `.venv/bin/python -m law > docs/law.md` from the registry in `law/catalogue/`. Change the figure there, not
here; a test fails when the two differ.*

Every figure that the law decides is a dated value: it holds from its day until the next value of the same key, so that
an old decision can be computed again under the rules of its day.

- **Stated**: the source says so. **Assumed**: our own default, which the municipality may replace.
- *In force from* 2015-01-01 stands for the oldest rules the project knows: the figure held then, or no older one was
  found. Follow-ups begin with the contact rules of 2026-07-01; older days are read under them.
- *Checked* is the day on which the figure was last held against its source.
- *Near* are the groups near the labour market, *far* those further away; both lists are in `law/schemes.py`.

The sources are mostly public pages about the law, read in part. **A jurist must look before real use**; what is not
confirmed is listed at the end. Danish terms, units and remarks stand as the municipality's own pages show them.
"""
SAMPLE_EMPLOYEES = (0, 0.5, 1, 4, 5, 9, 10, 50, 60, 100)


def document() -> str:
    """The whole file, Markdown."""
    parts = [
        INTRODUCTION,
        _section("Schemes (ordninger)", _values(SCHEME_VALUES)),
        _section("Terms of the schemes, each from the day it changed", _terms_table()),
        _section("The cap on subsidised places (rimelighedskrav), additional employment", _values(QUOTA_VALUES)),
        _section("Places by ordinary employees", _quota_table()),
        _section("Follow-ups (opfølgninger) and other figures", _values(FOLLOW_UP_VALUES)),
        _section("Follow-up rules in force", _rules_table(RULES_VERSIONS[-1])),
        _section("Not confirmed", "\n".join(f"- {question}" for question in OPEN_QUESTIONS)),
    ]
    return "\n".join(parts)


def _section(title: str, body: str) -> str:
    return f"## {title}\n\n{body}\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _values(values: Iterable[Value]) -> str:
    head = ("Danish term", "Figure", "In force from", "Source", "Checked", "Standing", "Key", "Remark")
    return _table(head, (_value_row(one) for one in values))


def _value_row(one: Value) -> tuple[str, ...]:
    figure = f"{_figure(one.value)} {one.unit}".strip()
    standing = "assumed" if one.assumed else "stated"
    dates = str(one.valid_from), str(one.checked)
    return one.danish, figure, dates[0], one.source, dates[1], standing, f"`{one.key}`", one.note


def _figure(figure: Figure) -> str:
    if isinstance(figure, bool):
        return "ja" if figure else "nej"
    return ", ".join(map(str, figure)) if isinstance(figure, tuple) else str(figure)


def _terms_table() -> str:
    head = ("Danish term", "Scheme", "In force from", "Open to", "Longest stay", "Fills the quota", "Conditions")
    return _table(head, (row for scheme in KNOWN_SCHEMES for row in _terms_rows(scheme)))


def _terms_rows(scheme: str) -> Iterator[tuple[str, ...]]:
    before: Terms | None = None
    for version in RULES_VERSIONS:
        known = terms(scheme, version)
        if known is not None and known != before:
            what = _open_to(known), _longest(known), _fills(known), _conditions(known)
            yield SCHEME_NAMES[scheme], f"`{scheme}`", str(version), *what
        before = known


def _open_to(known: Terms) -> str:
    groups = {group for group, _ in known.weeks}
    if len(groups) > len(NEAR | FAR):
        return "everybody"
    if groups == NEAR | FAR:
        return "near, far"
    return ", ".join(f"`{group}`" for group in sorted(groups)) or "places already occupied only"


def _longest(known: Terms) -> str:
    stays: dict[int, set[str]] = {}
    for (group, sector), weeks in known.weeks.items():
        if weeks is not None:
            stays.setdefault(weeks, set()).add(f"{'near' if group in NEAR else 'far'} {sector}")
    if len(stays) == 1:
        return f"{next(iter(stays))} weeks"
    return "; ".join(f"{_where(stays[weeks])} {weeks} weeks" for weeks in sorted(stays)) or "none"


def _where(kinds: set[str]) -> str:
    groups = {kind.split()[0] for kind in kinds}
    return ", ".join(sorted(groups if len(kinds) == len(groups) * len(SECTORS) else kinds))


def _fills(known: Terms) -> str:
    return "yes" if known.counts_in_quota else "no"


def _conditions(known: Terms) -> str:
    said = [
        (known.unemployed_months, f"{known.unemployed_months} whole months unemployed on the start day"),
        (known.exempt_age, f"or age {known.exempt_age} or more"),
        (known.exempt_single_parent, "or single parent"),
        (known.exempt_no_education, "or no education"),
        (known.age_from, f"age {known.age_from}–{known.age_to}"),
        (known.residence_years_below, f"less than {known.residence_years_below} years of residence"),
        (known.last_start, f"start by {known.last_start}"),
        (known.least_weekly_hours, f"at least {known.least_weekly_hours:g} hours a week"),
        (known.social_or_public_only, "at social-economy or public units"),
    ]
    return ", ".join(text for holds, text in said if holds)


def _quota_table() -> str:
    rows = (
        (f"{employees:g}", *(str(quota(employees, version)) for version in RULES_VERSIONS))
        for employees in SAMPLE_EMPLOYEES
    )
    return _table(("Ordinary employees", *(f"from {version}" for version in RULES_VERSIONS)), rows)


def _rules_table(on: date) -> str:
    rules = follow_up_rules(on)
    head = ("Danish term", "Rule", "For whom", "Counts from", "Due", "Tolerance")
    return _table(head, [*(_rule_row(rule) for rule in rules.series), _cti_row(rules.cti)])


def _cti_row(rule: CtiRule) -> tuple[str, ...]:
    phases = "; ".join(f"phase {number} every {days} days" for number, days in enumerate(rule.contact_days, start=1))
    due = f"{phases}; closing meeting {rule.closing_days_before_end} days before the end"
    tolerance = f"{_window(rule.contact_window)}, closing {_window(rule.closing_window)}"
    return rule.danish, f"`{rule.code}`", "everybody", ANCHORS[rule.code], due, tolerance


def _rule_row(rule: Rule) -> tuple[str, ...]:
    points = ", ".join(_point(point) for point in rule.points)
    every = f"every {_interval(rule.every)}" if rule.every else ""
    if rule.every_in_work:
        every += f" ({_interval(rule.every_in_work)} in ordinary work)"
    if rule.every_later:
        every += f", every {_interval(rule.every_later)} once {rule.later_after_months} months have passed"
    due = ", then ".join(part for part in (points, every) if part)
    tolerance = ", later ".join(_window(window) for window in rule.windows)
    return rule.danish, f"`{rule.code}`", _whom(rule), rule.anchor, due, tolerance


def _whom(rule: Rule) -> str:
    if rule.anchor == "placement":
        return ", ".join(f"`{scheme}`" for scheme, code in PLACEMENT_RULES.items() if code == rule.code)
    if rule.least_authorities:
        return f"{rule.least_authorities} authorities or more"
    if len(rule.groups) <= len(GROUPS) // 2:
        return ", ".join(f"`{group}`" for group in sorted(rule.groups))
    left_out = ", ".join(f"`{group}`" for group in sorted(GROUPS - rule.groups))
    return f"all but {left_out}" if left_out else "everybody"


def _point(point: Point) -> str:
    if point.base == "middle":
        return "the middle day"
    if point.base == "end":
        return f"{-point.after.days} days before the end"
    return f"after {_interval(point.after)}" if point.after != Interval() else "the same day"


def _interval(interval: Interval) -> str:
    if interval.months:
        return f"{interval.months} months"
    weeks, days = divmod(interval.days, DAYS_A_WEEK)
    return f"{interval.days} days" if days or weeks == 1 else f"{weeks} weeks"


def _window(window: Window) -> str:
    if window.before is None:
        return "from the anchor to the due day"
    return (
        f"± {window.after} days" if window.before == window.after else f"from the due day to {window.after} days later"
    )
