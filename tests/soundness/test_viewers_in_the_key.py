"""Wrong without an error: one viewer's answer given to another, out of a cache whose key lacks who asked."""

from dataclasses import replace
from datetime import date

import pytest

from sales_core.cache import Cache, ProcessCache, RedisCache
from sales_core.errors import NotPermitted
from sales_core.periods import PeriodSpec
from sales_core.viewer import NOTHING, Role
from tests.oracle.world import World
from tests.soundness.hand import ADMIN, NORTH, SOUTH, Document, asked, one, seeing, sold

DAY = date(2011, 3, 4)


@pytest.mark.parametrize("shared", ["in the process", "in Redis"])
def test_two_viewers_of_one_question_get_their_own_rows(hand: World, redis_url: str, shared: str) -> None:
    sold(hand, 1, 1, DAY, "10", territory=NORTH)
    sold(hand, 1, 2, DAY, "7", territory=SOUTH)
    cache: Cache = RedisCache(redis_url) if shared == "in Redis" else ProcessCache()
    nobody = replace(ADMIN, scope=NOTHING)
    viewers = {ADMIN: 17, seeing(NORTH): 10, seeing(SOUTH): 7, seeing(NORTH, SOUTH): 17, nobody: 0}
    for remembered in (False, True):
        for viewer, expected in viewers.items():
            answer = asked(hand.workspace(cache), "gross_sales", "2011", viewer=viewer)
            assert one(answer, "gross_sales") == expected
            assert answer.receipt.from_cache == remembered


def test_a_role_without_costs_does_not_find_them_in_the_cache(hand: World) -> None:
    """Refused before the cache is asked, though an admin's answer to the same question lies in it."""
    sale = Document(1, 1, DAY)
    hand.write(sale.header(), sale.line("10", unit_cost="4"))
    workspace = hand.workspace()
    for metric in ("gross_margin", "cost_of_sales", "cost_coverage", "sold_with_cost"):
        assert one(asked(workspace, metric, "2011"), metric) is not None
        for role in (Role.VIEWER, Role.ANALYST):
            with pytest.raises(NotPermitted):
                asked(workspace, metric, "2011", viewer=replace(ADMIN, role=role))
        assert one(asked(workspace, metric, "2011", viewer=replace(ADMIN, role=Role.MANAGER)), metric) is not None


def test_options_of_a_filter_are_the_viewers_own(hand: World) -> None:
    sold(hand, 1, 1, DAY, "10", territory=NORTH)
    sold(hand, 3, 2, DAY, "7", territory=SOUTH)
    workspace = hand.workspace()
    period = PeriodSpec.parse("2011")
    assert workspace.options("customer", ADMIN, period) == ["Jones", "Smith"]
    assert workspace.options("customer", seeing(NORTH), period) == ["Smith"]
    assert workspace.options("customer", seeing(99), period) == []
    assert workspace.options("customer", ADMIN, period, "jO") == ["Jones"]
    assert workspace.options("customer", seeing(NORTH), period, "J") == []
    assert workspace.options("customer", ADMIN, period, limit=1) == ["Jones"]
    assert workspace.options("payment_state", ADMIN, period)


def test_new_customers_are_of_the_rows_one_may_see(hand: World) -> None:
    """First in the north in 2010, then in the south in 2011: new in 2011 only to who sees the south alone."""
    sold(hand, 1, 1, date(2010, 3, 4), "10", territory=NORTH)
    sold(hand, 1, 2, DAY, "7", territory=SOUTH)
    workspace = hand.workspace()
    answers = [asked(workspace, "new_customers", "2011", viewer=viewer) for viewer in (ADMIN, seeing(SOUTH))]
    assert [one(answer, "new_customers") for answer in answers] == [0, 1]
