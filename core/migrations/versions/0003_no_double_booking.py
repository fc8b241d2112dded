"""no double booking

Nobody and no room is in two published meetings at once, refused by the database itself. PostgreSQL has exclusion
constraints; `int4range(x, x, '[]')` stands for the equality that would otherwise need the extension btree_gist. SQLite
has triggers, which hold because it lets one transaction write at a time. Meetings planned before get their bookings.
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OWNERS = ("user_id", "citizen_id", "room_id")
PUBLISHED = "state IN ('planned', 'invited', 'held') AND starts_at IS NOT NULL"


def upgrade() -> None:
    op.execute(f"UPDATE meetings SET sequence = 1 WHERE {PUBLISHED}")
    if op.get_bind().dialect.name == "postgresql":
        for owner in OWNERS:
            op.execute(_constraint(owner))
        _book(" ON CONFLICT DO NOTHING")
    else:
        _book("")
        for owner in OWNERS:
            op.execute(_trigger(owner, "insert", "INSERT"))
            op.execute(_trigger(owner, "update", f"UPDATE OF {owner}, starts_at, ends_at"))


def downgrade() -> None:
    for owner in OWNERS:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"ALTER TABLE bookings DROP CONSTRAINT ex_bookings_{owner}")
        else:
            op.execute(f"DROP TRIGGER ex_bookings_{owner}_insert")
            op.execute(f"DROP TRIGGER ex_bookings_{owner}_update")


def _constraint(owner: str) -> str:
    return (
        f"ALTER TABLE bookings ADD CONSTRAINT ex_bookings_{owner} EXCLUDE USING gist"
        f" (int4range({owner}, {owner}, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&)"
        f" WHERE ({owner} IS NOT NULL)"
    )


def _trigger(owner: str, name: str, when: str) -> str:
    return (
        f"CREATE TRIGGER ex_bookings_{owner}_{name} BEFORE {when} ON bookings WHEN NEW.{owner} IS NOT NULL BEGIN"
        f" SELECT RAISE(ABORT, 'ex_bookings_{owner}') FROM bookings AS other WHERE other.{owner} = NEW.{owner}"
        " AND other.starts_at < NEW.ends_at AND NEW.starts_at < other.ends_at AND other.id IS NOT NEW.id; END"
    )


def _book(otherwise: str) -> None:
    for owner in ("user_id", "citizen_id"):
        op.execute(
            f"INSERT INTO bookings (meeting_id, {owner}, starts_at, ends_at)"
            f" SELECT m.id, p.{owner}, m.starts_at, m.ends_at FROM meetings m JOIN participants p ON p.meeting_id = m.id"
            f" WHERE m.{PUBLISHED.replace(' starts_at', ' m.starts_at')} AND p.attends AND p.{owner} IS NOT NULL{otherwise}"
        )
    op.execute(
        "INSERT INTO bookings (meeting_id, room_id, starts_at, ends_at)"
        f" SELECT id, room_id, starts_at, ends_at FROM meetings WHERE {PUBLISHED} AND room_id IS NOT NULL{otherwise}"
    )
