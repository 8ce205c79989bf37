"""The sales page run whole on the demo company: what it draws is what the workspace answers, cell by cell."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from streamlit.testing.v1 import AppTest

from db.demo.loading import load
from db.engine import make_engine
from pages.ui import asking, session
from pages.ui.address import OWN
from pages.ui.words import plain
from sales_core import exploring
from sales_core.access import access_engine
from sales_core.cache import ProcessCache
from sales_core.catalog.model import Unit
from sales_core.company import settle
from sales_core.explored import Explored, drawn
from sales_core.exploring import Shape
from sales_core.links import to_parameters, to_query
from sales_core.looks import cell_of, every_look, kept_to, value
from sales_core.query import Calculation, CalculationKind, Comparison, Filter, Operator, Query
from sales_core.settings import Settings
from sales_core.viewer import EVERYTHING, Role, Viewer
from sales_core.wording import exact
from sales_core.workspace import Workspace
from tests.conftest import as_login

TODAY = datetime.now(UTC).date()
ANN = Viewer("ann", "Ann", Role.ANALYST, EVERYTHING)
MAX = Viewer("max", "Max", Role.MANAGER, EVERYTHING)
PERIOD = exploring.DEFAULT.period.resolve(TODAY)


@dataclass(frozen=True, slots=True)
class Shop:
    """A database of the demo company, and the way to its answers."""

    url: str
    workspace: Workspace


def _shop(url: str, last_day: date) -> Iterator[Shop]:
    engine = make_engine(as_login(url))
    settle(engine, Settings(company_currency="USD"))
    load(engine, 3_000, today=last_day, currency="USD")
    yield Shop(as_login(url), Workspace(engine, ProcessCache(), ZoneInfo("UTC")))
    engine.dispose()


@pytest.fixture(scope="module")
def shop(new_database: Callable[..., str]) -> Iterator[Shop]:
    """The demo company, ending today."""
    yield from _shop(new_database(), TODAY)


@pytest.fixture(scope="module")
def old_shop(new_database: Callable[..., str]) -> Iterator[Shop]:
    """The demo company, whose last order is of years ago."""
    yield from _shop(new_database(), date(2021, 3, 31))


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., AppTest]]:
    """Opens a page's file as a viewer, in a process that has just started."""

    def forget() -> None:
        asking._opened.cache_clear()
        asking._fixed.clear()
        access_engine.cache_clear()

    def open_page(shop: Shop, viewer: Viewer, name: str = "sales", asked: Query | None = None, **own: str) -> AppTest:
        monkeypatch.setenv("DATABASE_URL", shop.url)
        monkeypatch.setattr(session, "find_viewer", lambda: viewer)
        made = AppTest.from_file(f"../../pages/{name}.py", default_timeout=60)
        for key, values in (to_parameters(asked) if asked else {}).items():
            made.query_params[key] = values
        for key, text in own.items():
            made.query_params[key] = text
        return made.run()

    forget()
    yield open_page
    asking._opened().engine.dispose()
    access_engine().dispose()
    forget()


def question_of(page: AppTest) -> Query:
    """What the address holds."""
    found = {name: [v] if isinstance(v, str) else list(v) for name, v in page.query_params.items()}
    return to_query({name: values for name, values in found.items() if name not in OWN})


def shape_of(page: AppTest) -> str:
    """The shape that the address holds."""
    found = page.query_params["show"]
    return found if isinstance(found, str) else found[0]


def test_it_opens_with_lines_and_the_whole_question_in_its_address(shop: Shop, page: Callable[..., AppTest]) -> None:
    shown = page(shop, ANN)
    assert not shown.exception
    assert not shown.error
    assert question_of(shown) == exploring.DEFAULT
    assert shape_of(shown) == "lines"
    assert plain("Net sales by week and territory") in [h.value for h in shown.header]


@pytest.mark.parametrize("shape", list(Shape))
def test_every_shape_is_drawn_and_kept_in_the_address(shop: Shop, page: Callable[..., AppTest], shape: Shape) -> None:
    shown = page(shop, ANN)
    shown.button_group(key="sales.choose.shape").set_value(shape).run()
    assert not shown.exception
    assert not shown.error
    assert shape_of(shown) == shape.value
    assert exploring.fits(question_of(shown), shape)


def test_another_shape_and_back_asks_what_was_asked(shop: Shop, page: Callable[..., AppTest]) -> None:
    shown = page(shop, ANN)
    shown.selectbox(key="sales.choose.grain").set_value("day").run()
    shown.selectbox(key="sales.choose.first").set_value("segment").run()
    wished = question_of(shown)
    for shape in (Shape.HEATMAP, Shape.BARS, Shape.LINES):
        shown.button_group(key="sales.choose.shape").set_value(shape).run()
        assert not shown.exception
    assert question_of(shown) == wished
    assert wished.by == ("day", "segment")
    assert "aside" not in shown.query_params


def test_a_link_carries_what_its_shape_has_no_room_for(shop: Shop, page: Callable[..., AppTest]) -> None:
    first = page(shop, ANN)
    first.button_group(key="sales.choose.shape").set_value(Shape.HEATMAP).run()
    found = first.query_params["aside"]
    opened = page(
        shop, ANN, asked=question_of(first), show="heatmap", aside=found if isinstance(found, str) else found[0]
    )
    assert question_of(opened).by == ("weekday", "hour")
    opened.button_group(key="sales.choose.shape").set_value(Shape.LINES).run()
    assert question_of(opened) == exploring.DEFAULT


def test_what_lies_aside_is_of_its_own_question_and_not_of_the_next_link(
    shop: Shop, page: Callable[..., AppTest]
) -> None:
    shown = page(shop, ANN)
    shown.button_group(key="sales.choose.shape").set_value(Shape.HEATMAP).run()
    beside = shown.query_params["aside"]
    shown.query_params.clear()
    shown.run()
    assert shown.query_params["aside"] == beside, "the tab is where it was"
    shown.query_params.clear()
    for name, values in to_parameters(Query(("orders",), exploring.DEFAULT.period, ("month",))).items():
        shown.query_params[name] = values
    shown.run()
    assert not shown.exception
    assert "aside" not in shown.query_params


def test_a_calculation_of_a_link_is_shown_as_chosen_though_it_is_not_offered(
    shop: Shop, page: Callable[..., AppTest]
) -> None:
    rolling = (Calculation("orders", CalculationKind.ROLLING, 5),)
    asked = exploring.with_metrics(exploring.DEFAULT, ("net_sales", "orders"))
    shown = page(shop, ANN, asked=replace(asked, calculations=rolling))
    assert not shown.exception
    assert shown.selectbox(key="sales.choose.calculation").value == rolling[0].text
    assert question_of(shown).calculations == rolling
    assert [each.value for each in shown.subheader] == [plain("Net sales"), plain("Orders (rolling, 5 buckets)")]


def test_a_measure_a_breakdown_and_a_count_change_the_address(shop: Shop, page: Callable[..., AppTest]) -> None:
    shown = page(shop, ANN)
    shown.selectbox(key="sales.choose.first").set_value("segment").run()
    shown.multiselect(key="sales.choose.metrics").set_value(["orders"]).run()
    shown.selectbox(key="sales.choose.count").set_value(3).run()
    asked = question_of(shown)
    assert (asked.metrics, asked.by) == (("orders",), ("week", "segment"))
    assert asked.fold is not None
    assert (asked.fold.count, asked.fold.metric) == (3, "orders")
    assert not shown.exception


@pytest.mark.parametrize(
    ("show", "last"), [("table", "All"), ("lines", "First 12, Other"), ("bars", "First 12, Other")]
)
def test_all_is_offered_only_where_all_is_shown(shop: Shop, page: Callable[..., AppTest], show: str, last: str) -> None:
    asked = replace(exploring.DEFAULT, by=("week", "product") if show == "lines" else ("product",), fold=None)
    chooser = page(shop, ANN, asked=asked, show=show).selectbox(key="sales.choose.count")
    assert chooser.options[-1] == last
    assert chooser.format_func(chooser.value) == last


def test_a_filter_of_a_link_is_a_chip_that_takes_it_away(shop: Shop, page: Callable[..., AppTest]) -> None:
    kept = Filter("channel", Operator.IS, ("Online",))
    shown = page(shop, ANN, asked=replace(exploring.DEFAULT, filters=(kept,)))
    chip = shown.button(key="sales.chip.0")
    assert chip.label == plain("channel is Online")
    chip.click().run()
    assert question_of(shown).filters == ()


def test_an_analyst_is_offered_no_margin(shop: Shop, page: Callable[..., AppTest]) -> None:
    for viewer, offered in ((ANN, False), (MAX, True)):
        options = page(shop, viewer).multiselect(key="sales.choose.metrics").options
        assert any("margin" in option.lower() for option in options) == offered


def test_nothing_found_says_so_and_leads_on(shop: Shop, page: Callable[..., AppTest]) -> None:
    nobody = replace(exploring.DEFAULT, filters=(Filter("customer", Operator.IS, ("Nobody of that name",)),))
    shown = page(shop, ANN, asked=nobody)
    assert not shown.exception
    shown.button(key="empty-next").click().run()
    assert question_of(shown).filters == ()


def test_where_all_sales_are_old_the_page_opens_at_the_newest_and_says_so(
    old_shop: Shop, page: Callable[..., AppTest]
) -> None:
    for name in ("sales", "overview"):
        shown = page(old_shop, ANN, name)
        assert not shown.exception
        assert question_of(shown).period.resolve(TODAY).end.year == 2021
        assert any("Nothing is newer than" in caption.value for caption in shown.caption)


def test_settings_say_who_may_change_the_books(shop: Shop, page: Callable[..., AppTest]) -> None:
    shown = page(shop, ANN, "settings")
    assert not shown.exception
    told = " ".join(str(table.value.to_dict()) for table in shown.table)
    assert "USD" in told
    assert "Nobody" in told


@pytest.mark.parametrize("shape", [Shape.LINES, Shape.HEATMAP, Shape.BARS])
def test_a_cell_looked_into_is_worth_what_the_figure_shows(shop: Shop, shape: Shape) -> None:
    asked = exploring.shaped(replace(exploring.DEFAULT, metrics=("net_sales",)), shape, PERIOD)
    query = exploring.figure_question(asked, shape)
    result = shop.workspace.run(query, ANN)
    looks = every_look(result)
    assert len(looks) == len(result.frame) > 3
    for look in looks[:: max(1, len(looks) // 12)]:
        cell = shop.workspace.run(cell_of(look), ANN)
        shown = value(look, "USD")
        found = cell.frame["net_sales"].iloc[0]
        assert shown == exact(found, Unit.MONEY, "USD"), look.row


def test_the_page_kept_to_a_bar_has_the_bar_s_total(shop: Shop) -> None:
    asked = exploring.shaped(exploring.DEFAULT, Shape.BARS, PERIOD)
    result = shop.workspace.run(exploring.figure_question(asked, Shape.BARS), ANN)
    for look in every_look(result):
        total = shop.workspace.run(exploring.total_question(kept_to(asked, look)), ANN)
        assert total.frame["net_sales"].iloc[0] == result.frame["net_sales"].iloc[look.row]


@pytest.mark.parametrize("metrics", [("net_sales",), ("net_sales", "orders", "return_rate")])
def test_figures_draw_every_row_of_each_measure_once_and_point_back_at_it(shop: Shop, metrics: tuple[str, ...]) -> None:
    several = exploring.with_metrics(exploring.DEFAULT, metrics)
    asked = replace(exploring.shaped(several, Shape.BARS, PERIOD), comparison=Comparison.PREVIOUS_PERIOD)
    result = shop.workspace.run(exploring.figure_question(asked, Shape.BARS), ANN)
    totals = shop.workspace.run(exploring.total_question(asked), ANN)
    figures = drawn(result, Shape.BARS, "USD", totals)
    assert tuple(figure.metric.name for figure in figures) == metrics
    for figure in figures:
        told = [pair for trace in figure.drawing.data if trace.customdata is not None for pair in trace.customdata]
        assert sorted(row for _, row in told) == list(range(len(result.frame)))
        bars = next(trace for trace in figure.drawing.data if trace.customdata is not None)
        values = {row: value for (_, row), value in zip(bars.customdata, bars.x, strict=True)}
        column = result.frame[figure.metric.name]
        assert {row: float(column.iloc[row]) for row in values} == values


def test_several_measures_have_the_same_lines_in_the_same_colours_on_axes_of_their_own(shop: Shop) -> None:
    asked = exploring.with_metrics(exploring.DEFAULT, ("net_sales", "return_rate"))
    result = shop.workspace.run(exploring.figure_question(asked, Shape.LINES), ANN)
    money, share = drawn(result, Shape.LINES, "USD", shop.workspace.run(exploring.total_question(asked), ANN))

    def colours(figure: Explored) -> list[tuple[str, str]]:
        return [(t.name, t.line.color) for t in figure.drawing.data if t.showlegend is not False and t.customdata]

    assert len(colours(money)) > 3
    assert colours(money) == colours(share)
    assert money.drawing.layout.yaxis.tickformat is None
    assert share.drawing.layout.yaxis.tickformat == ".0%"


def test_each_measure_is_a_figure_of_the_page_under_its_name(shop: Shop, page: Callable[..., AppTest]) -> None:
    shown = page(shop, ANN, asked=exploring.with_metrics(exploring.DEFAULT, ("net_sales", "orders")))
    assert not shown.exception
    assert [heading.value for heading in shown.subheader] == ["Net sales", "Orders"]
    assert len(shown.get("plotly_chart")) == 2
    assert plain("Net sales, Orders by week and territory") in [h.value for h in shown.header]
