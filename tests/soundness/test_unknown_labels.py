"""Wrong without an error: rows without a label dropped by a join, or by a filter that says "is not"."""

from datetime import date

from tests.oracle.world import World
from tests.soundness.hand import SOUTH, asked, figures, one, sold

DAY = date(2011, 3, 4)


def test_is_not_keeps_the_unknown(hand: World) -> None:
    """In SQL, NULL <> 'Retail' is not true; here the customer without a segment is not in Retail."""
    sold(hand, 1, 1, DAY, "10")
    sold(hand, 2, 2, DAY, "7")
    workspace = hand.workspace()
    assert one(asked(workspace, "gross_sales", "2011", "", "segment!=Retail"), "gross_sales") == 7
    assert one(asked(workspace, "gross_sales", "2011", "", "segment=Unknown"), "gross_sales") == 7
    assert one(asked(workspace, "gross_sales", "2011", "", "segment!=Unknown"), "gross_sales") == 10
    assert one(asked(workspace, "gross_sales", "2011", "", "segment!=Retail|Unknown"), "gross_sales") == 0


def test_what_has_no_label_is_a_part_named_unknown(hand: World) -> None:
    sold(hand, 1, 1, DAY, "10")
    sold(hand, 2, 2, DAY, "7", territory=SOUTH)
    workspace = hand.workspace()
    assert figures(asked(workspace, "gross_sales", "2011", "segment"), "segment", "gross_sales") == [
        ("Retail", 10),
        ("Unknown", 7),
    ]
    assert figures(asked(workspace, "gross_sales", "2011", "country"), "country", "gross_sales") == [
        ("United Kingdom", 10),
        ("Unknown", 7),
    ]


def test_a_sale_without_a_person_is_nobodys_and_counts(hand: World) -> None:
    sold(hand, 1, 1, DAY, "10")
    sold(hand, 1, 2, DAY, "7")
    hand.write("UPDATE sales.orders SET person_id = NULL WHERE order_id = 2")
    answer = asked(hand.workspace(), "gross_sales", "2011", "team salesperson")
    assert figures(answer, "team", "salesperson", "gross_sales") == [("Red", "Pat", 10), ("Unknown", "Unknown", 7)]
    assert one(asked(hand.workspace(), "gross_sales", "2011", "", "salesperson!=Pat"), "gross_sales") == 7


def test_labels_are_told_apart_by_case_and_accent(hand: World) -> None:
    hand.write(
        "INSERT INTO sales.segments (segment_id, name) VALUES (2, 'retail'), (3, 'Rétail')",
        *(f"UPDATE sales.customers SET segment_id = {n} WHERE customer_id = {n}" for n in (2, 3)),
    )
    for customer in (1, 2, 3):
        sold(hand, customer, customer, DAY, "10")
    answer = asked(hand.workspace(), "gross_sales", "2011", "segment")
    assert [row[0] for row in figures(answer, "segment")] == ["Retail", "Rétail", "retail"]
    assert one(asked(hand.workspace(), "gross_sales", "2011", "", "segment=retail"), "gross_sales") == 10
