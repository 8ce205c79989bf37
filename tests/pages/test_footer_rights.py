"""What stands under a figure is of the rights of now, though its answer is of then."""

from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import session
from sales_core.periods import PeriodSpec
from sales_core.query import Query
from sales_core.viewer import Role, Scope, Viewer
from tests.unit.hand_made import MANAGER, VIEWER, answered

CHANGED = "What you may see has changed"
NORTH = Viewer("ada", "Ada", Role.MANAGER, Scope(territories=frozenset({1})))


def _foot(result: object) -> None:
    from pages.ui.footers import footer

    footer("costs", result, "USD")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("viewer", "shown"), [(MANAGER, True), (VIEWER, False), (NORTH, False)], ids=["same", "no costs", "fewer rows"]
)
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
