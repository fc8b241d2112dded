"""Where a proposal stands, and what of its history each side is told."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.tables import User
from placements.moves import PROPOSE
from placements.states import Side, Step
from placements.tables import ProposalChange, ProposalState
from web.proposals.life import STAGES, history, stages

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KAREN, ELSE, AMINA = 1, 2, 3
PEOPLE = {row: User(id=row, name=name) for row, name in ((KAREN, "Karen"), (ELSE, "Else"), (AMINA, "Amina Abdi"))}


def change(
    hour: int, side: Side, step: str, became: ProposalState, user: int | None = None, was: ProposalState | None = None
) -> ProposalChange:
    at = AT + timedelta(hours=hour)
    return ProposalChange(
        at=at, side=side.value, step=step, was=was, became=became, user_id=user, why=f"ord {hour}", code=None, told=None
    )


LIFE = [
    change(0, Side.SERVICE, PROPOSE, ProposalState.PROPOSED),
    change(1, Side.CITIZEN, Step.YES, ProposalState.CITIZEN_YES, AMINA, ProposalState.PROPOSED),
    change(2, Side.EMPLOYER, Step.YES, ProposalState.EMPLOYER_YES, ELSE, ProposalState.CITIZEN_YES),
    change(3, Side.MUNICIPALITY, Step.AGREE, ProposalState.AGREEMENT, KAREN, ProposalState.EMPLOYER_YES),
]


@pytest.mark.parametrize(
    ("state", "done"),
    [(ProposalState.PROPOSED, 0), (ProposalState.AGREEMENT, 3), (ProposalState.PLACED, 5), (ProposalState.JOB, 7)],
)
def test_what_is_behind_is_done_and_the_next_is_now(state: ProposalState, done: int) -> None:
    found = [one.standing for one in stages(state, [])]

    assert found == (["done"] * done + ["now"] + ["ahead"] * len(STAGES))[: len(STAGES)]


def test_a_life_that_stopped_stopped_where_it_was() -> None:
    withdrawn = change(4, Side.MUNICIPALITY, Step.WITHDRAW, ProposalState.WITHDRAWN, KAREN, ProposalState.AGREEMENT)
    found = {one.name: one.standing for one in stages(ProposalState.WITHDRAWN, [*LIFE, withdrawn])}

    assert (found["agreement"], found["signing"], found["start"]) == ("done", "stopped", "ahead")


def test_a_life_without_history_stopped_at_its_beginning() -> None:
    assert stages(ProposalState.EXPIRED, [])[0].standing == "stopped"


def test_the_municipality_reads_everything_newest_first() -> None:
    told = [(one.what, one.who, one.text) for one in history(LIFE, Side.MUNICIPALITY, PEOPLE, "Amina Abdi")]

    assert told == [
        ("agree", "Karen", "ord 3"),
        ("employer_yes", "Else", "ord 2"),
        ("citizen_yes", "Amina Abdi", "ord 1"),
        ("propose", None, "ord 0"),
    ]


def test_the_employer_reads_from_the_citizens_yes_on_and_reasons_of_their_own_alone() -> None:
    told = [(one.what, one.who, one.text) for one in history(LIFE, Side.EMPLOYER, PEOPLE, None)]

    assert told == [("agree", "Karen", ""), ("employer_yes", "Else", "ord 2"), ("citizen_yes", None, "")]


def test_the_employer_is_told_the_name_that_the_citizen_has_shared() -> None:
    assert history(LIFE[:2], Side.EMPLOYER, PEOPLE, "Amina")[0].who == "Amina"


def test_what_followed_of_itself_was_nobodys_doing() -> None:
    concluded = change(5, Side.SERVICE, Step.CONCLUDE, ProposalState.SIGNED, ELSE, ProposalState.AGREEMENT)

    assert history([concluded], Side.CITIZEN, PEOPLE, "Amina Abdi")[0].who is None
