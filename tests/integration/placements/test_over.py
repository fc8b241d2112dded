"""A placement past its last day, of which nobody has said how it went, is forgotten by nobody."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from core.db import Database
from core.outbox import OutboxMessage
from placements.lives import over
from placements.queries import over_untold
from placements.tables import Outcome
from tests import rows
from tests.integration.placements.cases import case
from tests.rows import NOW, TODAY

DAY = timedelta(days=1)
BEGUN = TODAY - 28 * DAY


def test_the_consultant_is_told_once_for_each_last_day(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = case(session)
        made = rows.placement(session, given.unit, given.citizen, start=BEGUN, end=TODAY)
        assert [over.tell(session, NOW + n * DAY) for n in range(3)] == [0, 1, 0]
        made.end = TODAY + 7 * DAY
        assert [over.tell(session, NOW + n * DAY) for n in (7, 8, 9)] == [0, 1, 0]
        told = session.scalars(select(OutboxMessage)).all()
        assert [(one.kind, one.payload["to"]) for one in told] == [
            ("placement.over", {"user": given.consultant.id})
        ] * 2


def test_what_has_ended_lasts_on_or_is_nobodys_is_not_asked_about(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = case(session)
        days: dict[str, Any] = {"start": BEGUN, "end": TODAY - DAY}
        rows.placement(session, given.unit, given.citizen, start=BEGUN, end=None)
        rows.placement(session, given.unit, given.citizen, ended_on=TODAY - DAY, outcome=Outcome.COMPLETED, **days)
        rows.placement(session, given.unit, **days)
        mine = rows.placement(session, given.unit, given.citizen, **days)
        assert over_untold(session, TODAY) == [mine]
        assert over_untold(session, TODAY, given.consultant.id) == [mine]
        assert over_untold(session, TODAY, rows.user(session).id) == []
