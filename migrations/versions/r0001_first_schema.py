"""First schema: reference data, parties, facts, access, imports, marks, with roles, triggers and row policies."""

from alembic import op

from migrations.frozen import execute

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = ("reference", "parties", "facts", "marks", "intake", "access")


def upgrade() -> None:
    """From an empty database. The login must be able to create the roles; all else is owned by dashboard_owner."""
    connection = op.get_bind()
    execute(connection, revision, "roles")
    connection.exec_driver_sql("SET LOCAL ROLE dashboard_owner")
    execute(connection, revision, "schemas", *TABLES, "triggers", "policies", "privileges")
    connection.exec_driver_sql("RESET ROLE")
    connection.exec_driver_sql(
        "GRANT SELECT ON public.alembic_version TO dashboard_app, dashboard_reader, dashboard_backup"
    )


def downgrade() -> None:
    """Drops the schemas with all that is in them."""
    connection = op.get_bind()
    connection.exec_driver_sql("SET LOCAL ROLE dashboard_owner")
    for schema in ("rollup", "app", "sales"):
        connection.exec_driver_sql(f"DROP SCHEMA {schema} CASCADE")
    connection.exec_driver_sql("RESET ROLE")
