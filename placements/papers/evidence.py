"""A decision under the cap (rimelighedskrav) as a paper: every figure it rests on, for the appeals board."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from companies.additional import Additional
from companies.quotas import Month, Stay
from core.clock import COPENHAGEN, local_day
from placements.evidence.records import Counts, Found, LawFigure, Record, Statement
from placements.evidence.tables import QuotaDecision
from placements.papers.agreement import statement_lines
from placements.papers.sheet import Facts, Paper, Part, Piece, Points, Sheet, Table, Text
from placements.papers.wording import Wording

SAY = Wording("da")


def paper(row: QuotaDecision, record: Record, municipality: str) -> Paper:
    """The decision `row`, as much of it as `record` tells."""
    where, counts = record.counts.where, record.counts
    lead = SAY("evidence.lead", unit=where.unit, p_number=where.p_number, moment=_moment(counts.at))
    note = SAY("evidence.allowed" if record.allowed else "evidence.refused", words=record.words)
    parts = tuple(_parts(row, record, municipality))
    sheet = Sheet(language="da", title=SAY("evidence.title"), lead=lead, note=note, parts=parts, numbered=True)
    reference = SAY("evidence.reference", number=row.id)
    return Paper(
        municipality=municipality, reference=reference, page=SAY("paper.page"), of=SAY("paper.of"), sheets=(sheet,)
    )


def _parts(row: QuotaDecision, record: Record, municipality: str) -> Iterator[Part]:
    counts, found = record.counts, record.found
    yield _part("decision", _decision(counts, found, municipality), Text((SAY("evidence.names"),)))
    yield _part("conditions", _conditions(record))
    yield _part("months", _months(counts.months, found.months))
    yield _part("reckoning", _reckoning(counts, found))
    yield _part("stays", _stays(counts.stays, found.stays_fill))
    yield _part("days", _days(found))
    if found.additional is not None:
        yield _part("additional", *_additional(found.additional))
    yield _part("statement", Text(_said(counts.statement)))
    if counts.overruled:
        yield _part("exceptions", Points(tuple(_exceptions(counts))))
    yield _part("law", _law(record.law))
    yield _part("control", _control(row), Text((SAY("evidence.control_text"),)))


def _part(name: str, *pieces: Piece) -> Part:
    return Part(SAY(f"evidence.{name}"), pieces, together=all(isinstance(piece, Facts) for piece in pieces))


def _decision(counts: Counts, found: Found, municipality: str) -> Facts:
    where, by = counts.where, counts.by
    occasion = SAY(f"evidence.occasion.{counts.step}")
    if by is not None:
        occasion = SAY("evidence.occasion_by", occasion=occasion, name=by.name)
    values = {
        "authority": municipality,
        "company": SAY("evidence.company_value", company=where.company, cvr=where.cvr),
        "unit": SAY("evidence.unit_value", unit=where.unit, p_number=where.p_number),
        "decided": _moment(counts.at),
        "step": occasion,
        "place": _place(counts.place),
        "rules": SAY("evidence.rules_value", rules=SAY.day(found.rules)),
    }
    return _facts(values)


def _place(place: Stay) -> str:
    facts = {"scheme": _scheme(place.scheme), "first": SAY.day(place.start), "hours": SAY.number(place.hours)}
    if place.end is None:
        return SAY("evidence.place_value", **facts)
    return SAY("evidence.place_until", last=SAY.day(place.end), **facts)


def _conditions(record: Record) -> Table:
    rows = tuple(
        (
            SAY(f"evidence.rule.{one.rule}"),
            SAY("evidence.yes" if one.holds else "evidence.overruled" if one.overruled else "evidence.no"),
            one.words,
        )
        for one in record.findings
    )
    return _table("conditions", ("condition", "met", "why"), rows, wide=(2,))


def _months(months: Sequence[Month], used: Sequence[date]) -> Piece:
    if not months:
        return Text((SAY("evidence.no_months"),))
    rows = tuple(
        (
            SAY.month(one.month),
            SAY.number(one.ordinary_fte),
            "–" if one.ordinary_heads is None else str(one.ordinary_heads),
            one.source,
            "–" if one.recorded is None else SAY.day(local_day(one.recorded)),
            _yes_no(one.month in used),
        )
        for one in months
    )
    return _table("months", ("month", "fte", "heads", "source", "recorded", "used"), rows, right=(1, 2), wide=(3,))


def _reckoning(counts: Counts, found: Found) -> Facts:
    values = {
        "employees": SAY("evidence.employees_value", employees=SAY.number(found.employees)),
        "by_rule": str(found.by_rule),
    }
    if counts.override is not None:
        own = counts.override
        values["override"] = SAY("evidence.override_value", places=own.places, reason=own.reason or "–")
    return _facts(values | {"places": str(found.places)})


def _stays(stays: Sequence[Stay], fills: Sequence[bool]) -> Piece:
    if not stays:
        return Text((SAY("evidence.no_stays"),))
    rows = tuple(
        (
            _scheme(stay.scheme),
            SAY.day(stay.start),
            SAY("evidence.open_ended") if stay.end is None else SAY.day(stay.end),
            SAY.number(stay.hours),
            _yes_no(counted),
        )
        for stay, counted in zip(stays, fills, strict=True)
    )
    return _table("stays", ("scheme", "first", "last", "hours", "fills"), rows, right=(3,))


def _days(found: Found) -> Table:
    rows = tuple(
        (SAY.day(load.day), str(load.heads), SAY.number(load.full_time), str(found.places)) for load in found.days
    )
    return _table("days", ("day", "in_heads", "in_full_time", "may"), rows, right=(1, 2, 3))


def _additional(asked: Additional) -> tuple[Piece, ...]:
    """The latest month of all the units that are counted, and the mean of the twelve that it is held against."""
    if asked.latest is None or asked.mean is None:
        return (Text((SAY("evidence.additional_unknown"),)),)
    rows = tuple((SAY.month(one.month), SAY.number(one.ordinary_fte), ", ".join(one.without)) for one in asked.months)
    told = {"latest": SAY.number(asked.latest.ordinary_fte), "mean": SAY.number(asked.mean)}
    return _facts(told), _table("additional", ("month", "fte", "without"), rows, right=(1,))


def _said(said: Statement | None) -> tuple[str, ...]:
    return (SAY("evidence.no_statement"),) if said is None else statement_lines(said)


def _exceptions(counts: Counts) -> Iterator[str]:
    for one in counts.overruled:
        rule = SAY(f"evidence.rule.{one.rule}")
        yield SAY("evidence.exception", rule=rule, reason=one.reason, name=one.by.name, moment=_moment(one.at))


def _law(figures: Sequence[LawFigure]) -> Table:
    rows = tuple(
        (one.danish, _figure(one), SAY.short_day(one.valid_from), one.source, SAY.short_day(one.checked))
        for one in figures
    )
    return _table("law", ("figure", "value", "since", "source", "checked"), rows, wide=(0, 3))


def _figure(one: LawFigure) -> str:
    return _yes_no(one.value) if isinstance(one.value, bool) else f"{one.value} {one.unit}".strip()


def _control(row: QuotaDecision) -> Facts:
    return _facts({"digest": row.digest, "before": row.before or SAY("evidence.first_of_unit")})


def _facts(values: dict[str, str]) -> Facts:
    return Facts(tuple((SAY(f"evidence.{name}"), (value,)) for name, value in values.items()))


def _table(
    name: str,
    head: Sequence[str],
    rows: tuple[tuple[str, ...], ...],
    right: tuple[int, ...] = (),
    wide: tuple[int, ...] = (),
) -> Table:
    return Table(SAY(f"evidence.{name}"), tuple(SAY(f"evidence.{one}") for one in head), rows, right, wide)


def _scheme(scheme: str) -> str:
    return SAY(f"kind.{scheme}")


def _yes_no(so: bool) -> str:
    return SAY("evidence.yes" if so else "evidence.no")


def _moment(instant: datetime) -> str:
    local = instant.astimezone(COPENHAGEN)
    return f"{SAY.day(local.date())} kl. {SAY.clock(local.time())}"
