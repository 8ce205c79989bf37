"""New and returning customers over time: the layers of every bucket together are the bucket."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sales_core.analysis.guests import of_guests
from sales_core.analysis.layers import Layers, layers_of, of_layers
from sales_core.analysis.visits import of_visits, visits_of
from sales_core.charts.stacked import stacked
from sales_core.customers import DEFAULT, STATUS, STATUS_NAMES, best, by_status, guests, order_days
from sales_core.periods import Period, PeriodSpec
from sales_core.query import Comparison, Filter, Operator, Query
from sales_core.questions import totals
from tests.unit.hand_made import TODAY, answered

APRIL, MAY, JUNE = date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)


def by_hand() -> Layers:
    cells = [
        (APRIL, "new", "10"),
        (APRIL, "returning", "80"),
        (APRIL, "Unknown", "10"),
        (MAY, "returning", "60"),
        (MAY, "new", "40"),
        (JUNE, "returning", "0"),
    ]
    asked = Query(("net_sales",), PeriodSpec("2026"), ("month", STATUS))
    columns: dict[str, Sequence[object]] = {
        "month": [start for start, _, _ in cells],
        STATUS: [status for _, status, _ in cells],
        f"{STATUS}__key": [status for _, status, _ in cells],
        "net_sales": [Decimal(value) for _, _, value in cells],
    }
    return layers_of(answered(asked, columns), STATUS, STATUS_NAMES, TODAY)


def test_layers_of_a_bucket_sum_to_it_and_what_is_not_known_is_a_layer() -> None:
    layers = by_hand()
    assert layers.names == ("Returning", "New", "Guest or not known")
    assert layers.unknown == ("Guest or not known",)
    heights = [sum(Decimal(row[i] or 0) for row in layers.values) for i in range(3)]
    assert heights == [100, 100, 0]
    assert layers.values[2] == (10, None, None), "no row is missing, not zero"


def test_the_shares_are_of_all_days_together_and_sum_to_one() -> None:
    layers = by_hand()
    shares = [layers.share(name) for name in layers.names]
    assert shares == [Decimal("0.7"), Decimal("0.25"), Decimal("0.05")]
    assert of_layers(layers) == (
        "Of all days together: returning 70%, new 25%, guest or not known 5%. 1 bucket is not whole, and pale."
    )


def test_bars_stand_on_one_another_in_one_order_and_an_unfinished_bucket_is_pale() -> None:
    figure = stacked(by_hand(), "USD")
    assert figure.layout.barmode == "relative"
    assert [bar.name for bar in figure.data] == ["Returning", "New", "Guest or not known"]
    assert list(figure.data[0].marker.opacity) == [1.0, 1.0, 0.45]


def test_a_layer_keeps_its_colour_when_another_is_not_there() -> None:
    """Over all days nobody had bought before: new is not drawn as returning was."""
    asked = Query(("net_sales",), PeriodSpec("2026"), ("month", STATUS))
    columns: dict[str, Sequence[object]] = {
        "month": [APRIL],
        STATUS: ["new"],
        f"{STATUS}__key": ["new"],
        "net_sales": [Decimal(5)],
    }
    (alone,) = stacked(layers_of(answered(asked, columns), STATUS, STATUS_NAMES, TODAY), "USD").data
    _, new, _ = stacked(by_hand(), "USD").data
    assert alone.marker.color == new.marker.color


def test_the_question_is_by_time_and_status_and_held_against_nothing() -> None:
    asked = by_status(DEFAULT, Period(date(2026, 1, 1), date(2026, 7, 1)))
    assert asked.by == ("week", STATUS)
    assert asked.comparison is Comparison.NONE


def test_guest_is_in_no_list_of_the_best_but_its_share_is_said() -> None:
    assert Filter("customer", Operator.IS_NOT, ("Guest",)) in best(DEFAULT).filters
    sold = answered(guests(DEFAULT), {"net_sales": [Decimal(30)], "orders": [4]})
    whole = answered(totals(DEFAULT, ("net_sales",)), {"net_sales": [Decimal(400)]})
    assert of_guests(sold, whole, "USD") == (
        "Guest, who is nobody known and in no list: $30.00, 7.5% of net sales, in 4 orders."
    )
    none = answered(guests(DEFAULT), {"net_sales": [Decimal(0)], "orders": [0]})
    assert of_guests(none, whole, "USD") == "All of it was sold to known customers."


def test_a_customer_s_first_and_last_order_are_days_with_orders() -> None:
    """A day between two that has none is a row of zero."""
    days = [date(2026, 6, 1), date(2026, 6, 2), date(2026, 6, 20)]
    found = visits_of(answered(order_days(DEFAULT), {"day": days, "orders": [1, 0, 2]}))
    assert of_visits(found, TODAY) == "First order 1 Jun 2026, last order 20 Jun 2026, 10 days ago; orders on 2 days."
    assert of_visits(None, TODAY) == "No order yet, only other documents."
