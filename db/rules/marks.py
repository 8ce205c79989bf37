"""Marks: every statement that writes facts or what answers join leaves a random mark of what it touched.

TRUNCATE is refused: it would leave no mark. The triggers fire under `session_replication_role = replica` too.
"""

from collections.abc import Iterator

from db.rules.statement_triggers import function, trigger

RANDOM_H = """
CREATE FUNCTION rollup.random_h() RETURNS bigint LANGUAGE sql VOLATILE SET search_path = '' AS $$
    SELECT 1 + (('x' || substr(replace(gen_random_uuid()::text, '-', ''), 17, 16))::bit(64)::bigint
                & 1152921504606846975)
$$
"""
"""Between 1 and 2^60; random, since a count or a sequence would name two states alike."""

_DAYS_OF = {
    "order_lines": "SELECT business_date AS day FROM {rows}",
    "returns": "SELECT business_date AS day FROM {rows} UNION SELECT sale_date FROM {rows} WHERE sale_date IS NOT NULL",
}

TOPICS: dict[str, tuple[str, ...]] = {
    "customers": ("name", "segment_id"),
    "products": ("name", "source_key", "category_id"),
    "categories": ("name",),
    "territories": ("name", "region", "country"),
    "channels": ("name",),
    "segments": ("name",),
    "people": ("name", "team_id"),
    "teams": ("name",),
}
"""Reference tables joined at read, and the columns an answer can show. A new row changes no answer: facts
that name it are written later and leave their own mark, unless foreign keys are off; see `_replayed_marks`."""

_KEPT = {"customers": ("territory_ids",)}
"""Columns that triggers keep, beside facts that leave their own marks; written by hand they are a change too."""

WHOLE_TOPICS = ("quotas", "calendar")
"""Tables whose every row counts in answers: any write is a mark."""


def _day_marks() -> Iterator[str]:
    for table, days in _DAYS_OF.items():
        old, new = days.format(rows="old_rows"), days.format(rows="new_rows")
        bodies = {"INSERT": new, "DELETE": old, "UPDATE": f"{new} UNION {old}"}
        for event, source in bodies.items():
            name = f"rollup.mark_{table}_{event.lower()}"
            body = f"    INSERT INTO rollup.marks (day) SELECT DISTINCT d.day FROM ({source}) AS d;"
            yield function(name, body)
            yield from trigger(table, event, name, "mark")


def _topic_marks() -> Iterator[str]:
    for table, columns in TOPICS.items():
        key = {"people": "person_id", "categories": "category_id", "territories": "territory_id"}.get(
            table, f"{table[:-1]}_id"
        )
        changed = _differs(key, columns)
        if table in _KEPT:
            changed += f"\n        OR (pg_trigger_depth() = 1 AND {_differs(key, _KEPT[table])})"
        body = f"    IF {changed} THEN\n        INSERT INTO rollup.topic_marks (topic) VALUES ('{table}');\n    END IF;"
        yield function(f"rollup.mark_{table}", body)
        yield from trigger(table, "UPDATE", f"rollup.mark_{table}", "mark")
    for table in WHOLE_TOPICS:
        body = f"    INSERT INTO rollup.topic_marks (topic) VALUES ('{table}');"
        yield function(f"rollup.mark_{table}", body)
        for event in ("INSERT", "UPDATE", "DELETE"):
            yield from trigger(table, event, f"rollup.mark_{table}", "mark")


def _differs(key: str, columns: tuple[str, ...]) -> str:
    shown = ", ".join((key, *columns))
    return f"EXISTS (SELECT {shown} FROM old_rows EXCEPT SELECT {shown} FROM new_rows)"


def _document_marks() -> Iterator[str]:
    """Lines are counted as cancelled by their document's kind, which they do not repeat."""
    bodies = {
        "UPDATE": "SELECT n.business_date AS day FROM new_rows AS n JOIN old_rows AS o USING (customer_id, order_id) "
        "WHERE n.document_kind <> o.document_kind",
        "DELETE": "SELECT business_date AS day FROM old_rows WHERE document_kind = 'credit_note'",
    }
    for event, source in bodies.items():
        name = f"rollup.mark_orders_{event.lower()}"
        yield function(name, f"    INSERT INTO rollup.marks (day) SELECT DISTINCT d.day FROM ({source}) AS d;")
        yield from trigger("orders", event, name, "mark")


def _replayed_marks() -> Iterator[str]:
    """Under `session_replication_role = replica` foreign keys are off: what facts name may come or go without them."""
    days = "INSERT INTO rollup.marks (day) SELECT DISTINCT business_date FROM new_rows"
    bodies = {t: (f"INSERT INTO rollup.topic_marks (topic) VALUES ('{t}')", ("INSERT", "DELETE")) for t in TOPICS}
    for table, (statement, events) in {**bodies, "orders": (days, ("INSERT",))}.items():
        name = f"rollup.mark_replayed_{table}"
        body = f"    IF current_setting('session_replication_role') = 'replica' THEN\n        {statement};\n    END IF;"
        yield function(name, body)
        for event in events:
            yield from trigger(table, event, name, "mark")


def _refuse_truncate() -> Iterator[str]:
    yield (
        "CREATE FUNCTION sales.refuse_truncate() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$\n"
        "BEGIN\n    RAISE EXCEPTION 'TRUNCATE of %.% is refused: it would leave no mark; use DELETE', "
        "TG_TABLE_SCHEMA, TG_TABLE_NAME;\nEND $$"
    )
    for table in ("orders", "order_lines", "returns", "quotas", "customers", "products", "calendar"):
        yield (
            f"CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON sales.{table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION sales.refuse_truncate()"
        )
        yield f"ALTER TABLE sales.{table} ENABLE ALWAYS TRIGGER refuse_truncate"


def create_marks() -> Iterator[str]:
    """The marking functions and their triggers, in an order that can be executed."""
    yield from _day_marks()
    yield from _topic_marks()
    yield from _document_marks()
    yield from _replayed_marks()
    yield from _refuse_truncate()
