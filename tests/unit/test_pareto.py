"""How few make how much: worked by hand on ten values that sum to a hundred."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from sales_core.analysis.pareto import Curve, curve_of, of_curve
from sales_core.charts.curve import pareto_curve
from sales_core.products import DEFAULT, curve
from sales_core.query import Comparison
from tests.unit.hand_made import answered

VALUES = ["50", "30", "15", "5", "0", "-20"]
CLASSES = ["A", "A", "B", "C", "none", "none"]


def by_hand(values: list[str], classes: list[str]) -> Curve:
    labels = [f"p{n}" for n in range(len(values))]
    columns: dict[str, Sequence[object]] = {
        "product": labels,
        "product__key": labels,
        "net_sales": [Decimal(value) for value in values],
        "net_sales__pareto": classes,
    }
    return curve_of(answered(curve(DEFAULT), columns))


def test_the_curve_adds_up_what_is_above_zero_from_the_largest_on() -> None:
    found = by_hand(VALUES, CLASSES)
    assert found.shares == (Decimal("0.5"), Decimal("0.8"), Decimal("0.95"), Decimal(1))
    assert [(c.name, c.values, c.share) for c in found.classes] == [
        ("A", 2, Decimal("0.8")),
        ("B", 1, Decimal("0.15")),
        ("C", 1, Decimal("0.05")),
    ]
    assert found.others == 2


def test_the_sentence_names_the_classes_and_what_is_in_none() -> None:
    assert of_curve(by_hand(VALUES, CLASSES), "product", "net_sales") == (
        "Class A: 2 of 4 products make 80% of net sales above zero. B: 1, 15%. C: 1, 5%. "
        "2 more sold nothing, or less than came back."
    )


def test_one_value_is_the_whole_and_nothing_above_zero_is_said_to_be_so() -> None:
    assert of_curve(by_hand(["7"], ["A"]), "product", "net_sales").startswith("Class A: 1 of 1 product make 100%")
    nothing = by_hand(["0"], ["none"])
    assert of_curve(nothing, "product", "net_sales") == "No product has net sales above zero in these days."
    assert list(pareto_curve(nothing).data[0].y) == [0.0]


@pytest.mark.parametrize("many", [3, 200, 5000])
def test_a_line_has_few_points_and_both_its_ends(many: int) -> None:
    found = by_hand(["1"] * many, ["A"] * many)
    assert len(found.shown) <= 200
    assert (found.shown[0], found.shown[-1]) == (0, many - 1)
    assert list(found.shown) == sorted(set(found.shown))
    assert pareto_curve(found).data[0].y[-1] == 1.0


def test_the_curve_is_of_the_days_themselves_and_of_every_value() -> None:
    """What sold only in the days compared with would be a row of nothing."""
    asked = curve(DEFAULT)
    assert DEFAULT.comparison is not Comparison.NONE
    assert (asked.comparison, asked.limit) == (Comparison.NONE, None)
