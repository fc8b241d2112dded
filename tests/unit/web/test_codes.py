"""Every code that the coordinator's pages can meet has its words, in both languages."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from accounts.tables import Authority, Role
from matcher.words import Language
from placements.evidence.building import ASKED
from placements.evidence.statements import ROLES
from scheduler.followups.contacts import NEXT_CONTACT
from scheduler.meetings.consents import WITHDRAWN
from scheduler.meetings.kinds import KINDS, Part
from scheduler.meetings.states import Action
from scheduler.meetings.tables import Question
from scheduler.planning.publishing import Reason
from scheduler.planning.warnings import Doubt
from scheduler.tables import MeetingState
from web.coordinator.draft import Kind
from web.words import LANGUAGES, words

WEB = Path(__file__).parents[3] / "web"
RECEIPTS = {
    word
    for page in WEB.rglob("*.py")
    for word in re.findall(r"back\((?:[^()]|\([^()]*\))*?, \"(\w+)\"", page.read_text())
}
"""What the pages say was just kept."""
CODES: dict[str, Iterable[str]] = {
    "action": Action,
    "authority": Authority,
    "case_part": Part,
    "clash": ("person", "room"),
    "conflict": Reason,
    "doubt": Doubt,
    "draft_kind": Kind,
    "follow_up": (NEXT_CONTACT,),
    "kept": RECEIPTS,
    "meeting": KINDS,
    "meeting_state": MeetingState,
    "new": ("must", "may", "pool", "not"),
    "notice": (WITHDRAWN,),
    "part": Role,
    "question": Question,
    "quota_rule": {rule for rules in ASKED.values() for rule in rules},
    "quota_step": ASKED,
    "statement_role": ROLES,
    "weekday": tuple(map(str, range(1, 6))),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_its_words(language: Language) -> None:
    known = words(language).texts
    assert [
        f"{group}.{code}" for group, codes in CODES.items() for code in codes if f"{group}.{code}" not in known
    ] == []


def test_a_receipt_is_for_something_that_can_be_kept() -> None:
    assert "moved" in RECEIPTS
