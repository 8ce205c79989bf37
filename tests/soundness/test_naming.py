"""Wrong without an error: a filter by key, said by a name that another thing bears or that is not the viewer's."""

from datetime import date

import pytest

from sales_core.naming import in_words, names_of, question_of_names
from sales_core.query import Filter
from sales_core.viewer import Viewer
from tests.oracle.world import World
from tests.soundness.hand import ADMIN, NORTH, SOUTH, Document, seeing

NORTHERNER = seeing(NORTH)


@pytest.fixture
def shop(hand: World) -> World:
    """Both products called Mug, key 1 sold in the North and key 2 in the South."""
    for order, territory, product in ((1, NORTH, 1), (2, SOUTH, 2)):
        document = Document(1, order, date(2011, 3, 4), territory)
        hand.write(document.header(), document.line("10", product=product))
    return hand


def said(shop: World, text: str, viewer: Viewer = ADMIN) -> str:
    condition = Filter.parse(text)
    asking = question_of_names(condition)
    assert asking is not None
    return in_words(condition, names_of(shop.workspace().run(asking, viewer)))


def test_two_things_of_one_name_are_told_apart(shop: World) -> None:
    assert said(shop, "product#=1") == "product is Mug (1)"
    assert said(shop, "product!#=1|2") == "product is not Mug (1) or Mug (2)"


def test_what_no_other_can_be_called_is_said_by_its_name_alone(shop: World) -> None:
    assert said(shop, "territory!#=1|2") == "territory is not North or South"


def test_what_is_not_known_or_not_the_viewer_s_to_see_stays_a_key(shop: World) -> None:
    assert said(shop, "product#=9") == "product is number 9"
    assert said(shop, "product#=2", NORTHERNER) == "product is number 2"
    assert said(shop, "product#=1", NORTHERNER) == "product is Mug (1)"


def test_no_name_is_asked_for_where_there_is_no_key() -> None:
    condition = Filter.parse("product=Mug")
    assert question_of_names(condition) is None
    assert in_words(condition, {"Mug": "Cup"}) == "product is Mug"
