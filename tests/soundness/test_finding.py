"""Search: what begins so is found, what lies outside the viewer's scope is not."""

from datetime import date

import pytest

from sales_core.errors import AskError
from sales_core.finding import MOST_EACH, Kind, find
from sales_core.viewer import NOTHING, Role, Viewer
from tests.oracle.world import World
from tests.soundness.hand import ADMIN, NORTH, SOUTH, Document, seeing, sold


def found(world: World, text: str, viewer: Viewer = ADMIN) -> dict[Kind, list[str]]:
    """Labels by kind."""
    return {group.kind: [r.label for r in group.results] for group in find(world.workspace(), text, viewer)}


def test_every_kind_is_found_by_its_beginning_in_any_case(hand: World) -> None:
    sold(hand, 1, 1, date(2011, 5, 1), "10")
    assert found(hand, "smi") == {Kind.CUSTOMER: ["Smith", "Smith"]}
    assert found(hand, "MUG") == {Kind.PRODUCT: ["Mug", "Mug"]}
    assert found(hand, "1-1") == {Kind.ORDER: ["1-1"]}
    assert found(hand, "pat") == {Kind.PERSON: ["Pat"]}
    assert found(hand, "isl") == {Kind.TERRITORY: ["North", "South"]}
    assert found(hand, "kingdom") == {Kind.TERRITORY: ["North"]}
    assert "Net sales" in found(hand, "revenue")[Kind.METRIC]
    assert found(hand, "p3") == {Kind.PRODUCT: ["Cup"]}


def test_nothing_outside_the_scope_is_found(hand: World) -> None:
    sold(hand, 1, 1, date(2011, 5, 1), "10", territory=NORTH)
    sold(hand, 3, 2, date(2011, 5, 1), "10", territory=SOUTH)
    north = seeing(NORTH)
    assert found(hand, "jones", north) == {}
    assert found(hand, "jones", seeing(SOUTH)) == {Kind.CUSTOMER: ["Jones"]}
    assert found(hand, "3-2", north) == {}
    assert found(hand, "south", north) == {}
    nobody = Viewer("vic", "Vic", Role.VIEWER, NOTHING)
    assert found(hand, "smith", nobody) == found(hand, "1-1", nobody) == found(hand, "pat", nobody) == {}


def test_a_product_is_found_where_it_was_sold_or_taken_back_alone(hand: World) -> None:
    cup = Document(3, 1, date(2011, 5, 1), SOUTH)
    hand.write(cup.header(), cup.line("10", product=3))
    nobody = Viewer("vic", "Vic", Role.VIEWER, NOTHING)
    assert found(hand, "cup", seeing(SOUTH)) == found(hand, "p3") == {Kind.PRODUCT: ["Cup"]}
    assert found(hand, "cup", seeing(NORTH)) == found(hand, "p3", seeing(NORTH)) == found(hand, "cup", nobody) == {}
    mug = Document(1, 2, date(2011, 5, 2), NORTH, kind="credit_note")
    hand.write(mug.header(), mug.back("10"))
    assert found(hand, "p1", seeing(NORTH)) == {Kind.PRODUCT: ["Mug"]}
    assert found(hand, "p1", seeing(SOUTH)) == {}


def test_a_metric_that_needs_another_role_is_not_found(hand: World) -> None:
    seller = Viewer("ann", "Ann", Role.ANALYST, ADMIN.scope)
    assert Kind.METRIC in found(hand, "margin")
    assert found(hand, "margin", seller) == {}


@pytest.mark.parametrize("text", ["%%", "__", "a%", "'; drop", "\\\\"])
def test_what_would_mean_anything_in_a_pattern_means_itself(hand: World, text: str) -> None:
    sold(hand, 1, 1, date(2011, 5, 1), "10")
    assert found(hand, text) == {}


def test_too_little_text_is_refused_and_too_many_results_are_told(hand: World) -> None:
    for text in ("", " a ", "\t"):
        with pytest.raises(AskError, match="at least 2 letters"):
            find(hand.workspace(), text, ADMIN)
    for order in range(1, MOST_EACH + 2):
        sold(hand, 1, order, date(2011, 5, 1), "10")
    (group,) = find(hand.workspace(), "1-", ADMIN)
    assert (len(group.results), group.more) == (MOST_EACH, True)
