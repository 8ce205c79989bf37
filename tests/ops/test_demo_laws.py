"""What the demo company is like, asked in SQL of a database that holds 20,000 lines of it."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import create_engine, make_url, text

from db.demo import load
from db.engine import make_engine
from sales_core.cache import ProcessCache
from sales_core.periods import PeriodSpec
from sales_core.query import Query
from sales_core.viewer import EVERYTHING, Role, Viewer
from sales_core.workspace import Workspace

TODAY = date(2026, 5, 20)
Ask = Callable[[str], tuple[object, ...]]


@pytest.fixture(scope="module")
def demo(new_database: Callable[..., str]) -> str:
    """A database with 20,000 lines."""
    url = new_database()
    engine = make_engine(make_url(url).set(username="dashboard").render_as_string(hide_password=False))
    load(engine, 20_000, today=TODAY, seed=7)
    engine.dispose()
    return url


@pytest.fixture
def ask(demo: str) -> Iterator[Ask]:
    engine = create_engine(demo)
    with engine.connect() as connection:
        yield lambda query: tuple(connection.execute(text(query)).one())
    engine.dispose()


SALES = (
    "(SELECT *, net_price * quantity - order_discount AS net FROM sales.order_lines WHERE status = 'placed') AS placed"
)


def test_there_are_exactly_as_many_lines_as_asked_for(ask: Ask) -> None:
    assert ask("SELECT count(*), count(DISTINCT source) FROM sales.order_lines JOIN sales.orders USING (order_id)") == (
        20_000,
        1,
    )
    assert ask("SELECT value FROM app.settings WHERE name = 'demo'") == ("loaded:20000",)


def test_nothing_happens_after_yesterday(ask: Ask) -> None:
    latest = (
        "SELECT max(business_date), max(ordered_at) < '2026-05-20 00:00+00', bool_and((ordered_at AT TIME ZONE 'UTC')"
        "::date = business_date) FROM sales.orders"
    )
    assert ask(latest) == (date(2026, 5, 19), True, True)
    assert ask("SELECT max(paid_at) < '2026-05-20 00:00+00' FROM sales.payments") == (True,)
    assert ask("SELECT min(business_date) FROM sales.orders") == (date(2023, 4, 1),)


NO_ROW = {
    "a line, a return or a payment says what its order says": """
        SELECT f.order_id FROM (
            SELECT customer_id, order_id, ordered_at, business_date, territory_id, channel_id, person_id, status,
                currency, rate FROM sales.order_lines UNION ALL
            SELECT customer_id, order_id, ordered_at, business_date, territory_id, channel_id, person_id, status,
                currency, rate FROM sales.returns) AS f JOIN sales.orders AS o USING (customer_id, order_id)
        WHERE (f.ordered_at, f.business_date, f.territory_id, f.channel_id, f.person_id, f.status, f.currency,
            f.rate) IS DISTINCT FROM (o.ordered_at, o.business_date, o.territory_id, o.channel_id, o.person_id,
            o.status, o.currency, o.rate)
        UNION ALL SELECT order_id FROM sales.payments AS p JOIN sales.orders AS o USING (customer_id, order_id)
        WHERE p.territory_id <> o.territory_id""",
    "lines are numbered from 1 without a gap, twelve at most": """
        SELECT order_id FROM sales.order_lines GROUP BY 1
        HAVING min(line_no) <> 1 OR max(line_no) <> count(*) OR count(*) > 12""",
    "every document has lines or returned lines": """
        SELECT order_id FROM sales.orders AS o WHERE
            (document_no LIKE 'SO-%') <> EXISTS (SELECT FROM sales.order_lines AS l WHERE l.order_id = o.order_id) OR
            (document_no LIKE 'CN-%') <> EXISTS (SELECT FROM sales.returns AS r WHERE r.order_id = o.order_id)""",
    "a document is a credit note where its number says so": """
        SELECT order_id FROM sales.orders WHERE (document_no LIKE 'CN-%') <> (document_kind = 'credit_note')""",
    "an order's discounts sum to 0, 3, 5 or 10 per cent of it to the smallest unit": """
        SELECT order_id FROM (
            SELECT order_id, sum(order_discount) AS taken, sum(net_price * quantity) AS whole,
                   CASE max(currency) WHEN 'JPY' THEN 1 ELSE 0.01 END AS unit
            FROM sales.order_lines GROUP BY 1) AS o
        WHERE NOT EXISTS (SELECT FROM unnest(ARRAY[0, 0.03, 0.05, 0.10]) AS p WHERE abs(whole * p - taken) <= unit / 2)
        """,
    "no line is discounted below nothing": """
        SELECT order_id FROM sales.order_lines
        WHERE net_price <= 0 OR net_price > list_price OR order_discount < 0 OR order_discount > net_price * quantity
            OR tax < 0 OR shipping < 0 OR duties < 0 OR quantity < 1""",
    "money has two decimals, yen none": """
        SELECT order_id FROM sales.order_lines, unnest(ARRAY[list_price, net_price, order_discount, tax, shipping,
            duties, coalesce(unit_cost, 0)]) AS m WHERE m <> round(m, CASE currency WHEN 'JPY' THEN 0 ELSE 2 END)
        UNION ALL SELECT order_id FROM sales.returns, unnest(ARRAY[net_price, coalesce(unit_cost, 0)]) AS m
        WHERE m <> round(m, CASE currency WHEN 'JPY' THEN 0 ELSE 2 END)""",
    "no more comes back than was sold, nor for more than was paid": """
        SELECT r.sale_order_id FROM sales.returns AS r JOIN sales.order_lines AS l ON l.customer_id = r.customer_id
            AND l.order_id = r.sale_order_id AND l.line_no = r.sale_line_no
        GROUP BY l.customer_id, l.order_id, l.line_no, r.sale_order_id
        HAVING sum(r.quantity) > l.quantity OR
            sum(r.quantity * r.net_price) > l.quantity * l.net_price - l.order_discount
            OR min(r.quantity) < 1 OR l.status <> 'placed' OR count(*) > 1""",
    "what comes back is what was sold, later": """
        SELECT r.order_id FROM sales.returns AS r JOIN sales.order_lines AS l ON l.customer_id = r.customer_id
            AND l.order_id = r.sale_order_id AND l.line_no = r.sale_line_no
        WHERE (r.product_id, r.promotion_id, r.currency, r.territory_id, r.sale_date, r.unit_cost) IS DISTINCT FROM
            (l.product_id, l.promotion_id, l.currency, l.territory_id, l.business_date, l.unit_cost)
            OR r.business_date <= l.business_date""",
    "an order has the rate of its day, or none where there is none": """
        SELECT order_id FROM sales.orders AS o LEFT JOIN sales.rates AS r
            ON r.currency = o.currency AND r.to_currency = 'USD' AND r.day = o.business_date
        WHERE o.rate IS DISTINCT FROM CASE o.currency WHEN 'USD' THEN 1 ELSE r.rate END""",
    "no order is paid twice, none that was cancelled at all": """
        SELECT order_id FROM (
            SELECT order_id, sum(amount) AS paid, min(amount) AS least FROM sales.payments GROUP BY 1) AS p JOIN (
            SELECT order_id, max(status) AS status, sum(net_price * quantity - order_discount + tax + shipping + duties)
            AS due FROM sales.order_lines GROUP BY 1) AS l USING (order_id)
        WHERE paid > due OR least <= 0 OR status <> 'placed'""",
    "guests buy in the shop, and are nobody's": """
        SELECT order_id FROM sales.orders JOIN sales.channels USING (channel_id)
        WHERE customer_id = 0 AND (name <> 'Shop' OR person_id IS NOT NULL)""",
    "a customer is seen where the customer's documents are": """
        SELECT customer_id FROM sales.customers AS c WHERE territory_ids <> ARRAY(
            SELECT DISTINCT territory_id FROM sales.orders AS o WHERE o.customer_id = c.customer_id ORDER BY 1)
        OR customer_id > 0 AND territory_ids = '{}'""",
    "a promotion's line is sold in its period at its discount": """
        SELECT order_id FROM sales.order_lines JOIN sales.promotions AS p USING (promotion_id)
        WHERE business_date < starts OR business_date >= ends
            OR abs(list_price * (1 - discount_share) - net_price) > 0.5""",
    "a product has a subcategory": "SELECT product_id FROM sales.products WHERE subcategory_id IS NULL",
    "a return that does not know its sale does not know its promotion": """
        SELECT order_id FROM sales.returns WHERE sale_order_id IS NULL AND promotion_id IS NOT NULL""",
    "shops are closed at night": """
        SELECT order_id FROM sales.orders JOIN sales.channels USING (channel_id)
        WHERE name = 'Shop' AND document_kind = 'invoice' AND extract(hour FROM ordered_at AT TIME ZONE 'UTC') NOT
            BETWEEN 9 AND 19""",
    "a salesperson sells in one territory, of the team's region": """
        SELECT person_id
        FROM sales.orders JOIN sales.people USING (person_id) JOIN sales.territories USING (territory_id)
        GROUP BY 1 HAVING count(DISTINCT territory_id) > 1 UNION ALL
        SELECT team_id
        FROM sales.orders JOIN sales.people USING (person_id) JOIN sales.territories USING (territory_id)
        GROUP BY 1 HAVING count(DISTINCT region) > 1""",
}


@pytest.mark.parametrize("law", NO_ROW)
def test_law(law: str, ask: Ask) -> None:
    assert ask(f"SELECT count(*) FROM ({NO_ROW[law]}) AS broken") == (0,)


def test_lines_of_credit_notes_are_cancelled_lines(ask: Ask, demo: str) -> None:
    engine = make_engine(make_url(demo).set(username="dashboard").render_as_string(hide_password=False))
    workspace = Workspace(engine, ProcessCache(), ZoneInfo("UTC"), lambda: datetime(2026, 5, 20, 12, tzinfo=UTC))
    ada = Viewer("1", "Ada", Role.ADMIN, EVERYTHING)
    counted = workspace.run(Query(("cancelled_lines",), PeriodSpec.parse("all")), ada).frame["cancelled_lines"][0]
    engine.dispose()
    assert (counted,) == ask("SELECT count(*) FROM sales.returns")
    assert counted > 500


PAID = """(SELECT order_id, business_date, coalesce(paid, 0) AS paid, due FROM (
    SELECT order_id, min(business_date) AS business_date, sum(net_price * quantity - order_discount + tax + shipping +
        duties) AS due FROM sales.order_lines WHERE status = 'placed' GROUP BY order_id) AS l
    LEFT JOIN (SELECT order_id, sum(amount) AS paid FROM sales.payments GROUP BY order_id) AS p USING (order_id)
    ) AS sold"""

SHARES = {
    "a fifth of the customers makes about three quarters of sales": (0.70, 0.80, f"""
        SELECT sum(s) FILTER (WHERE n <= 0.2 * of_all) / sum(s) FROM (
            SELECT sum(net * rate) AS s, row_number() OVER (ORDER BY sum(net * rate) DESC) AS n,
                count(*) OVER () AS of_all
            FROM {SALES} WHERE customer_id <> 0 AND rate IS NOT NULL GROUP BY customer_id) AS c"""),
    "returned of sold": (0.035, 0.06, f"""
        SELECT (SELECT sum(net_price * quantity * rate) FROM sales.returns) / (SELECT sum(net * rate) FROM {SALES})"""),
    "returned lines of sold lines": (0.04, 0.06, f"""
        SELECT (SELECT count(*) FROM sales.returns)::numeric / (SELECT count(*) FROM {SALES})"""),
    "returns that know their sale": (0.85, 0.97, "SELECT avg((sale_order_id IS NOT NULL)::int) FROM sales.returns"),
    "returns restocked": (0.5, 0.75, "SELECT avg(restocked::int) FROM sales.returns"),
    "lines not converted": (0.0001, 0.003, "SELECT avg((rate IS NULL)::int) FROM sales.order_lines"),
    "lines without a cost": (0.001, 0.10, "SELECT avg((unit_cost IS NULL)::int) FROM sales.order_lines"),
    "cancelled and test orders": (0.005, 0.015, "SELECT avg((status <> 'placed')::int) FROM sales.orders"),
    "guest orders": (0.02, 0.05, "SELECT avg((customer_id = 0)::int) FROM sales.orders"),
    "orders with a discount of their own": (0.05, 0.15, f"""
        SELECT avg((d > 0)::int) FROM (SELECT sum(order_discount) AS d FROM {SALES} GROUP BY order_id) AS o"""),
    "gross margin": (0.25, 0.50, f"SELECT 1 - sum(unit_cost * quantity * rate) / sum(net * rate) FROM {SALES} "
                                 "WHERE unit_cost IS NOT NULL"),
    "returns under a promotion": (0.03, 0.20, "SELECT avg((promotion_id IS NOT NULL)::int) FROM sales.returns"),
    "lines under a promotion": (0.05, 0.20, f"SELECT avg((promotion_id IS NOT NULL)::int) FROM {SALES}"),
    "products without a brand": (0.02, 0.10, "SELECT avg((brand IS NULL)::int) FROM sales.products"),
    "orders paid in part, more than a quarter ago": (0.002, 0.02, f"""
        SELECT avg((paid > 0 AND paid < due)::int) FROM {PAID} WHERE business_date < '2026-02-01'"""),
    "orders not paid, more than a quarter ago": (0.005, 0.03, f"""
        SELECT avg((paid = 0)::int) FROM {PAID} WHERE business_date < '2026-02-01'"""),
    "orders paid, more than a quarter ago": (0.95, 0.99, f"""
        SELECT avg((paid = due)::int) FROM {PAID} WHERE business_date < '2026-02-01'"""),
    "online orders of a weekday that come from six in the evening on": (0.45, 0.65, """
        SELECT avg((extract(hour FROM ordered_at AT TIME ZONE 'UTC') >= 18)::int) FROM sales.orders
        JOIN sales.channels USING (channel_id) WHERE name = 'Online' AND document_kind = 'invoice'
        AND extract(isodow FROM business_date) <= 5"""),
    "partners' orders on a weekend": (0.0, 0.03, """
        SELECT avg((extract(isodow FROM business_date) > 5)::int) FROM sales.orders
        JOIN sales.channels USING (channel_id) WHERE name = 'Partner' AND document_kind = 'invoice'"""),
    "shops' orders on a Saturday": (0.17, 0.30, """
        SELECT avg((extract(isodow FROM business_date) = 6)::int) FROM sales.orders
        JOIN sales.channels USING (channel_id) WHERE name = 'Shop' AND document_kind = 'invoice'"""),
    "days of history with the rate of a foreign currency": (0.98, 0.999, """
        SELECT count(*) / (4.0 * (max(day) - min(day) + 1)) FROM sales.rates"""),
    "orders not paid yet": (0.01, 0.06, f"""
        SELECT 1 - (SELECT count(DISTINCT order_id) FROM sales.payments)::numeric / count(DISTINCT order_id)
        FROM {SALES}"""),
}  # fmt: skip


@pytest.mark.parametrize("law", SHARES)
def test_share(law: str, ask: Ask) -> None:
    least, most, query = SHARES[law]
    (share,) = ask(query)
    assert least <= float(str(share)) <= most


def test_the_season_is_to_be_seen(ask: Ask) -> None:
    late = f"SELECT sum(net * rate) FROM {SALES} WHERE business_date >= '2025-11-01' AND business_date < '2025-12-01'"
    early = f"SELECT sum(net * rate) FROM {SALES} WHERE business_date >= '2025-06-01' AND business_date < '2025-07-01'"
    year = "SELECT sum(net * rate) FROM {} WHERE business_date >= '{}-04-01' AND business_date < '{}-04-01'"
    assert float(str(ask(late)[0])) > 1.2 * float(str(ask(early)[0]))
    assert float(str(ask(year.format(SALES, 2025, 2026))[0])) > 1.05 * float(
        str(ask(year.format(SALES, 2024, 2025))[0])
    )


def test_quotas_of_past_quarters_were_reached_from_seventy_to_a_hundred_and_twenty_five_per_cent(ask: Ask) -> None:
    reached = f"""
        SELECT count(*), min(sold / amount), max(sold / amount), stddev(sold / amount) FROM sales.quotas AS q, LATERAL (
            SELECT (SELECT coalesce(sum(net * rate), 0) FROM {SALES} WHERE person_id = q.person_id
                    AND business_date >= q.starts AND business_date < q.ends)
                 - (SELECT coalesce(sum(net_price * quantity * rate), 0) FROM sales.returns
                    WHERE person_id = q.person_id
                    AND business_date >= q.starts AND business_date < q.ends) AS sold) AS s
        WHERE ends <= '2026-05-20' AND amount > 100"""
    count, least, most, spread = (float(str(value)) for value in ask(reached))
    assert count > 400
    assert 0.70 <= least < 0.85
    assert 1.15 < most <= 1.25
    assert spread > 0.05
    assert ask("SELECT max(ends) FROM sales.quotas") == (date(2027, 1, 1),)
