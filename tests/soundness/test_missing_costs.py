"""Wrong without an error: goods whose cost nobody knows counted as if they cost nothing."""

from datetime import date
from decimal import Decimal

from tests.oracle.world import World
from tests.soundness.hand import Document, asked, figures, one

DAY = date(2011, 3, 4)
COSTS = ("cost_of_goods_sold", "gross_margin", "gross_margin_share", "cost_coverage")


def sell(world: World, order: int, price: str, cost: str | None) -> Document:
    """An invoice whose goods cost so much."""
    document = Document(1, order, DAY)
    world.write(document.header(), document.line(price, unit_cost=cost or "NULL"))
    return document


def test_margin_is_of_what_has_a_cost_and_the_covered_share_stands_beside_it(hand: World) -> None:
    """100 at a cost of 60, and 300 at no known cost: margin 40, 40 %, of a quarter of the sales — not 340, 85 %."""
    sell(hand, 1, "100", "60")
    sell(hand, 2, "300", None)
    answer = asked(hand.workspace(), " ".join(COSTS), "2011")
    assert figures(answer, *COSTS) == [(60, 40, Decimal("0.4"), Decimal("0.25"))]
    assert any("25.0 %" in note for note in answer.receipt.notes)


def test_where_no_cost_is_known_cost_and_margin_are_missing(hand: World) -> None:
    sell(hand, 1, "300", None)
    answer = asked(hand.workspace(), " ".join(COSTS), "2011")
    assert figures(answer, *COSTS) == [(None, None, None, 0)]


def test_where_nothing_is_sold_cost_is_zero(hand: World) -> None:
    assert one(asked(hand.workspace(), "cost_of_goods_sold", "2011"), "cost_of_goods_sold") == 0


def test_a_return_gives_its_cost_back_only_when_restocked(hand: World) -> None:
    """Two sold at 100, cost 60. One comes back broken: cost stays 120. Another comes back whole: 60."""
    sale = Document(1, 1, DAY)
    hand.write(sale.header(), sale.line("100", quantity="2", unit_cost="60"))
    costs = []
    for order, restocked in ((2, "false"), (3, "true")):
        back = Document(1, order, DAY, kind="credit_note")
        hand.write(back.header(), back.back("100", sale, unit_cost="60", restocked=restocked))
        costs += figures(asked(hand.workspace(), "cost_of_goods_sold gross_margin", "2011"), *COSTS[:2])
    assert costs == [(120, -20), (60, -60)]
