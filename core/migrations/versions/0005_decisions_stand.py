"""decisions stand

A decision under the cap (rimelighedskrav) is written once. The database itself refuses to change or delete it, whoever
asks: a trigger for each row on both databases, and on PostgreSQL one against emptying the table.
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLE = "quota_decisions"
MESSAGE = "quota_decisions_stand"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE FUNCTION {MESSAGE}() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {MESSAGE} BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {MESSAGE}()"
        )
        op.execute(
            f"CREATE TRIGGER {MESSAGE}_all BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION {MESSAGE}()"
        )
        return
    for what in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER {MESSAGE}_{what} BEFORE {what.upper()} ON {TABLE}"
            f" BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP TRIGGER {MESSAGE}_all ON {TABLE}")
        op.execute(f"DROP TRIGGER {MESSAGE} ON {TABLE}")
        op.execute(f"DROP FUNCTION {MESSAGE}()")
        return
    for what in ("update", "delete"):
        op.execute(f"DROP TRIGGER {MESSAGE}_{what}")
