"""A small demo company with names that try a page: markup, right to left, 300 characters; and one lonely order."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, create_engine, text

from db.demo.loading import load
from db.engine import make_engine
from sales_core.company import settle
from sales_core.settings import Settings
from sales_core.viewer import NOTHING, Role, Scope
from tests.conftest import as_login
from tests.ops.people import Person, account
from tests.ops.web_process import Site, running

LINES = 4_000
LONELY = 990
"""The territory that has one order."""

MARKUP = "<script>alert(1)</script> & Söhne"
RIGHT_TO_LEFT = "شركة التجارة العالمية"
LONG = ("Wholesale and retail company of everything that can be sold anywhere " * 5)[:300]


@dataclass(frozen=True, slots=True)
class OddCompany:
    """The site and who looks at it; `nix` was granted nothing, `uno` the territory with one order."""

    site: Site
    engine: Engine
    people: dict[str, Person]


@contextmanager
def odd_company(owner_url: str, log: Path) -> Iterator[OddCompany]:
    """The company on a migrated database, its site and its people."""
    url = as_login(owner_url)
    engine = make_engine(url)
    settle(engine, Settings(company_currency="USD"))
    today = datetime.now(UTC).date()
    load(engine, LINES, today=today, currency="USD")
    superuser = create_engine(owner_url)
    with superuser.begin() as connection:
        for statement in _odd(f"{today - timedelta(days=3)}"):
            connection.execute(text(statement))
    superuser.dispose()
    people = {role.value: account(engine, f"the {role.value}", role) for role in Role}
    people["nix"] = account(engine, "nix", Role.ANALYST, NOTHING)
    people["uno"] = account(engine, "uno", Role.ANALYST, Scope(territories=frozenset({LONELY})))
    with running("ops.web", url, log) as site:
        yield OddCompany(site, engine, people)
    engine.dispose()


def _odd(day: str) -> Iterator[str]:
    """The best sellers get the odd names, so that every list shows them."""
    names = (MARKUP, RIGHT_TO_LEFT, LONG)
    for table, key in (("customers", "customer_id"), ("products", "product_id")):
        best = (
            f"SELECT {key} FROM sales.order_lines WHERE {key} <> 0 AND business_date > DATE '{day}' - 85 "
            f"GROUP BY {key} ORDER BY sum(quantity * net_price * rate) DESC LIMIT 1 OFFSET"
        )
        for offset, name in enumerate(names):
            yield f"UPDATE sales.{table} SET name = '{name}' WHERE {key} = ({best} {offset})"
    yield f"INSERT INTO sales.territories (territory_id, name, region) VALUES ({LONELY}, 'Lonely island', 'Islands')"
    carried = f"'{day} 12:00Z', '{day}', {LONELY}, 1, 'USD', 1"
    columns = "ordered_at, business_date, territory_id, channel_id, currency, rate"
    customer = "(SELECT max(customer_id) FROM sales.customers)"
    yield (
        f"INSERT INTO sales.orders (customer_id, order_id, source, document_no, {columns}) "
        f"VALUES ({customer}, 999999999, 'hand', 'ODD-1', {carried})"
    )
    yield (
        f"INSERT INTO sales.order_lines (customer_id, order_id, line_no, {columns}, product_id, quantity, list_price, "
        f"net_price) VALUES ({customer}, 999999999, 1, {carried}, "
        "(SELECT min(product_id) FROM sales.products), 2, 21, 20)"
    )
