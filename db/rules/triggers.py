"""Triggers: marks that make versions, headers carried to the facts, territories kept on customers.

All are statement triggers with transition tables, run as the writer, and ENABLE ALWAYS so that they also fire
under `session_replication_role = replica`. TRUNCATE of a fact is refused: it would leave no mark.
"""

from collections.abc import Iterator

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

WHOLE_TOPICS = ("quotas", "calendar")
"""Tables whose every row counts in answers: any write is a mark."""

_CARRIED = ("business_date", "territory_id", "channel_id", "person_id", "status", "currency", "rate")


def _function(name: str, body: str) -> str:
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$\n"
        f"BEGIN\n{body}\n    RETURN NULL;\nEND $$"
    )


def _trigger(table: str, event: str, function: str, name: str) -> Iterator[str]:
    """A statement trigger after `event`, with the transition tables that the event has, and always on."""
    referencing = {
        "INSERT": "REFERENCING NEW TABLE AS new_rows",
        "DELETE": "REFERENCING OLD TABLE AS old_rows",
        "UPDATE": "REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows",
    }[event]
    trigger = f"{name}_{event.lower()}"
    yield (
        f"CREATE TRIGGER {trigger} AFTER {event} ON sales.{table} {referencing} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
    )
    yield f"ALTER TABLE sales.{table} ENABLE ALWAYS TRIGGER {trigger}"


def _day_marks() -> Iterator[str]:
    for table, days in _DAYS_OF.items():
        old, new = days.format(rows="old_rows"), days.format(rows="new_rows")
        bodies = {"INSERT": new, "DELETE": old, "UPDATE": f"{new} UNION {old}"}
        for event, source in bodies.items():
            function = f"rollup.mark_{table}_{event.lower()}"
            body = f"    INSERT INTO rollup.marks (day) SELECT DISTINCT d.day FROM ({source}) AS d;"
            yield _function(function, body)
            yield from _trigger(table, event, function, "mark")


def _topic_marks() -> Iterator[str]:
    for table, columns in TOPICS.items():
        key = {"people": "person_id", "categories": "category_id", "territories": "territory_id"}.get(
            table, f"{table[:-1]}_id"
        )
        before = ", ".join(f"o.{c}" for c in columns)
        after = ", ".join(f"n.{c}" for c in columns)
        body = (
            f"    IF EXISTS (SELECT FROM old_rows AS o LEFT JOIN new_rows AS n USING ({key}) "
            f"WHERE ({before}) IS DISTINCT FROM ({after})) THEN\n"
            f"        INSERT INTO rollup.topic_marks (topic) VALUES ('{table}');\n    END IF;"
        )
        yield _function(f"rollup.mark_{table}", body)
        yield from _trigger(table, "UPDATE", f"rollup.mark_{table}", "mark")
    for table in WHOLE_TOPICS:
        body = f"    INSERT INTO rollup.topic_marks (topic) VALUES ('{table}');"
        yield _function(f"rollup.mark_{table}", body)
        for event in ("INSERT", "UPDATE", "DELETE"):
            yield from _trigger(table, event, f"rollup.mark_{table}", "mark")


def _document_marks() -> Iterator[str]:
    """Lines are counted as cancelled by their document's kind, which they do not repeat."""
    bodies = {
        "UPDATE": "SELECT n.business_date AS day FROM new_rows AS n JOIN old_rows AS o USING (customer_id, order_id) "
        "WHERE n.document_kind <> o.document_kind",
        "DELETE": "SELECT business_date AS day FROM old_rows WHERE document_kind = 'credit_note'",
    }
    for event, source in bodies.items():
        function = f"rollup.mark_orders_{event.lower()}"
        yield _function(function, f"    INSERT INTO rollup.marks (day) SELECT DISTINCT d.day FROM ({source}) AS d;")
        yield from _trigger("orders", event, function, "mark")


def _replayed_marks() -> Iterator[str]:
    """Under `session_replication_role = replica` foreign keys are off: what facts name may come or go without them."""
    days = "INSERT INTO rollup.marks (day) SELECT DISTINCT business_date FROM new_rows"
    bodies = {t: (f"INSERT INTO rollup.topic_marks (topic) VALUES ('{t}')", ("INSERT", "DELETE")) for t in TOPICS}
    for table, (statement, events) in {**bodies, "orders": (days, ("INSERT",))}.items():
        function = f"rollup.mark_replayed_{table}"
        body = f"    IF current_setting('session_replication_role') = 'replica' THEN\n        {statement};\n    END IF;"
        yield _function(function, body)
        for event in events:
            yield from _trigger(table, event, function, "mark")


def _carry_headers() -> Iterator[str]:
    """A change to an order's header reaches its facts, and the returns of its sales, in the same statement."""
    changed = ", ".join(f"{c} = o.{c}" for c in _CARRIED)
    old, new = (", ".join(f"{rows}.{c}" for c in _CARRIED) for rows in ("b", "n"))
    moved = (
        "EXISTS (SELECT FROM new_rows AS n JOIN old_rows AS b USING (customer_id, order_id) "
        f"WHERE ({old}) IS DISTINCT FROM ({new}) AND customer_id = f.customer_id AND order_id {{which}})"
    )
    mine = "FROM sales.orders AS o WHERE o.customer_id = f.customer_id AND o.order_id = f.order_id AND "
    sale_date = (
        "(SELECT s.business_date FROM sales.orders AS s "
        "WHERE s.customer_id = f.customer_id AND s.order_id = f.sale_order_id)"
    )
    own, either = moved.format(which="= f.order_id"), moved.format(which="IN (f.order_id, f.sale_order_id)")
    updates = (
        f"    UPDATE sales.order_lines AS f SET {changed} {mine}{own};",
        f"    UPDATE sales.returns AS f SET {changed}, sale_date = {sale_date} {mine}{either};",
        f"    UPDATE sales.payments AS f SET territory_id = o.territory_id {mine}{own};",
    )
    yield _function("sales.carry_header", "\n".join(updates))
    yield from _trigger("orders", "UPDATE", "sales.carry_header", "carry_header")


def _check_headers() -> Iterator[str]:
    """A fact that does not repeat its order is refused: its territory decides who sees it."""
    of_facts = tuple(f"f.{c}" for c in _CARRIED)
    of_orders = tuple(f"o.{c}" for c in _CARRIED)
    repeated = {
        "order_lines": (of_facts, of_orders),
        "returns": (of_facts, of_orders),
        "payments": (("f.territory_id",), ("o.territory_id",)),
    }
    for table, (mine, theirs) in repeated.items():
        body = (
            "    IF EXISTS (SELECT FROM new_rows AS f JOIN sales.orders AS o USING (customer_id, order_id)\n"
            f"               WHERE ({', '.join(mine)}) IS DISTINCT FROM ({', '.join(theirs)})) THEN\n"
            f"        RAISE EXCEPTION 'a row of sales.{table} does not repeat its order';\n    END IF;"
        )
        if table == "returns":
            body += (
                "\n    IF EXISTS (SELECT FROM new_rows AS f JOIN sales.orders AS o\n"
                "               ON o.customer_id = f.customer_id AND o.order_id = f.sale_order_id\n"
                "               WHERE f.sale_date <> o.business_date) THEN\n"
                "        RAISE EXCEPTION 'a row of sales.returns does not repeat the date of its sale';\n    END IF;"
            )
        yield _function(f"sales.check_{table}", body)
        for event in ("INSERT", "UPDATE"):
            yield from _trigger(table, event, f"sales.check_{table}", "check_header")


def _customer_territories() -> Iterator[str]:
    """A customer is seen by whoever may see one of the customer's documents."""
    body = (
        "    UPDATE sales.customers AS c SET territory_ids = t.ids FROM (\n"
        "        SELECT n.customer_id, array_agg(DISTINCT n.territory_id ORDER BY n.territory_id) AS ids\n"
        "        FROM sales.orders AS n WHERE n.customer_id IN (SELECT customer_id FROM {rows})\n"
        "        GROUP BY n.customer_id) AS t\n"
        "    WHERE c.customer_id = t.customer_id AND c.territory_ids <> t.ids;\n"
    )
    emptied = (
        "    UPDATE sales.customers AS c SET territory_ids = '{}' WHERE c.territory_ids <> '{}'\n"
        "        AND c.customer_id IN (SELECT customer_id FROM old_rows)\n"
        "        AND NOT EXISTS (SELECT FROM sales.orders AS o WHERE o.customer_id = c.customer_id);"
    )
    added = (
        "    UPDATE sales.customers AS c SET territory_ids = ARRAY(\n"
        "        SELECT DISTINCT x FROM unnest(c.territory_ids || t.ids) AS x ORDER BY x) FROM (\n"
        "        SELECT customer_id, array_agg(DISTINCT territory_id) AS ids FROM new_rows\n"
        "        GROUP BY customer_id) AS t\n"
        "    WHERE c.customer_id = t.customer_id AND NOT c.territory_ids @> t.ids;"
    )
    bodies = {
        "INSERT": added,
        "UPDATE": body.replace("{rows}", "new_rows"),
        "DELETE": body.replace("{rows}", "old_rows") + emptied,
    }
    for event, text in bodies.items():
        function = f"sales.keep_territories_{event.lower()}"
        yield _function(function, text)
        yield from _trigger("orders", event, function, "keep_territories")


def _refuse_truncate() -> Iterator[str]:
    yield (
        "CREATE FUNCTION sales.refuse_truncate() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$\n"
        "BEGIN\n    RAISE EXCEPTION 'TRUNCATE of %.% is refused: it would leave no mark; use DELETE', "
        "TG_TABLE_SCHEMA, TG_TABLE_NAME;\nEND $$"
    )
    for table in ("orders", "order_lines", "returns", "quotas", "customers", "products"):
        yield (
            f"CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON sales.{table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION sales.refuse_truncate()"
        )
        yield f"ALTER TABLE sales.{table} ENABLE ALWAYS TRIGGER refuse_truncate"


def create_triggers() -> Iterator[str]:
    """Every trigger with its function, in an order that can be executed; `rollup.random_h` comes before."""
    yield from _day_marks()
    yield from _topic_marks()
    yield from _document_marks()
    yield from _replayed_marks()
    yield from _carry_headers()
    yield from _check_headers()
    yield from _customer_territories()
    yield from _refuse_truncate()
