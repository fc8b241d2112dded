"""The table of `tovholder-followups/1` read plainly, once more, on the JSON itself.

Shares nothing with the code it checks but the library of public holidays. Slow and literal on purpose: every series is
listed from its first due until long after the last day asked for, and thinned afterwards.
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import holidays

Row = tuple[str, str, str, str, int, str, str]
HOLIDAYS = {day for year in range(2020, 2036) for day in holidays.country_holidays("DK", years=year, language="da")}
INTEGRATION = ("integration_jobparat", "integration_aktivitetsparat")
SUPPORTED = ("loentilskud", "igu", "fleksjob", "skaanejob", "beskyttet")
LONGEST_SERIES = 1000


def months_after(day: date, months: int) -> date:
    month = day.year * 12 + day.month - 1 + months
    last = monthrange(month // 12, month % 12 + 1)[1]
    return date(month // 12, month % 12 + 1, min(day.day, last))


def weeks_after(day: date, *weeks: int) -> list[date]:
    return [day + timedelta(weeks=one) for one in weeks]


def answer(file: dict[str, Any]) -> dict[str, list[Row]]:
    """Rows (due, case, rule, of, number, earliest, latest), sorted."""
    first, last = date.fromisoformat(file["from"]), date.fromisoformat(file["to"])
    found: dict[str, list[Row]] = {"due": [], "overdue": []}
    for case in file["cases"]:
        for row in _Reading(case, file, last).rows():
            if row[6] < str(first):
                found["overdue"].append(row)
            elif row[0] <= str(last):
                found["due"].append(row)
    return {key: sorted(rows) for key, rows in found.items()}


class _Reading:
    def __init__(self, case: dict[str, Any], file: dict[str, Any], last: date) -> None:
        self.case, self.events = case, case["events"]
        self.closed = {date.fromisoformat(day) for day in file["closed"]}
        self.from_, self.stop = date.fromisoformat(file["from"]), last + timedelta(days=40)
        self.found: list[Row] = []

    def rows(self) -> list[Row]:
        ended = self.days("ended")
        if ended and ended[-1] <= self.from_:
            return []
        if referrals := self.days("referral"):
            self.of_referral(referrals[-1])
        if plans := self.days("plan"):
            self.series("plan", plans[-1], [], lambda day: months_after(day, 6), 14, 14)
            both = [plans[-1], months_after(plans[-1], 6)]
            self.series("spoergeskema", plans[-1], both, None, 0, 14)
        for event in self.events:
            if event["kind"] == "placement":
                self.of_placement(event)
            if event["kind"] == "cti":
                self.of_cti(date.fromisoformat(event["start"]), event["months"])
        return [row for row in self.found if not ended or row[0] <= str(ended[-1])]

    def days(self, kind: str) -> list[date]:
        return sorted(date.fromisoformat(event["date"]) for event in self.events if event["kind"] == kind)

    def of_referral(self, day: date) -> None:
        group = self.case["target_group"]
        self.once("samtale_start", day, 7 if group == "jobparat" else 14)
        if group != "foertidspension":
            talks = weeks_after(day, 13, 26) if group == "dagpenge" else weeks_after(day, 6, 13, 19, 26)
            self.series("samtaler", day, talks, lambda one: months_after(one, 3), 14, 14)
        if self.case["authorities"] >= 2:
            self.series("tvaerfaglig", day, weeks_after(day, 8), lambda one: months_after(one, 6), 28, 28)
        if group in INTEGRATION:
            self.once("kontrakt", day, 30)
            visits = weeks_after(day, 6, 13, 19, 26)
            self.series("kontrakt_opfoelgning", day, visits, self.after_contract_talk, 14, 14)
            self.series("fip", day, [], lambda one: months_after(one, 3), 14, 14)

    def after_contract_talk(self, day: date) -> date:
        works = any(
            event["kind"] == "placement" and event["scheme"] == "ordinary" and event["from"] <= str(day)
            for event in self.events
        )
        return months_after(day, 12 if works else 6)

    def of_placement(self, event: dict[str, Any]) -> None:
        scheme, start = event["scheme"], date.fromisoformat(event["from"])
        end = date.fromisoformat(event["to"]) if "to" in event else None
        if scheme == "virksomhedspraktik":
            fixed = weeks_after(start, 1)
            if end is not None:
                fixed += [start + timedelta(days=(end - start).days // 2), end - timedelta(days=7)]
            self.series("praktik", start, fixed, None, 3, 3, end)
        elif scheme == "ordinary":
            self.series("aftercare", start, weeks_after(start, 2, 13, 26), None, 7, 7, end)
        elif scheme in SUPPORTED:

            def step(day: date) -> date:
                return day + timedelta(weeks=4) if day < months_after(start, 6) else months_after(day, 3)

            self.series("stoettet", start, weeks_after(start, 2), step, 7, 7, end)

    def of_cti(self, start: date, months: int) -> None:
        contacts: list[date] = []
        for phase, gap in enumerate((7, 14, 28)):
            begin, end = months_after(start, months * phase // 3), months_after(start, months * (phase + 1) // 3)
            contacts += [
                begin + timedelta(days=n)
                for n in range(gap, (end - begin).days, gap)
                if begin + timedelta(days=n) < end
            ]
        self.series("cti", start, contacts, None, 2, 2)
        self.add("cti", start, 0, months_after(start, months) - timedelta(days=14), 7, 7, None)

    def once(self, rule: str, anchor: date, days: int) -> None:
        if not self.held(rule, anchor):
            due = self.moved(anchor + timedelta(days=days))
            self.found.append((str(due), self.case["id"], rule, str(anchor), 1, str(anchor), str(due)))

    def series(
        self,
        rule: str,
        of: date,
        fixed: list[date],
        step: Callable[[date], date] | None,
        before: int,
        after: int,
        end: date | None = None,
    ) -> None:
        held = self.held(rule, of)
        for number in range(1, LONGEST_SERIES):
            if number <= len(fixed):
                day = fixed[number - 1]
            elif step is None:
                break
            else:
                before_it = held[number - 2] if 1 < number <= len(held) + 1 else day if number > 1 else of
                day = step(before_it)
            if number > len(held):
                first = rule == "tvaerfaglig" and number == 1
                self.add(rule, of, number, day, 14 if first else before, 14 if first else after, end)
            if number > max(len(held), len(fixed)) and day > self.stop:
                break

    def add(self, rule: str, of: date, number: int, day: date, before: int, after: int, end: date | None) -> None:
        due = self.moved(day)
        if end is None or due <= end:
            window = str(due - timedelta(days=before)), str(due + timedelta(days=after))
            self.found.append((str(due), self.case["id"], rule, str(of), number, *window))

    def held(self, rule: str, of: date) -> list[date]:
        return sorted(
            date.fromisoformat(event["date"])
            for event in self.events
            if event["kind"] == "held" and event["rule"] == rule and event.get("of", str(of)) == str(of)
        )

    def moved(self, day: date) -> date:
        while day.weekday() >= 5 or day in HOLIDAYS or day in self.closed:
            day -= timedelta(days=1)
        return day
