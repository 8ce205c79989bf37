"""A new metric is one row: by it alone the number is offered, asked, printed and held against its oracle."""

import io
from collections.abc import Callable, Iterator

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.words import plain
from sales_core.ask import write_csv
from sales_core.ask_words import arguments, question
from sales_core.catalog.__main__ import document
from sales_core.catalog.metrics import METRICS
from sales_core.catalog.model import Direction, Metric, Ratio, Unit
from sales_core.finding import Kind, find
from sales_core.links import to_parameters
from sales_core.periods import PeriodSpec
from sales_core.planner import dimensions_of, visible_metrics
from sales_core.query import Query
from sales_core.viewer import EVERYTHING, Role, Viewer
from sales_core.wording import exact
from tests.oracle import company
from tests.oracle.metric_oracles import agree, told
from tests.oracle.money import COMPANY_CURRENCY
from tests.oracle.world import World, world
from tests.pages.opening import opening

ROW = Metric(
    "freight_share",
    "Freight share",
    Ratio("shipping", "gross_sales"),
    Unit.SHARE,
    Direction.DOWN,
    "Shipping ÷ gross sales.",
    also=("carriage",),
    oracle="SELECT sum(shipping * rate) / nullif(sum(list_price * quantity * rate), 0) FROM sold",
)
ANALYST = Viewer("ann", "Ann", Role.ANALYST, EVERYTHING)


@pytest.fixture(scope="module")
def small(new_database: Callable[..., str]) -> Iterator[World]:
    """The company of seed 4."""
    with world(new_database, company.make(4)) as made:
        yield made


@pytest.fixture(autouse=True)
def _one_row_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(METRICS, ROW.name, ROW)


def test_it_is_offered_with_its_dimensions() -> None:
    assert ROW in visible_metrics(ANALYST)
    assert {"month", "territory", "product", "weekday"} <= {d.name for d in dimensions_of(ROW.name)}


def test_it_is_in_the_printed_catalog_with_its_oracle() -> None:
    page = document()
    assert "| `freight_share` | Freight share | share | down | shipping ÷ gross_sales | Shipping ÷ gross sales." in page
    assert f"| `freight_share` | `{ROW.oracle}` |" in page


def test_it_is_found_by_its_name_and_by_its_other_word(small: World) -> None:
    for text in ("freight", "carriage"):
        (found,) = [f for f in find(small.workspace(), text, ANALYST) if f.kind is Kind.METRIC]
        assert [result.key for result in found.results] == [ROW.name]


def test_it_is_asked_by_command_and_answered_like_its_oracle(small: World) -> None:
    words = ("--metrics", "freight_share", "--period", "all", "--as", "ann")
    result = small.workspace().run(question(arguments().parse_args(words)), ANALYST)
    out = io.StringIO()
    write_csv(result, out)
    name, value = out.getvalue().split()
    with small.superuser.connect() as connection:
        oracle = told(connection, [ROW], [1, 2, 3, 4, 5])[ROW.name]
    assert name == ROW.name
    assert oracle
    assert agree(ROW, value, oracle)
    assert not agree(ROW, value, oracle * 2), "the check can fail"
    assert [d.text for d in result.receipt.definitions] == [ROW.definition]


def test_the_sales_page_offers_it_and_draws_the_number_of_its_oracle(
    small: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = to_parameters(Query(("net_sales",), PeriodSpec.parse("all"), by=("territory",)))
    with opening(monkeypatch, small.url, ANALYST, "sales", {**everything, "show": ["table"]}) as page:
        _offered_and_drawn(small, page)


def _offered_and_drawn(small: World, page: AppTest) -> None:
    chooser = page.run().multiselect(key="sales.choose.metrics")
    assert ROW.label in chooser.options
    chooser.set_value([ROW.name]).run()
    assert not page.exception
    assert not page.error
    (drawn,) = [table.value for table in page.table if ROW.label in table.value.columns]
    labels, values = ([cell.strip("*") for cell in drawn[name]] for name in ("Territory", ROW.label))
    cells = dict(zip(labels, values, strict=True))
    with small.superuser.connect() as connection:
        oracle = {
            label: told(connection, [ROW], territories)[ROW.name]
            for label, territories in (("Total", [1, 2, 3, 4, 5]), ("North", [1]))
        }
    assert len(set(oracle.values())) == 2
    for label, number in oracle.items():
        assert cells[label] == plain(exact(number, ROW.unit, COMPANY_CURRENCY)), label
