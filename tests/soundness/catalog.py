"""All that a database says of itself, as text, for comparing two of them."""

from sqlalchemy import Engine, text

_OURS = "('sales', 'app', 'rollup', 'jobs')"
_TABLES = f"pg_class AS c WHERE c.relnamespace::regnamespace::text IN {_OURS}"

PARTS: dict[str, str] = {
    "schemas": f"SELECT nspname, nspowner::regrole, nspacl::text FROM pg_namespace WHERE nspname IN {_OURS}",
    "relations": "SELECT c.oid::regclass, relkind, relowner::regrole, relrowsecurity, relforcerowsecurity, "
    f"relpersistence, reloptions, relacl::text, obj_description(c.oid, 'pg_class') FROM {_TABLES}",
    "columns": "SELECT attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull, attidentity, "
    "attgenerated, attacl::text, pg_get_expr(d.adbin, d.adrelid), col_description(attrelid, attnum) "
    "FROM pg_attribute AS a LEFT JOIN pg_attrdef AS d ON d.adrelid = attrelid AND d.adnum = attnum "
    f"WHERE attnum > 0 AND NOT attisdropped AND attrelid IN (SELECT c.oid FROM {_TABLES} AND relkind IN ('r', 'v'))",
    "constraints": "SELECT conrelid::regclass, conname, contype, convalidated, pg_get_constraintdef(oid) "
    f"FROM pg_constraint WHERE connamespace::regnamespace::text IN {_OURS}",
    "indexes": f"SELECT schemaname, tablename, indexname, indexdef FROM pg_indexes WHERE schemaname IN {_OURS}",
    "sequences": "SELECT schemaname, sequencename, data_type, start_value, min_value, max_value, increment_by, cycle "
    f"FROM pg_sequences WHERE schemaname IN {_OURS}",
    "functions": "SELECT oid::regprocedure, proowner::regrole, proacl::text, pg_get_functiondef(oid) FROM pg_proc "
    f"WHERE pronamespace::regnamespace::text IN {_OURS}",
    "triggers": "SELECT tgrelid::regclass, tgname, tgenabled, pg_get_triggerdef(t.oid) FROM pg_trigger AS t "
    f"WHERE NOT tgisinternal AND tgrelid IN (SELECT c.oid FROM {_TABLES})",
    "policies": f"SELECT * FROM pg_policies WHERE schemaname IN {_OURS}",
    "roles": "SELECT rolname, rolsuper, rolinherit, rolbypassrls, rolcanlogin FROM pg_roles "
    "WHERE rolname LIKE 'dashboard%'",
}


def described(engine: Engine) -> dict[str, set[str]]:
    """Each part as a set of lines."""
    with engine.connect() as connection:
        return {
            name: {" | ".join(str(value) for value in row) for row in connection.execute(text(sql))}
            for name, sql in PARTS.items()
        }
