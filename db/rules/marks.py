"""Marks: every statement that writes facts or what answers join leaves a random mark of what it touched.

TRUNCATE is refused: it would leave no mark. The triggers fire under `session_replication_role = replica` too.
"""

from collections.abc import Iterator

from db.rules.statement_triggers import function, planned, trigger

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

_PAID = "SELECT DISTINCT customer_id, order_id FROM {rows}"
_DAYS_PAID = (
    "SELECT o.business_date AS day FROM sales.orders AS o JOIN paid USING (customer_id, order_id) "
    "UNION SELECT l.business_date FROM sales.order_lines AS l JOIN paid USING (customer_id, order_id) "
    "UNION SELECT r.business_date FROM sales.returns AS r JOIN paid USING (customer_id, order_id) "
    "UNION SELECT r.business_date FROM sales.returns AS r JOIN paid AS p "
    "ON p.customer_id = r.customer_id AND p.order_id = r.sale_order_id"
)
"""What is paid on an order changes how far its lines, its returned lines and the returns of its sales are paid. Lines
are looked at beside their order: it may be gone before them where foreign keys are off."""

TOPICS: dict[str, tuple[str, ...]] = {
    "customers": ("name", "segment_id"),
    "products": ("name", "source_key", "category_id", "subcategory_id", "brand"),
    "categories": ("name",),
    "subcategories": ("name", "category_id"),
    "territories": ("name", "region", "country"),
    "channels": ("name",),
    "segments": ("name",),
    "people": ("name", "team_id"),
    "teams": ("name",),
    "promotions": ("name",),
    "currencies": ("name",),
}
"""Reference tables joined at read, and the columns an answer can show. A new row changes no answer: facts
that name it are written later and leave their own mark, unless foreign keys are off; see `_replayed_marks`."""

_KEYS = {
    "people": "person_id",
    "categories": "category_id",
    "subcategories": "subcategory_id",
    "territories": "territory_id",
    "currencies": "currency",
}
"""Keys that are not named like their table."""

_KEPT = {"customers": ("territory_ids",)}
"""Columns that triggers keep, beside facts that leave their own marks; written by hand they are a change too."""

WHOLE_TOPICS = ("quotas", "calendar", "rates")
"""Tables whose every row counts in answers: any write is a mark."""

_NEVER_TRUNCATED = ("orders", "order_lines", "returns", "payments", "customers", "products", *WHOLE_TOPICS)
"""The other tables are named by one of these, so that TRUNCATE of them needs CASCADE and is refused as well."""


def _day_marks() -> Iterator[str]:
    for table, days in _DAYS_OF.items():
        old, new = days.format(rows="old_rows"), days.format(rows="new_rows")
        bodies = {"INSERT": new, "DELETE": old, "UPDATE": f"{new} UNION {old}"}
        for event, source in bodies.items():
            name = f"rollup.mark_{table}_{event.lower()}"
            body = f"    INSERT INTO rollup.marks (day) SELECT DISTINCT d.day FROM ({source}) AS d;"
            yield function(name, body)
            yield from trigger(table, event, name, "mark")


def _payment_marks() -> Iterator[str]:
    old, new = _PAID.format(rows="old_rows"), _PAID.format(rows="new_rows")
    for event, paid in {"INSERT": new, "DELETE": old, "UPDATE": f"{new} UNION {old}"}.items():
        name = f"rollup.mark_payments_{event.lower()}"
        statement = f"INSERT INTO rollup.marks (day) WITH paid AS ({paid}) {_DAYS_PAID}"
        yield function(name, planned(statement))
        yield from trigger("payments", event, name, "mark")


def _topic_marks() -> Iterator[str]:
    for table, columns in TOPICS.items():
        changed = _differs(_KEYS.get(table, f"{table[:-1]}_id"), columns)
        if table in _KEPT:
            changed += f"\n        OR (pg_trigger_depth() = 1 AND {_differs('customer_id', _KEPT[table])})"
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
    """Lines are counted as cancelled by their document's kind, and as paid by what is paid on it: neither is repeated.

    A document takes its lines along, which mark, but not where foreign keys are off.
    """
    bodies = {
        "UPDATE": "SELECT n.business_date AS day FROM new_rows AS n JOIN old_rows AS o USING (customer_id, order_id) "
        "WHERE n.document_kind <> o.document_kind",
        "DELETE": "SELECT business_date AS day FROM old_rows",
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
    for table in (
        "orders",
        "order_lines",
        "returns",
        "payments",
        "quotas",
        "customers",
        "products",
        "calendar",
        "rates",
    ):
        yield (
            f"CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON sales.{table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION sales.refuse_truncate()"
        )
        yield f"ALTER TABLE sales.{table} ENABLE ALWAYS TRIGGER refuse_truncate"


def create_marks() -> Iterator[str]:
    """The marking functions and their triggers, in an order that can be executed."""
    yield from _day_marks()
    yield from _payment_marks()
    yield from _topic_marks()
    yield from _document_marks()
    yield from _replayed_marks()
    yield from _refuse_truncate()
