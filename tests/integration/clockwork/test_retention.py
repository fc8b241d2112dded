"""What the house kept for a time goes when its time is over, and nothing else does."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from accounts.tables import MadeOnce, Upload
from core import audit, outbox
from core.audit import AuditEntry
from core.db import Database
from core.outbox import OutboxMessage, OutboxState
from core.settings import Settings
from placements.daily.retention import periods
from placements.daily.tables import Attendance, Presence, Trouble, TroubleNote
from placements.daily.troubles import report
from scheduler.calendars.tables import Absence, CalendarSource, ImportedBusy, SourceKind
from scheduler.clockwork import queries
from scheduler.clockwork.retention import KEEP_SLOTS, clean_up
from scheduler.clockwork.tables import JobSlot
from tests import build
from tests.build import NOW, TODAY
from tests.integration.placements.works import works

DAY = timedelta(days=1)


def settings(tmp_path: Path) -> Settings:
    return Settings(var=tmp_path, keep_messages_days=90, keep_looks_days=400, keep_failed_runs_days=30)


def test_messages_that_are_done_go_and_those_that_wait_stay(database: Database, tmp_path: Path) -> None:
    with database.transaction() as session:
        for number, (state, days) in enumerate(
            [(OutboxState.SENT, 91), (OutboxState.WITHHELD, 91), (OutboxState.GIVEN_UP, 91), (OutboxState.SENT, 89)]
        ):
            outbox.put(session, NOW - 100 * DAY, "kind", f"{number}")
            session.flush()
            row = session.scalars(select(OutboxMessage).where(OutboxMessage.key == f"{number}")).one()
            row.state, row.done_at = state, NOW - days * DAY
        outbox.put(session, NOW - 1000 * DAY, "kind", "waits")
    assert clean_up(database, settings(tmp_path), NOW)["messages"] == 3
    with database.reading() as session:
        assert set(session.scalars(select(OutboxMessage.key))) == {"3", "waits"}


def test_old_looks_go_and_changes_never_do(database: Database, tmp_path: Path) -> None:
    with database.transaction() as session:
        audit.record(session, NOW - 401 * DAY, 1, "looked", "citizen:1")
        audit.record(session, NOW - 399 * DAY, 1, "looked", "citizen:2")
        audit.record(session, NOW - 4000 * DAY, 1, "follow_up.held", "citizen:3")
    assert clean_up(database, settings(tmp_path), NOW)["looks"] == 1
    with database.reading() as session:
        assert set(session.scalars(select(AuditEntry.subject))) == {"citizen:2", "citizen:3"}


def test_it_goes_batch_by_batch(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "BATCH", 3)
    with database.transaction() as session:
        for number in range(8):
            audit.record(session, NOW - 401 * DAY, 1, "looked", f"citizen:{number}")
            session.add(JobSlot(job="job", slot=str(number), done_at=NOW - KEEP_SLOTS - DAY))
    found = clean_up(database, settings(tmp_path), NOW)
    assert (found["looks"], found["slots"]) == (8, 8)
    assert clean_up(database, settings(tmp_path), NOW) == dict.fromkeys(found, 0)


def test_files_of_failed_runs_go_by_their_age(sqlite: Database, tmp_path: Path) -> None:
    folder = tmp_path / "failed-runs"
    folder.mkdir()
    for name, days in [("old.json", 31), ("new.json", 29), ("notes.txt", 99)]:
        (folder / name).write_text("{}")
        os.utime(folder / name, ((NOW - days * DAY).timestamp(),) * 2)
    assert clean_up(sqlite, settings(tmp_path), NOW)["files"] == 1
    assert {path.name for path in folder.iterdir()} == {"new.json", "notes.txt"}


@pytest.mark.parametrize(
    "field",
    [
        "keep_messages_days",
        "keep_looks_days",
        "keep_failed_runs_days",
        "keep_uploads_days",
        "keep_attendance_days",
        "keep_troubles_days",
    ],
)
def test_no_period_can_be_set_to_nothing(field: str) -> None:
    with pytest.raises(ValueError, match=field):
        Settings.model_validate({field: 0})


def test_when_somebody_was_busy_or_away_goes_a_month_after(database: Database, tmp_path: Path) -> None:
    with database.transaction() as session:
        user = build.user(session).id
        source = CalendarSource(user_id=user, kind=SourceKind.FILE)
        session.add(source)
        session.flush()
        for days in (29, 31):
            over = NOW - days * DAY
            session.add(ImportedBusy(source_id=source.id, starts_at=over - DAY, ends_at=over))
            session.add(Absence(user_id=user, first=(over - DAY).date(), last=over.date()))
    found = clean_up(database, settings(tmp_path), NOW)
    assert (found["busy_times"], found["absences"]) == (1, 1)
    with database.reading() as session:
        assert session.scalars(select(ImportedBusy.ends_at)).all() == [NOW - 29 * DAY]
        assert session.scalars(select(Absence.last)).all() == [(NOW - 29 * DAY).date()]


def test_keys_of_forms_go_after_a_week_and_sheets_after_their_period(sqlite: Database, tmp_path: Path) -> None:
    with sqlite.transaction() as session:
        user = build.user(session)
        for days in (6, 8, 40):
            session.add(MadeOnce(user_id=user.id, key=f"{days}", what="meeting", row_id=1, at=NOW - days * DAY))
            session.add(Upload(user_id=user.id, kind="companies", name=f"{days}", content=b"x", at=NOW - days * DAY))
    found = clean_up(sqlite, settings(tmp_path), NOW)
    assert (found["keys"], found["uploads"]) == (2, 1)
    with sqlite.reading() as session:
        assert list(session.scalars(select(MadeOnce.key))) == ["6"]
        assert list(session.scalars(select(Upload.name).order_by(Upload.name))) == ["6", "8"]


def test_days_and_messages_of_placements_go_when_their_time_is_over(sqlite: Database, tmp_path: Path) -> None:
    own = settings(tmp_path)
    with sqlite.transaction() as session:
        town = works(session)
        for days in (own.keep_attendance_days, own.keep_attendance_days + 2):
            day = TODAY - days * DAY
            row = {"placement_id": town.placement.id, "user_id": town.employer.id, "at": NOW}
            session.add(Attendance(day=day, presence=Presence.CAME, **row))
        for closed in (None, own.keep_troubles_days - 1, own.keep_troubles_days + 1):
            made = report(session, NOW, town.employer, town.placement.id, "other", f"{closed}")
            session.add(TroubleNote(trouble_id=made.id, at=NOW, user_id=town.consultant.id, text="x"))
            made.closed_at = None if closed is None else NOW - closed * DAY
    found = clean_up(sqlite, own, NOW, periods(own))
    assert (found["attendance"], found["troubles"]) == (1, 1)
    with sqlite.reading() as session:
        assert list(session.scalars(select(Trouble.text).order_by(Trouble.id))) == [
            "None",
            f"{own.keep_troubles_days - 1}",
        ]
        assert len(session.scalars(select(TroubleNote)).all()) == 2
