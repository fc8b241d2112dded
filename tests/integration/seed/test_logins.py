"""A few of the demo's citizens log in."""

from sqlalchemy import select

from accounts.tables import Role, User
from citizens.tables import Citizen
from core.db import Database
from seed import figures, logins
from tests import rows


def test_those_with_a_proposal_come_first_then_those_in_a_placement_and_never_more_than_a_dozen(
    sqlite: Database,
) -> None:
    with sqlite.transaction() as session:
        consultant, unit = rows.user(session), rows.unit(session)
        proposed, placed, idle = ([rows.citizen(session, consultant) for _ in range(n)] for n in (9, 9, 3))
        for one in proposed:
            rows.proposal(session, one, rows.opening(session, unit))
        for one in placed:
            rows.placement(session, unit, one)
        assert logins.give(session) == figures.LOG_INS
        with_login = session.scalars(select(Citizen.id).where(Citizen.user_id.is_not(None))).all()
        assert sorted(with_login) == sorted([*rows.ids(proposed)[:8], *rows.ids(placed)[:4]])
        users = session.scalars(select(User).where(User.role == Role.CITIZEN)).all()
        assert {one.name for one in users} == {one.name for one in (*proposed[:8], *placed[:4])}
        assert all(one.user_id is None for one in idle)


def test_where_few_have_anything_to_see_few_log_in(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        citizen = rows.citizen(session, rows.user(session))
        rows.placement(session, rows.unit(session), citizen)
        assert (logins.give(session), logins.give(session)) == (1, 0)
