"""The schema `jobs`: procrastinate's queue, made from the SQL that its installed package carries.

Its functions run as who calls them and name their search path; only `dashboard_app` may call them. The SQL is taken
from the package and not frozen, so what it was is: SCHEMA_VERSION and SCHEMA_SHA256. A package that brings another
needs a revision of ours that applies the package's own migrations.
"""

import hashlib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from db.errors import StoreError
from db.rules.roles import APP, BACKUP

SCHEMA = "jobs"
SCHEMA_VERSION = "03.04.00_50_post_add_retry_failed_job_procedure"
"""The package's newest migration that its schema holds."""
SCHEMA_SHA256 = "c70ec4b400a60ad9592787653aae5ae77ae41bf801d56b5bd2712751a07f2009"
"""Of the package's schema.sql."""

_TABLES = {
    "procrastinate_jobs": "The queue: one row a job",
    "procrastinate_events": "What happened to each job, and when",
    "procrastinate_periodic_defers": "Which turns of which schedule were queued, so that each is queued once",
    "procrastinate_workers": "Workers that run, each with its last heartbeat",
}

BEFORE = ("CREATE SCHEMA jobs", "SET LOCAL search_path = jobs")

AFTER = (
    "SET LOCAL search_path TO DEFAULT",
    """DO $$ DECLARE made record; BEGIN
    FOR made IN SELECT oid::regprocedure AS name, prorettype = 'trigger'::regtype AS fires FROM pg_catalog.pg_proc
        WHERE pronamespace = 'jobs'::regnamespace
    LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = jobs, pg_temp', made.name);
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', made.name);
        IF NOT made.fires THEN EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO dashboard_app', made.name); END IF;
    END LOOP;
END $$""",
    f"GRANT USAGE ON SCHEMA jobs TO {APP}, {BACKUP}",
    f"GRANT SELECT, INSERT, UPDATE, DELETE ON jobs.procrastinate_jobs, jobs.procrastinate_periodic_defers TO {APP}",
    f"GRANT SELECT, INSERT, UPDATE, DELETE ON jobs.procrastinate_workers TO {APP}",
    f"GRANT SELECT, INSERT ON jobs.procrastinate_events TO {APP}",
    f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA jobs TO {APP}",
    f"GRANT SELECT ON ALL TABLES IN SCHEMA jobs TO {BACKUP}",
    *(f"COMMENT ON TABLE jobs.{table} IS '{comment}'" for table, comment in _TABLES.items()),
    f"COMMENT ON SCHEMA jobs IS 'procrastinate, schema of {SCHEMA_VERSION}'",
)


def package_folder() -> Path:
    """Where the installed package keeps its SQL. Nothing of it is imported."""
    found = find_spec("procrastinate")
    if found is None or found.origin is None:
        raise StoreError("the package procrastinate is not installed, whose SQL makes the schema jobs")
    return Path(found.origin).parent / "sql"


def package_sql() -> str:
    """The package's schema, in one script. Raises StoreError when it is not the one that this code was written for."""
    script = (package_folder() / "schema.sql").read_bytes()
    if hashlib.sha256(script).hexdigest() != SCHEMA_SHA256:
        raise StoreError(
            f"the installed procrastinate brings another schema than {SCHEMA_VERSION}: install the version that "
            "requirements.lock names, or add a revision that applies the package's newer migrations"
        )
    return script.decode()


def create_jobs() -> Iterator[str]:
    """Statements, the package's script as one of them, in an order that can be executed."""
    yield from BEFORE
    yield package_sql()
    yield from AFTER
