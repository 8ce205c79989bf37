"""The page of one thing: found by its key alone, named, and asked about alone; what is not there is told, not drawn."""

from collections.abc import Callable, Iterator

import pytest

from pages.ui.words import plain
from sales_core.catalog.model import Unit
from sales_core.links import to_parameters
from sales_core.periods import PeriodSpec
from sales_core.query import Filter, Operator, Query
from sales_core.viewer import EVERYTHING, Role, Viewer
from sales_core.wording import short
from tests.oracle import company
from tests.oracle.money import COMPANY_CURRENCY
from tests.oracle.world import World, world
from tests.pages.opening import opening

ANN = Viewer("ann", "Ann", Role.ANALYST, EVERYTHING)
ASKED = Query(("net_sales",), PeriodSpec.parse("all"))


@pytest.fixture(scope="module")
def small(new_database: Callable[..., str]) -> Iterator[World]:
    """The company of seed 4."""
    with world(new_database, company.make(4)) as made:
        yield made


@pytest.mark.parametrize("name", ["customer", "product"])
def test_it_is_named_by_its_key_and_its_total_is_of_it_alone(
    small: World, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    of_it = Query(("net_sales",), ASKED.period, (name,), (Filter(name, Operator.KEY, ("3",)),))
    answer = small.workspace().run(of_it, ANN)
    row = answer.frame.iloc[0]
    with opening(monkeypatch, small.url, ANN, name, {**to_parameters(ASKED), "id": ["3"]}) as page:
        page.run()
        assert not page.exception
        assert not page.error
        assert [title.value for title in page.title] == [plain(row[name])]
        assert page.metric[0].value == plain(short(row["net_sales"], Unit.MONEY, COMPANY_CURRENCY))


@pytest.mark.parametrize("name", ["customer", "product"])
def test_a_key_of_nothing_is_told_and_leads_to_all(small: World, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    with opening(monkeypatch, small.url, ANN, name, {"id": ["999999"]}) as page:
        page.run()
        assert not page.exception
        assert [title.value for title in page.title] == [f"No such {name}"]
        assert not page.metric
        assert page.button(key="empty-next").label == f"All {name}s"
