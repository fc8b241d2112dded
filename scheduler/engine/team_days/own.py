"""The answer to an expanded problem, back in the terms of the problem that was asked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from scheduler.engine.problem import Problem
from scheduler.engine.result import Answer, PlannedMeeting, Unplanned
from scheduler.engine.team_days.standing_days import CaseSlot
from scheduler.engine.words import Language

Unfit = Literal["no_team", "too_long"]
"""No team has everybody the case needs; no slot is that long."""

TEXTS: Mapping[Language, Mapping[Unfit, str]] = {
    "en": {
        "no_team": "no standing day's team has everybody that the case needs",
        "too_long": "no standing day's case slots are that long",
    },
    "da": {
        "no_team": "ingen fast dags team har alle, som sagen kræver",
        "too_long": "ingen fast dags sagstider er så lange",
    },
}


@dataclass(frozen=True, slots=True)
class Expanded:
    """`problem` to be solved; cases that no standing day can take; the slots kept; and how to read the answer."""

    problem: Problem
    unfit: Mapping[str, Unfit]
    slots: tuple[CaseSlot, ...]
    blocks: frozenset[str]
    """Ids of the pinned meetings that keep the days."""
    own: Mapping[str, str]
    """What names of the expanded problem stand for."""

    def name(self, of: str) -> str:
        """A name of the expanded problem in the problem's own terms."""
        return self.own.get(of, of)

    def answer(self, answer: Answer, language: Language = "en") -> Answer:
        """The answer in the problem's own people, sites and rooms, without the standing days themselves."""
        return replace(
            answer,
            meetings=tuple(self._planned(one) for one in answer.meetings if one.id not in self.blocks),
            unplanned=tuple(self._unplanned(one, language) for one in answer.unplanned),
        )

    def empty(self, answer: Answer) -> tuple[CaseSlot, ...]:
        """The slots without a case, by the answer to the expanded problem."""
        used = {one.room for one in answer.meetings}
        return tuple(slot for slot in self.slots if slot.id not in used)

    def _planned(self, one: PlannedMeeting) -> PlannedMeeting:
        return replace(
            one,
            site=self.name(one.site),
            room=self.name(one.room) or None if one.room else None,
            attendees=tuple(map(self.name, one.attendees)),
        )

    def _unplanned(self, one: Unplanned, language: Language) -> Unplanned:
        if one.id in self.unfit:
            return replace(one, because=TEXTS[language][self.unfit[one.id]])
        because = one.because
        for name in sorted(self.own, key=len, reverse=True):
            because = because.replace(name, self.own[name])
        return replace(one, because=because)
