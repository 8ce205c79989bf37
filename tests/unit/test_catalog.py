"""The catalog: its page is true, every name leads somewhere, and costs are for those who may see them."""

from pathlib import Path

import pytest

from sales_core.catalog.__main__ import document
from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.catalog.measures import MEASURES
from sales_core.catalog.metrics import BRIDGE, METRICS
from sales_core.formulas import measures_of
from sales_core.planner import dimensions_of, visible_metrics
from sales_core.viewer import EVERYTHING, Permission, Role, Viewer

ROOT = Path(__file__).resolve().parents[2]


def viewer(role: Role) -> Viewer:
    return Viewer("v", "V", role, EVERYTHING)


def test_the_metrics_page_says_what_the_catalog_says() -> None:
    page = (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")
    assert page == document(), "run: python -m sales_core.catalog > docs/metrics.md"


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_is_made_of_declared_measures(name: str) -> None:
    assert measures_of(name) <= set(MEASURES)
    assert measures_of(name)


@pytest.mark.parametrize("name", METRICS)
def test_a_metric_that_reads_costs_needs_the_permission(name: str) -> None:
    reads_costs = any(MEASURES[m].costs for m in measures_of(name))
    assert (METRICS[name].permission is Permission.VIEW_COSTS) == reads_costs


def test_costs_and_margins_are_absent_for_viewers_and_analysts() -> None:
    secret = {"cost_of_goods_sold", "gross_margin", "gross_margin_share", "cost_coverage"}
    for role in (Role.VIEWER, Role.ANALYST):
        assert not secret & {m.name for m in visible_metrics(viewer(role))}
    for role in (Role.MANAGER, Role.ADMIN):
        assert secret <= {m.name for m in visible_metrics(viewer(role))}


def test_a_metric_is_broken_down_only_by_what_all_its_facts_know() -> None:
    assert {d.name for d in dimensions_of("quota") if not d.grain} == {
        "weekday", "territory", "region", "country", "salesperson", "team",
    }  # fmt: skip
    assert "kind" in {d.name for d in dimensions_of("document_total")}
    assert "kind" not in {d.name for d in dimensions_of("net_sales")}


def test_every_measure_serves_a_metric_or_a_receipt() -> None:
    used = frozenset().union(*(measures_of(name) for name in METRICS)) | {"returns_without_sale", "returns_not_placed"}
    assert used == set(MEASURES)


def test_the_bridge_is_made_of_metrics() -> None:
    assert set(BRIDGE) <= set(METRICS)


def test_dimension_names_are_words() -> None:
    assert all(name.isidentifier() and name == d.name for name, d in DIMENSIONS.items())
