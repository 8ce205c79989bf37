"""What stands at a figure and under it is of the rights of now, though its answer is of then."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import session
from sales_core.periods import PeriodSpec
from sales_core.query import Query
from sales_core.result import Result
from sales_core.viewer import Role, Scope, Viewer
from tests.unit.hand_made import MANAGER, VIEWER, answered

CHANGED = "What you may see has changed"
NORTH = Viewer("ada", "Ada", Role.MANAGER, Scope(territories=frozenset({1})))


def _foot(result: object) -> None:
    from pages.ui.footers import footer

    footer("costs", result, "USD")  # type: ignore[arg-type]


def _figure(result: "Result") -> None:
    import plotly.graph_objects as go

    from pages.ui.pressing import pressable
    from sales_core.looks import question_of

    pressable("sales", "costs", go.Figure(go.Bar(x=[7])), "A margin of 7.", question_of(result.plan), result)


def _tiles(result: "Result") -> None:
    from pages.ui.pressing import pressable_tiles
    from sales_core.catalog.metrics import METRICS
    from sales_core.looks import question_of
    from sales_core.tiles import FLAT, Tile

    tile = Tile(METRICS["gross_margin"], "$7", "$7.00", "", rising=False, tone=FLAT, course=(), target=None)
    pressable_tiles("sales", (tile,), question_of(result.plan), result)


RIGHTS = pytest.mark.parametrize(
    ("viewer", "shown"), [(MANAGER, True), (VIEWER, False), (NORTH, False)], ids=["same", "no costs", "fewer rows"]
)


@pytest.mark.parametrize(("draw", "what"), [(_figure, "plotly_chart"), (_tiles, "metric")], ids=["figure", "tiles"])
@RIGHTS
def test_a_figure_of_other_rights_is_not_drawn_again_when_it_is_pressed(
    monkeypatch: pytest.MonkeyPatch, viewer: Viewer, shown: bool, draw: Callable[[Any], None], what: str
) -> None:
    monkeypatch.setattr(session, "find_viewer", lambda: viewer)
    result = answered(Query(("gross_margin",), PeriodSpec("2026")), {"gross_margin": [Decimal(7)]}, MANAGER)
    page = AppTest.from_function(draw, args=(result,), default_timeout=30).run()
    assert not page.exception
    assert bool(page.get(what)) == shown
    assert [info.value.startswith(CHANGED) for info in page.info] == ([] if shown else [True])


@RIGHTS
def test_an_answer_of_other_rights_has_no_table_no_files_and_no_receipt(
    monkeypatch: pytest.MonkeyPatch, viewer: Viewer, shown: bool
) -> None:
    monkeypatch.setattr(session, "find_viewer", lambda: viewer)
    result = answered(Query(("gross_margin",), PeriodSpec("2026")), {"gross_margin": [Decimal(7)]}, MANAGER)
    page = AppTest.from_function(_foot, args=(result,), default_timeout=30).run()
    assert not page.exception
    assert bool(page.get("popover")) == shown
    assert bool(page.get("download_button")) == shown
    assert [info.value.startswith(CHANGED) for info in page.info] == ([] if shown else [True])
