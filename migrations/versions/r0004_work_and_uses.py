"""The queue of jobs, what came of them, and who uses what."""

from typing import Any, cast

from alembic import op

from db.rules.jobs import package_sql
from migrations.frozen import execute

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Four empty tables, and the schema `jobs` from the SQL of the package of the lock.

    That SQL is the one thing here that is not frozen; db/rules/jobs.py knows by its checksum what it was.
    """
    connection = op.get_bind()
    connection.exec_driver_sql("SET LOCAL ROLE dashboard_owner")
    execute(connection, revision, "work", "jobs")
    # Many statements in one: only the driver itself sends those.
    cast("Any", connection.connection.driver_connection).execute(package_sql())
    execute(connection, revision, "jobs_rights")
    connection.exec_driver_sql("RESET ROLE")


def downgrade() -> None:
    """Drops the queue with all jobs in it, and what is known of uses."""
    connection = op.get_bind()
    connection.exec_driver_sql("SET LOCAL ROLE dashboard_owner")
    execute(connection, revision, "jobs_down", "work_down")
    connection.exec_driver_sql("RESET ROLE")
