"""Activities of a plan: who gets a place, who waits, who decides, and who comes next."""

from collections.abc import Callable
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accounts.tables import Authority, Role, User
from citizens.offers import service as catalogue
from citizens.offers.drafts import CourseDraft, draft_of
from citizens.offers.tables import Access, CatalogueOffer
from citizens.plans import activities, queries
from citizens.plans.tables import ActivityState, PlanActivity
from citizens.tables import Citizen
from core.audit import AuditEntry
from core.db import Database
from core.errors import BadInputError, ConflictError, ForbiddenError, NotFoundError
from core.outbox import OutboxMessage
from scheduler.messages.notices import NOTICES
from tests import rows
from tests.rows import NOW, TODAY

GRANTED, WAITING, ASKED = ActivityState.GRANTED, ActivityState.WAITING, ActivityState.ASKED
DROPPED, DONE, REFUSED = ActivityState.DROPPED, ActivityState.DONE, ActivityState.REFUSED
LATER = NOW + timedelta(days=1)


def offer(
    session: Session, access: Access = Access.DIRECT, places: int | None = 1, theme: str = "mentor"
) -> CatalogueOffer:
    row = CatalogueOffer(
        theme="mentor", title="Mentor: Hanne", text_professional="x", text_citizen="x", access=access, places=places
    )
    return rows.added(session, row)


def staff(session: Session) -> User:
    return rows.user(session, Role.CASEWORKER, authority=Authority.JOB)


def test_direct_access_gives_a_place_at_once_and_then_none(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        worker, hanne = staff(session), offer(session)
        first, second = rows.citizen(session, worker), rows.citizen(session, worker)
        made = activities.choose(session, NOW, worker, first.id, hanne.id)
        assert (made.state, made.from_, made.to, made.decided_by) == (GRANTED, TODAY, None, worker.id)
        with pytest.raises(ConflictError) as error:
            activities.choose(session, NOW, worker, second.id, hanne.id)
        assert error.value.facts["rule"] == "full"


def test_without_a_limit_there_is_room_for_everybody(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        worker, walk = staff(session), offer(session, places=None)
        for _ in range(3):
            assert activities.choose(session, NOW, worker, rows.citizen(session, worker).id, walk.id).state is GRANTED


def test_nobody_has_the_same_offer_twice_but_may_come_back(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        worker, walk = staff(session), offer(session, places=5)
        citizen = rows.citizen(session, worker)
        made = activities.choose(session, NOW, worker, citizen.id, walk.id)
        with pytest.raises(ConflictError) as error:
            activities.choose(session, NOW, worker, citizen.id, walk.id)
        assert error.value.facts["rule"] == "chosen"
        activities.leave(session, NOW, worker, made.id)
        assert activities.choose(session, NOW, worker, citizen.id, walk.id).state is GRANTED


def test_who_asked_first_gets_the_place_that_becomes_free(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        worker, course = staff(session), offer(session, Access.WAITING_LIST)
        people = [rows.citizen(session, worker) for _ in range(3)]
        # The third asked before the second: time decides, not the order of the rows.
        has = activities.choose(session, NOW, worker, people[0].id, course.id)
        late = activities.choose(session, LATER, worker, people[1].id, course.id)
        early = activities.choose(session, NOW, worker, people[2].id, course.id)
        assert (has.state, late.state, early.state) == (GRANTED, WAITING, WAITING)
        assert (queries.ahead_of(session, late), queries.ahead_of(session, early)) == (1, 0)
        activities.leave(session, LATER, worker, has.id, done=True)
        assert (has.state, late.state, early.state) == (DONE, WAITING, GRANTED)
        assert early.decided_by is None
        activities.leave(session, LATER, worker, early.id)
        assert late.state is GRANTED


def test_who_gets_the_place_hears_it_with_their_caseworker_and_nobody_else_does(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        worker, course = staff(session), offer(session, Access.WAITING_LIST)
        own = rows.user(session, Role.CITIZEN)
        people = [rows.citizen(session, worker, user_id=who) for who in (None, own.id, None)]
        has, *waiting = [activities.choose(session, NOW, worker, one.id, course.id) for one in people]
        for leaving in (has, *waiting[:1]):
            activities.leave(session, LATER, worker, leaving.id)
        told = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
        assert {one.kind for one in told} <= NOTICES.keys()
        caseworker = {"user": people[1].caseworker_id}
        assert [one.payload["to"] for one in told] == [caseworker, {"citizen": people[1].id}, caseworker]


def test_who_leaves_the_waiting_list_gives_no_place_away(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        worker, course = staff(session), offer(session, Access.WAITING_LIST)
        made = [activities.choose(session, NOW, worker, rows.citizen(session, worker).id, course.id) for _ in range(3)]
        activities.leave(session, NOW, worker, made[1].id, done=True)
        assert [one.state for one in made] == [GRANTED, DROPPED, WAITING]


def test_more_places_are_filled_from_the_waiting_list(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        worker, course = staff(session), offer(session, Access.WAITING_LIST)
        made = [activities.choose(session, NOW, worker, rows.citizen(session, worker).id, course.id) for _ in range(4)]
        course.places = 3
        activities.fill(session, NOW, course.id)
        assert [one.state for one in made] == [GRANTED, GRANTED, GRANTED, WAITING]


def test_a_special_referral_is_the_caseworkers_to_give_or_refuse_with_a_reason(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        worker, consultant, talk = staff(session), rows.user(session), offer(session, Access.REFERRAL, places=1)
        people = [rows.citizen(session, consultant, caseworker_id=worker.id) for _ in range(3)]
        asked = [activities.choose(session, NOW, consultant, one.id, talk.id) for one in people]
        assert [one.state for one in asked] == [ASKED] * 3
        assert [one.id for one, _ in queries.asked_of(session, worker.id)] == rows.ids(asked)
        with pytest.raises(ForbiddenError):
            activities.decide(session, NOW, consultant, asked[0].id, True)
        assert activities.decide(session, NOW, worker, asked[0].id, True).state is GRANTED
        with pytest.raises(ConflictError) as error:
            activities.decide(session, NOW, worker, asked[1].id, True)
        assert error.value.facts["rule"] == "full"
        with pytest.raises(BadInputError):
            activities.decide(session, NOW, worker, asked[1].id, False, " ")
        refused = activities.decide(session, NOW, worker, asked[2].id, False, "Egen læge først")
        assert (refused.state, refused.reason) == (REFUSED, "Egen læge først")
        with pytest.raises(ConflictError) as error:
            activities.decide(session, NOW, worker, asked[2].id, True)
        assert error.value.facts["rule"] == "decided"


def test_a_citizen_chooses_for_themselves_but_no_referral_and_for_nobody_else(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        worker, own = staff(session), rows.user(session, Role.CITIZEN)
        citizen, other = rows.citizen(session, worker, user_id=own.id), rows.citizen(session, worker)
        assert activities.choose(session, NOW, own, citizen.id, offer(session).id).state is GRANTED
        with pytest.raises(ForbiddenError):
            activities.choose(session, NOW, own, citizen.id, offer(session, Access.REFERRAL).id)
        with pytest.raises(NotFoundError):
            activities.choose(session, NOW, own, other.id, offer(session).id)


def test_a_place_is_in_a_course_where_there_are_courses(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        worker, truck = staff(session), offer(session, places=9)
        first, last = TODAY + timedelta(days=7), TODAY + timedelta(days=14)
        course = catalogue.add_course(session, NOW, worker, truck.id, CourseDraft(first=first, last=last, places=1))
        citizens = [rows.citizen(session, worker) for _ in range(2)]
        for wrong in (None, 4711):
            with pytest.raises(ConflictError) as error:
                activities.choose(session, NOW, worker, citizens[0].id, truck.id, wrong)
            assert error.value.facts["rule"] == "course"
        made = activities.choose(session, NOW, worker, citizens[0].id, truck.id, course.id)
        assert (made.state, made.from_, made.to) == (GRANTED, first, last)
        with pytest.raises(ConflictError):
            activities.choose(session, NOW, worker, citizens[1].id, truck.id, course.id)
        activities.leave(session, NOW, worker, made.id)
        assert made.to == first


@pytest.mark.parametrize("closed_on", [TODAY, date(2026, 1, 1)])
def test_what_is_closed_is_not_chosen_and_waits_in_vain(sqlite: Database, closed_on: date) -> None:
    with sqlite.transaction() as session:
        worker, course = staff(session), offer(session, Access.WAITING_LIST)
        made = [activities.choose(session, NOW, worker, rows.citizen(session, worker).id, course.id) for _ in range(2)]
        course.closed_on = closed_on
        session.flush()
        with pytest.raises(ConflictError) as error:
            activities.choose(session, NOW, worker, rows.citizen(session, worker).id, course.id)
        assert error.value.facts["rule"] == "closed"
        activities.leave(session, NOW, worker, made[0].id)
        assert made[1].state is WAITING


def test_what_is_over_is_not_left_again_and_strangers_find_nothing(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        worker, walk = staff(session), offer(session)
        made = activities.choose(session, NOW, worker, rows.citizen(session, worker).id, walk.id)
        with pytest.raises(NotFoundError):
            activities.leave(session, NOW, rows.user(session), made.id)
        activities.leave(session, NOW, worker, made.id)
        with pytest.raises(ConflictError):
            activities.leave(session, NOW, worker, made.id)
        with pytest.raises(NotFoundError):
            activities.leave(session, NOW, worker, 4711)
        with pytest.raises(NotFoundError):
            activities.choose(session, NOW, worker, made.citizen_id, 4711)
        actions = session.scalars(select(AuditEntry.action).where(AuditEntry.action.startswith("activity."))).all()
        assert actions == ["activity.granted", "activity.dropped"]


def race(works: list[Callable[[], None]]) -> list[str]:
    """What became of each work, all begun at the same moment."""
    gate, became = Barrier(len(works)), ["?"] * len(works)

    def run(number: int, work: Callable[[], None]) -> None:
        gate.wait()
        try:
            work()
            became[number] = "got"
        except ConflictError as error:
            became[number] = str(error.facts["rule"])

    threads = [Thread(target=run, args=(number, work)) for number, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(became)


def held(database: Database, offer_id: int) -> int:
    with database.reading() as session:
        granted = (PlanActivity.offer_id == offer_id, PlanActivity.state == GRANTED)
        return int(session.scalar(select(func.count()).select_from(PlanActivity).where(*granted)) or 0)


def test_of_two_who_take_the_last_mentor_at_once_exactly_one_gets_it(database: Database) -> None:
    with database.transaction() as session:
        worker, hanne = staff(session), offer(session)
        citizens = [rows.citizen(session, worker) for _ in range(3)]

    def take(citizen: Citizen) -> Callable[[], None]:
        def work() -> None:
            with database.transaction() as session:
                activities.choose(session, NOW, session.get_one(User, worker.id), citizen.id, hanne.id)

        return work

    assert race([take(one) for one in citizens]) == ["full", "full", "got"]
    assert held(database, hanne.id) == 1


def test_of_two_grants_of_the_last_place_at_once_exactly_one_holds(database: Database) -> None:
    with database.transaction() as session:
        worker, talk = staff(session), offer(session, Access.REFERRAL)
        asked = [
            activities.choose(session, NOW, worker, rows.citizen(session, worker).id, talk.id).id for _ in range(2)
        ]

    def grant(activity_id: int) -> Callable[[], None]:
        def work() -> None:
            with database.transaction() as session:
                activities.decide(session, NOW, session.get_one(User, worker.id), activity_id, True)

        return work

    assert race([grant(one) for one in asked]) == ["full", "got"]
    assert held(database, talk.id) == 1


def test_two_who_leave_at_once_let_two_in_and_no_more(database: Database) -> None:
    with database.transaction() as session:
        worker, course = staff(session), offer(session, Access.WAITING_LIST, places=2)
        made = [
            activities.choose(session, NOW, worker, rows.citizen(session, worker).id, course.id).id for _ in range(5)
        ]

    def leave(activity_id: int) -> Callable[[], None]:
        def work() -> None:
            with database.transaction() as session:
                activities.leave(session, NOW, session.get_one(User, worker.id), activity_id)

        return work

    assert race([leave(one) for one in made[:2]]) == ["got", "got"]
    with database.reading() as session:
        states = {one: session.get_one(PlanActivity, one).state for one in made}
    assert [states[one] for one in made] == [DROPPED, DROPPED, GRANTED, GRANTED, WAITING]


def test_an_offer_that_changes_keeps_those_who_have_a_place(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        worker, walk = staff(session), offer(session, places=2)
        made = activities.choose(session, NOW, worker, rows.citizen(session, worker).id, walk.id)
        changed = catalogue.change(session, NOW, worker, walk.id, draft_of(walk))
        catalogue.close(session, NOW, worker, changed.id)
        assert (made.state, changed.closed_on) == (GRANTED, TODAY)
