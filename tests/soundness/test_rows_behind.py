"""Wrong without an error: rows behind a number that are not those it was made of."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from sales_core.catalog.model import SourceName
from sales_core.errors import AskError
from sales_core.periods import PeriodSpec
from sales_core.plain import digits
from sales_core.query import Filter, Query
from sales_core.viewer import EVERYTHING, Role, Viewer
from tests.oracle.world import World
from tests.soundness.hand import ADMIN, SOUTH, Document, seeing, sold

MAY = date(2011, 5, 1)
VIEWER = Viewer("bo", "Bo", Role.VIEWER, EVERYTHING)


def a_sale_and_what_came_back(world: World) -> None:
    """Smith buys for 10 and 2 × 7.50 in the North and for 4 in the South; 7.50 come back; a fee of 3 is no sale."""
    sale = Document(1, 1, MAY)
    world.write(
        sale.header(),
        sale.line("10"),
        sale.line("7.5", quantity="2", line_no=2, list_price="8", unit_cost="5"),
        sale.line("3", line_no=3, kind="'fee'"),
    )
    sold(world, 1, 2, MAY, "4", territory=SOUTH)
    note = Document(1, 3, date(2011, 6, 1), kind="credit_note")
    world.write(note.header(), note.back("7.5", sale))


def question(metric: str, *filters: str, period: str = "2011") -> Query:
    return Query((metric,), PeriodSpec.parse(period), (), tuple(Filter.parse(text) for text in filters))


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_amounts_shown_sum_to_the_measure(hand: World) -> None:
    """Gross 10 + 16 + 4, discounts 1, returns 7.50."""
    a_sale_and_what_came_back(hand)
    workspace = hand.workspace()
    behind = workspace.behind(question("net_sales"), ADMIN)
    assert behind.source is SourceName.LINES
    assert behind.sources == (SourceName.LINES, SourceName.RETURNS)
    assert (behind.total, behind.pages) == (3, 1)
    assert sum(behind.frame["gross_sales"]) == 30
    assert sum(behind.frame["discounts"]) == 1
    back = workspace.behind(question("net_sales"), ADMIN, source=SourceName.RETURNS)
    assert (list(back.frame["document"]), sum(back.frame["returns"])) == (["1-3"], Decimal("7.5"))


def test_the_file_has_every_row_that_the_pages_have(hand: World) -> None:
    a_sale_and_what_came_back(hand)
    workspace = hand.workspace()
    found = rows_of(b"".join(workspace.rows_behind_chunks(question("net_sales"), ADMIN)))
    paged = [workspace.behind(question("net_sales"), ADMIN, page=n, size=1) for n in (1, 2, 3)]
    assert [row["gross_sales"] for row in found] == [digits(p.frame["gross_sales"][0]) for p in paged]
    assert {row["customer"] for row in found} == {"Smith"}
    assert sum(Decimal(row["gross_sales"]) for row in found) == 30
    assert all(page.total == 3 for page in paged)


def test_rows_behind_keep_to_filters_days_and_scope(hand: World) -> None:
    a_sale_and_what_came_back(hand)
    workspace = hand.workspace()
    assert workspace.behind(question("gross_sales", "territory=South"), ADMIN).total == 1
    assert workspace.behind(question("gross_sales", period="2011-06"), ADMIN).total == 0
    assert list(workspace.behind(question("gross_sales"), seeing(SOUTH)).frame["gross_sales"]) == [4]
    assert workspace.behind(question("gross_sales"), seeing()).total == 0


def test_costs_are_shown_to_those_alone_who_may_see_them(hand: World) -> None:
    a_sale_and_what_came_back(hand)
    workspace = hand.workspace()
    assert sorted(workspace.behind(question("gross_sales"), ADMIN).frame["unit_cost"].dropna()) == [5]
    assert "unit_cost" not in workspace.behind(question("gross_sales"), VIEWER).frame.columns
    assert b"unit_cost" not in b"".join(workspace.rows_behind_chunks(question("gross_sales"), VIEWER))


def test_rows_behind_a_distinct_count_are_the_facts_it_reads(hand: World) -> None:
    """Three sale lines of two orders; the fee is none."""
    a_sale_and_what_came_back(hand)
    behind = hand.workspace().behind(question("orders"), ADMIN)
    assert sorted(behind.frame["document"]) == ["1-1", "1-1", "1-2"]


@pytest.mark.parametrize("metric", ["document_total", "quota", "new_customers", "return_rate", "cancelled_lines"])
def test_every_kind_of_source_shows_its_rows(hand: World, metric: str) -> None:
    a_sale_and_what_came_back(hand)
    hand.write(
        "INSERT INTO sales.quotas (person_id, territory_id, starts, ends, amount) "
        "VALUES (1, 1, '2011-04-01', '2011-04-11', 91)"
    )
    workspace = hand.workspace()
    answer = workspace.run(question(metric), ADMIN)
    sources = workspace.behind(question(metric), ADMIN).sources
    assert sources
    for source in sources:
        assert workspace.behind(question(metric), ADMIN, source=source).total > 0
    assert answer.receipt.rows > 0


def test_the_rows_of_a_quota_sum_to_it(hand: World) -> None:
    """100 over three days: 33.333333, 33.333334, 33.333333."""
    hand.write(
        "INSERT INTO sales.quotas (person_id, territory_id, starts, ends, amount) "
        "VALUES (1, 1, '2011-04-01', '2011-04-04', 100)"
    )
    behind = hand.workspace().behind(question("quota"), ADMIN)
    assert (behind.total, sum(behind.frame["quota"])) == (3, 100)
    assert list(behind.frame["salesperson"]) == ["Pat"] * 3


def test_a_page_or_a_source_that_is_not_there_is_refused(hand: World) -> None:
    workspace = hand.workspace()
    with pytest.raises(AskError, match="pages count from 1"):
        workspace.behind(question("gross_sales"), ADMIN, page=0)
    with pytest.raises(AskError, match="unknown source of the number 'returns'"):
        workspace.behind(question("gross_sales"), ADMIN, source=SourceName.RETURNS)
