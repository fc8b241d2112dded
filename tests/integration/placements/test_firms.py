"""An opening changes beside its proposals: a yes stands, what nobody has answered gives way to the new terms."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from accounts.tables import Role, User
from citizens.tables import Citizen, Status
from companies import changing as openings
from companies import service
from companies.changing import Promised
from companies.drafts import OpeningDraft
from companies.tables import Opening, OpeningState
from core.db import Database
from core.errors import BadInputError, ConflictError
from placements.firms import changing
from placements.tables import Proposal, ProposalChange, ProposalState, RerunWanted
from tests import rows
from tests.rows import NOW, START, TODAY

YES = (ProposalState.CITIZEN_YES, ProposalState.EMPLOYER_YES, ProposalState.AGREEMENT, ProposalState.SIGNED)
OVER = (ProposalState.CITIZEN_NO, ProposalState.EXPIRED, ProposalState.WITHDRAWN, ProposalState.BROKEN_OFF)


def given(database: Database, *states: ProposalState, seats: int = 3, **values: Any) -> tuple[User, OpeningDraft, int]:
    """An employer, what their opening says, and the opening; with a proposal in each of these states."""
    with database.transaction() as session:
        employer, consultant = rows.user(session, Role.EMPLOYER), rows.user(session)
        opening = rows.opening(session, rows.unit(session, employer=employer), seats=seats, **values)
        for state in states:
            rows.proposal(session, rows.citizen(session, consultant), opening, state=state)
        return employer, openings.draft_of(opening), opening.id


def change(database: Database, of: tuple[User, OpeningDraft, int], **changes: Any) -> None:
    employer, draft, opening_id = of
    with database.transaction() as session:
        wanted = replace(draft, **changes)
        changing.change(session, employer, NOW, TODAY, opening_id, wanted, openings.version(draft))


@pytest.mark.parametrize("state", YES)
def test_terms_stand_from_the_first_yes_to_the_start(sqlite: Database, state: ProposalState) -> None:
    of = given(sqlite, state)
    with pytest.raises(BadInputError) as error:
        change(sqlite, of, weeks=4)
    assert [fault.place for fault in error.value.faults] == ["weeks"]
    change(sqlite, of, title="Opvasker")


@pytest.mark.parametrize("state", OVER)
def test_what_came_to_nothing_binds_nobody(sqlite: Database, state: ProposalState) -> None:
    change(sqlite, given(sqlite, state), weeks=4)


def test_an_unanswered_proposal_gives_way_to_new_terms_and_its_citizen_is_searched_for(sqlite: Database) -> None:
    change(sqlite, given(sqlite, ProposalState.PROPOSED), weeks=4)
    with sqlite.reading() as session:
        assert session.scalars(select(Proposal.state)).one() is ProposalState.SUPERSEDED
        assert session.scalars(select(ProposalChange.why)).one() == changing.WHY
        assert session.scalars(select(Citizen.status)).one() is Status.READY
        assert session.scalars(select(RerunWanted.why)).one() == changing.WHY


def test_an_unanswered_proposal_stays_where_only_the_words_change(sqlite: Database) -> None:
    change(sqlite, given(sqlite, ProposalState.PROPOSED), title="Opvasker", offers=("mentor",), seats=2)
    with sqlite.reading() as session:
        assert session.scalars(select(Proposal.state)).one() is ProposalState.PROPOSED
        assert session.scalars(select(RerunWanted)).all() == []


def test_a_change_that_is_refused_leaves_the_proposals_alone(sqlite: Database) -> None:
    employer, draft, opening_id = given(sqlite, ProposalState.PROPOSED)
    with pytest.raises(ConflictError), sqlite.transaction() as session:
        changing.change(session, employer, NOW, TODAY, opening_id, replace(draft, weeks=4), "an older one")
    with sqlite.reading() as session:
        assert session.scalars(select(Proposal.state)).one() is ProposalState.PROPOSED
        assert session.get_one(Opening, opening_id).weeks == draft.weeks


def test_a_scheme_that_the_firm_cannot_offer_is_refused_when_offering_and_when_changing(sqlite: Database) -> None:
    of = given(sqlite)
    employer, draft, _ = of
    protected = replace(draft, schemes=(*draft.schemes, "beskyttet"), label=None)
    with pytest.raises(BadInputError) as offered, sqlite.transaction() as session:
        service.offer(session, employer, NOW, TODAY, protected)
    with pytest.raises(BadInputError) as changed:
        change(sqlite, of, schemes=protected.schemes)
    places = [[fault.place for fault in error.value.faults] for error in (offered, changed)]
    assert places == [[f"schemes[{len(draft.schemes)}]"]] * 2


@pytest.mark.parametrize("state", [OpeningState.PAUSED, OpeningState.CLOSED])
def test_a_place_that_is_not_offered_gives_unanswered_proposals_back_and_a_yes_stands(
    sqlite: Database, state: OpeningState
) -> None:
    employer, _, opening_id = given(sqlite, ProposalState.PROPOSED, *YES)
    for _ in range(2):
        with sqlite.transaction() as session:
            changing.change_state(session, employer, NOW, opening_id, state)
    with sqlite.reading() as session:
        found = session.scalars(select(Proposal).order_by(Proposal.id)).all()
        assert [one.state for one in found] == [ProposalState.SUPERSEDED, *YES]
        assert session.get_one(Citizen, found[0].citizen_id).status is Status.READY
        assert session.scalars(select(ProposalChange.why)).all() == [changing.NOT_OFFERED]
        assert session.scalars(select(RerunWanted.citizen_id)).all() == [found[0].citizen_id]


def test_opening_a_place_again_leaves_its_proposals_alone(sqlite: Database) -> None:
    employer, _, opening_id = given(sqlite, ProposalState.PROPOSED, state=OpeningState.PAUSED)
    with sqlite.transaction() as session:
        changing.change_state(session, employer, NOW, opening_id, OpeningState.OPEN)
    with sqlite.reading() as session:
        assert session.scalars(select(Proposal.state)).one() is ProposalState.PROPOSED


@pytest.mark.parametrize(
    ("states", "standing", "taken"),
    [
        ((ProposalState.PROPOSED,), False, 0),
        ((ProposalState.CITIZEN_YES, ProposalState.EMPLOYER_YES), False, 2),
        ((ProposalState.PLACED, ProposalState.COMPLETED, ProposalState.JOB), False, 3),
        ((ProposalState.PLACED, ProposalState.COMPLETED, ProposalState.JOB), True, 1),
        ((ProposalState.BROKEN_OFF, ProposalState.CITIZEN_NO), False, 0),
    ],
)
def test_seats_cannot_go_below_those_taken_and_a_standing_opening_has_its_own_back(
    sqlite: Database, states: tuple[ProposalState, ...], standing: bool, taken: int
) -> None:
    _, _, opening_id = given(sqlite, *states, standing=standing)
    counting = {*YES} & {*states}
    with sqlite.reading() as session:
        assert changing.promised(session, opening_id) == Promised(
            terms=bool(counting), seats=taken, last_start=START if counting else None
        )
