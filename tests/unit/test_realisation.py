"""From list price to what stays: every total is the sum of the steps before it; costs are for those who see them."""

from decimal import Decimal

from sales_core.analysis.realisation import of_steps, steps_of
from sales_core.charts.waterfall import waterfall
from sales_core.products import DEFAULT, realisation
from tests.unit.hand_made import MANAGER, VIEWER, answered

PRICES = {"gross_sales": "1000", "discounts": "120", "sales_before_returns": "880", "returns": "80", "net_sales": "800"}
COSTS = {"net_sales_with_cost": "700", "cost_of_goods_sold": "300", "gross_margin": "400"}


def amounts(**named: str) -> dict[str, list[Decimal]]:
    return {name: [Decimal(value)] for name, value in named.items()}


def test_each_total_is_the_sum_of_the_steps_before_it() -> None:
    steps = steps_of(answered(realisation(DEFAULT, MANAGER), amounts(**PRICES, **COSTS)))
    so_far = Decimal(0)
    for step in steps:
        if step.total and so_far:
            assert step.amount == so_far, step.label
        so_far = step.amount if step.total else so_far + step.amount
    assert [(step.label, int(step.amount)) for step in steps] == [
        ("List price", 1000),
        ("Discounts", -120),
        ("Charged", 880),
        ("Returns", -80),
        ("Net sales", 800),
        ("Without known cost", -100),
        ("Cost of goods", -300),
        ("Gross margin", 400),
    ]
    assert of_steps(steps, "USD") == "Of $1,000.00 at list price, 88.0% was charged, and 40.0% stayed as gross margin."


def test_where_every_cost_is_known_no_step_tells_of_unknown_ones() -> None:
    known = COSTS | {"net_sales_with_cost": "800", "gross_margin": "500"}
    steps = steps_of(answered(realisation(DEFAULT, MANAGER), amounts(**PRICES, **known)))
    assert "Without known cost" not in [step.label for step in steps]


def test_who_may_not_see_costs_is_asked_and_told_of_none() -> None:
    asked = realisation(DEFAULT, VIEWER)
    assert [name for name in asked.metrics if "cost" in name or "margin" in name] == []
    steps = steps_of(answered(asked, amounts(**PRICES), VIEWER))
    assert steps[-1].label == "Net sales"
    assert of_steps(steps, "USD").endswith("80.0% stayed as net sales.")


def test_days_without_a_list_price_divide_by_nothing() -> None:
    zero = dict.fromkeys(PRICES, "0")
    steps = steps_of(answered(realisation(DEFAULT, VIEWER), amounts(**zero), VIEWER))
    assert of_steps(steps, "USD") == "Nothing was sold at a list price above zero in these days."
    assert "of list price" not in "".join(waterfall(steps, "USD").data[0].customdata)


def test_the_drawing_rises_and_falls_as_the_steps_do() -> None:
    steps = steps_of(answered(realisation(DEFAULT, MANAGER), amounts(**PRICES, **COSTS)))
    (trace,) = waterfall(steps, "USD").data
    measures = "absolute relative total relative total relative relative total"
    assert list(trace.measure) == measures.split()
    assert list(trace.y) == [1000.0, -120.0, 880.0, -80.0, 800.0, -100.0, -300.0, 400.0]
