"""Explanations in words, in the reader's language: what an opening would take, and an answer with its reasons.

The engine and the rows of a run know facts only (`matcher.engine.why.facts`); this is where they become sentences.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from matcher.engine.result import Nearest, Result, Unplaced
from matcher.engine.why.facts import Change, Stuck, Why
from matcher.words import Language, Words


def told(result: Result, facts: Why, language: Language = "da") -> Result:
    """`result` as the exchange format has it: `blocked`, `nearest` and `lost_to` of everybody unplaced.

    `lost_to` names the capacities, and then those citizens of the answer who hold them (`citizen:ID`).
    """
    words = Words(language)
    return replace(result, unplaced=tuple(_unplaced(one, words) for one in facts.stuck) or result.unplaced)


def would_take(changes: Sequence[Change], words: Words) -> str:
    """The changes as one phrase: "4 km more of travel and language B1"."""
    return words.joined([words(_key(one), amount=_amount(one, words), what=_what(one, words)) for one in changes])


def stored_change(row: Mapping[str, Any]) -> Change:
    """A change as it is kept in a run's rows."""
    return Change(row["rule"], row["kind"], row["amount"], tuple(row["codes"]))


def stored_near(row: Mapping[str, Any], language: Language = "da") -> dict[str, Any]:
    """A row's `Near` with `would_take` in words. Old rows have Danish words only."""
    changes = [stored_change(one) for one in row.get("changes", ())]
    said = would_take(changes, Words(language)) if changes else row.get("would_take", "")
    return {"opening": row["opening"], "rules": row["rules"], "would_take": said}


def _unplaced(one: Stuck, words: Words) -> Unplaced:
    holders = [f"citizen:{holder.citizen}" for loss in one.lost for holder in loss.holders]
    return Unplaced(
        citizen=one.citizen,
        blocked=dict(one.blocked),
        nearest=tuple(
            Nearest(opening=near.opening, rules=near.rules, would_take=would_take(near.changes, words))
            for near in one.nearest
        ),
        lost_to=(*(loss.on for loss in one.lost), *dict.fromkeys(holders)),
    )


def _key(change: Change) -> str:
    many = change.kind in ("quota", "mentor") and change.amount > 1
    return f"take.{change.kind}.many" if many else f"take.{change.kind}"


def _amount(change: Change, words: Words) -> str:
    return words.hours(change.amount) if change.rule == "hours" else words.number(change.amount)


def _what(change: Change, words: Words) -> str:
    if change.kind == "start":
        return words.day(date.fromisoformat(change.codes[0]))
    if change.kind == "hours_day":
        return words(f"weekday.{change.codes[0]}")
    if change.kind == "scheme":
        return words(f"scheme.{change.codes[0]}")
    return words.names(change.codes) if change.kind in ("skills", "needs") else "".join(change.codes)
