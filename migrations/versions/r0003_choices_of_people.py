"""How a person wants numbers and days written, and figures saved."""

from alembic import op

from migrations.frozen import execute

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two columns that are empty at first: everyone keeps what the browser says."""
    connection = op.get_bind()
    connection.exec_driver_sql("SET LOCAL ROLE dashboard_owner")
    execute(connection, revision, "choices")
    connection.exec_driver_sql("RESET ROLE")


def downgrade() -> None:
    """Drops the choices."""
    connection = op.get_bind()
    connection.exec_driver_sql("SET LOCAL ROLE dashboard_owner")
    execute(connection, revision, "choices_down")
    connection.exec_driver_sql("RESET ROLE")
