"""Lines and returns repeat the moment of their order; subcategories, brands, promotions of returns; search by prefix;
payments and rates leave marks."""

from alembic import op

from migrations.frozen import execute

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Fills existing lines and returns from their orders. Nobody else reads or writes the facts meanwhile.

    The owner is under the tables' forced row security, without a policy: forcing ends for the filling, and begins
    again in the same transaction. Triggers are off for it: no answer given so far can differ, so nothing is marked.
    """
    connection = op.get_bind()
    connection.exec_driver_sql("SET LOCAL ROLE dashboard_owner")
    execute(connection, revision, "goods", "moments", "triggers")
    connection.exec_driver_sql("RESET ROLE")


def downgrade() -> None:
    """Drops what was added, with what is in it."""
    connection = op.get_bind()
    connection.exec_driver_sql("SET LOCAL ROLE dashboard_owner")
    execute(connection, revision, "goods_down", "triggers_down", "moments_down")
    connection.exec_driver_sql("RESET ROLE")
