"""Headers: facts repeat their order, and customers are seen by the territories of their documents."""

from collections.abc import Iterator

from db.rules.statement_triggers import function, planned, trigger

_CARRIED = ("ordered_at", "business_date", "territory_id", "channel_id", "person_id", "status", "currency", "rate")


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
        # Waits for who is adding facts to the order, and lets nobody begin to: theirs would keep the old header.
        f"SELECT FROM sales.orders AS f WHERE {own} ORDER BY f.customer_id, f.order_id FOR UPDATE",
        f"UPDATE sales.order_lines AS f SET {changed} {mine}{own}",
        f"UPDATE sales.returns AS f SET {changed}, sale_date = {sale_date} {mine}{either}",
        f"UPDATE sales.payments AS f SET territory_id = o.territory_id {mine}{own}",
    )
    yield function("sales.carry_header", "\n".join(planned(update) for update in updates))
    yield from trigger("orders", "UPDATE", "sales.carry_header", "carry_header")


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
        body = _refusal(
            "SELECT EXISTS (SELECT FROM new_rows AS f JOIN sales.orders AS o USING (customer_id, order_id) "
            f"WHERE ({', '.join(mine)}) IS DISTINCT FROM ({', '.join(theirs)}))",
            f"a row of sales.{table} does not repeat its order",
        )
        if table == "returns":
            body += "\n" + _refusal(
                "SELECT EXISTS (SELECT FROM new_rows AS f JOIN sales.orders AS o "
                "ON o.customer_id = f.customer_id AND o.order_id = f.sale_order_id "
                "WHERE f.sale_date <> o.business_date)",
                "a row of sales.returns does not repeat the date of its sale",
            )
        yield function(f"sales.check_{table}", body, "DECLARE broken boolean;\n")
        for event in ("INSERT", "UPDATE"):
            yield from trigger(table, event, f"sales.check_{table}", "check_header")


def _refusal(question: str, sentence: str) -> str:
    return f"{planned(question, into='broken')}\n    IF broken THEN\n        RAISE EXCEPTION '{sentence}';\n    END IF;"


def _customer_territories() -> Iterator[str]:
    """A customer is seen by whoever may see one of the customer's documents."""
    counted = (
        "UPDATE sales.customers AS c SET territory_ids = t.ids FROM (\n"
        "        SELECT n.customer_id, array_agg(DISTINCT n.territory_id ORDER BY n.territory_id) AS ids\n"
        "        FROM sales.orders AS n WHERE n.customer_id IN (SELECT customer_id FROM {rows})\n"
        "        GROUP BY n.customer_id) AS t\n"
        "    WHERE c.customer_id = t.customer_id AND c.territory_ids <> t.ids"
    )
    emptied = (
        "UPDATE sales.customers AS c SET territory_ids = '{}' WHERE c.territory_ids <> '{}'\n"
        "        AND c.customer_id IN (SELECT customer_id FROM old_rows)\n"
        "        AND NOT EXISTS (SELECT FROM sales.orders AS o WHERE o.customer_id = c.customer_id)"
    )
    added = (
        "UPDATE sales.customers AS c SET territory_ids = ARRAY(\n"
        "        SELECT DISTINCT x FROM unnest(c.territory_ids || t.ids) AS x ORDER BY x) FROM (\n"
        "        SELECT customer_id, array_agg(DISTINCT territory_id) AS ids FROM new_rows\n"
        "        GROUP BY customer_id) AS t\n"
        "    WHERE c.customer_id = t.customer_id AND NOT c.territory_ids @> t.ids"
    )
    left = "SELECT b.customer_id FROM old_rows AS b"
    moved = f"{left} JOIN new_rows AS n USING (customer_id, order_id) WHERE n.territory_id <> b.territory_id"
    # Waits for who is adding documents to these customers: what is counted next is then all there is.
    alone = "SELECT FROM sales.customers AS c WHERE c.customer_id IN ({which}) ORDER BY c.customer_id FOR UPDATE"
    statements = {
        "INSERT": (added,),
        "UPDATE": (alone.replace("{which}", moved), counted.replace("{rows}", "new_rows")),
        "DELETE": (alone.replace("{which}", left), counted.replace("{rows}", "old_rows"), emptied),
    }
    for event, texts in statements.items():
        name = f"sales.keep_territories_{event.lower()}"
        yield function(name, "\n".join(planned(text) for text in texts))
        yield from trigger("orders", event, name, "keep_territories")


def create_headers() -> Iterator[str]:
    """The carrying, checking and keeping functions and their triggers, in an order that can be executed."""
    yield from _carry_headers()
    yield from _check_headers()
    yield from _customer_territories()
