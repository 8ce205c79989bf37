"""Links opened by somebody else and by another clock: what can't be shown is said, and the question's zone decides."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import pytest

from pages.ui import asking
from pages.ui.words import plain
from sales_core.cache import ProcessCache
from sales_core.links import to_parameters
from sales_core.periods import PeriodSpec
from sales_core.query import Filter, Operator, Query, Top
from sales_core.reckoning import CurrencyView, Reckoning
from sales_core.viewer import EVERYTHING, Role, Viewer
from sales_core.workspace import Workspace
from tests.oracle import company
from tests.oracle.world import World, world
from tests.pages.opening import opening

ANN = Viewer("ann", "Ann", Role.ANALYST, EVERYTHING)
MAX = Viewer("max", "Max", Role.MANAGER, EVERYTHING)
ALL = PeriodSpec.parse("all")
MARGIN = Query(("gross_margin", "orders"), ALL, ("territory",), fold=Top("territory", 3, "gross_margin"))
SAID = plain(
    "Gross margin is left out of what this link shows: it is for those who may see costs and margins, "
    "and your role is analyst. Ask whoever keeps the accounts."
)


@pytest.fixture(scope="module")
def small(new_database: Callable[..., str]) -> Iterator[World]:
    """The company of seed 4."""
    with world(new_database, company.make(4)) as made:
        yield made


@pytest.mark.parametrize(("viewer", "said"), [(ANN, [SAID]), (MAX, [])], ids=["without the right", "with it"])
def test_what_a_link_may_not_show_is_said_with_the_reason_and_the_rest_is_shown(
    small: World, monkeypatch: pytest.MonkeyPatch, viewer: Viewer, said: list[str]
) -> None:
    with opening(monkeypatch, small.url, viewer, "sales", {**to_parameters(MARGIN), "show": ["table"]}) as page:
        page.run()
        assert not page.exception
        assert not page.error
        assert [info.value for info in page.info] == said
        assert page.run().info.len == len(said), "it stays as long as the rest is shown"
        chooser = page.multiselect(key="sales.choose.metrics")
        assert chooser.value == (["orders"] if said else ["gross_margin", "orders"])
        chooser.set_value(["units"]).run()
        assert not page.info
        chooser.set_value(["orders"]).run()
        assert not page.info, "it was of the link, not of this choice"


@pytest.mark.parametrize("next_link", [{"v": ["0"]}, {**to_parameters(MARGIN), "metrics": ["no_such"]}, {}])
def test_what_a_link_may_not_show_is_not_said_of_the_next_one(
    small: World, monkeypatch: pytest.MonkeyPatch, next_link: dict[str, list[str]]
) -> None:
    alone = replace(MARGIN, metrics=("gross_margin",))
    with opening(monkeypatch, small.url, ANN, "sales", to_parameters(alone)) as page:
        assert page.run().info.len == 1
        shown = page.session_state["sales.asked"].metrics
        page.query_params.clear()
        for name, values in (next_link or to_parameters(replace(MARGIN, metrics=shown, fold=None))).items():
            page.query_params[name] = values
        page.run()
        assert not page.exception
        assert page.session_state["sales.asked"].metrics == shown
        assert page.warning.len == bool(next_link)
        assert not page.info


@pytest.mark.parametrize(("operator", "verb"), [(Operator.KEY, "is"), (Operator.NOT_KEY, "is not")])
def test_a_filter_by_key_is_a_chip_that_names_the_thing(
    small: World, monkeypatch: pytest.MonkeyPatch, operator: Operator, verb: str
) -> None:
    products = small.workspace().run(Query(("document_lines",), ALL, ("product",)), ANN).frame
    key, name = str(products["product__key"].iloc[0]), str(products["product"].iloc[0])
    asked = Query(("net_sales",), ALL, ("territory",), (Filter("product", operator, (key,)),))
    with opening(monkeypatch, small.url, ANN, "sales", to_parameters(asked)) as page:
        page.run()
        assert not page.exception
        assert page.button(key="sales.chip.0").label == plain(f"product {verb} {name} ({key})")


LATE = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)


def late_in_the_evening(small: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The company's last half hour of the year."""
    opened = lru_cache(lambda: Workspace(small.engine, ProcessCache(), ZoneInfo("UTC"), lambda: LATE))
    monkeypatch.setattr(asking, "_opened", opened)


@pytest.mark.parametrize(
    ("zone", "years"), [("", "2025"), ("Asia/Tokyo", "2026"), ("America/New_York", "2025")], ids=["own", "east", "west"]
)
def test_half_past_eleven_in_the_evening_is_the_next_year_where_the_question_s_day_is_over(
    small: World, monkeypatch: pytest.MonkeyPatch, zone: str, years: str
) -> None:
    late_in_the_evening(small, monkeypatch)
    asked = Query(("net_sales",), ALL, reckoning=Reckoning(zone=zone))
    with opening(monkeypatch, small.url, ANN, "sales", to_parameters(asked)) as page:
        page.run()
        assert not page.exception
        assert page.button_group(key="sales.period").options == ["30d", "90d", "YTD", years, "All", "Custom"]


@pytest.mark.parametrize(
    ("zone", "day"), [("", date(2026, 12, 31)), ("Asia/Tokyo", date(2027, 1, 1))], ids=["company's", "question's"]
)
def test_constant_rates_are_first_those_of_the_day_that_it_is_by_the_question_s_clock(
    small: World, monkeypatch: pytest.MonkeyPatch, zone: str, day: date
) -> None:
    late_in_the_evening(small, monkeypatch)
    asked = Query(("net_sales",), ALL, reckoning=Reckoning(zone=zone))
    with opening(monkeypatch, small.url, ANN, "sales", to_parameters(asked)) as page:
        page.run()
        page.session_state["sales.counting"] = True
        page.run()
        page.button_group(key="sales.counting.currency").set_value(CurrencyView.CONSTANT).run()
        assert not page.exception
        found = page.query_params["currency"]
        assert (found if isinstance(found, str) else found[0]) == f"constant.{day}"
