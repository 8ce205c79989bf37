"""Wrong without an error: a quota whose days, months or years do not sum to it."""

from datetime import date
from decimal import Decimal

import pytest

from tests.oracle.world import World
from tests.soundness.hand import asked, figures, one

INSERT = (
    "INSERT INTO sales.quotas (person_id, territory_id, starts, ends, amount) "
    "SELECT 1, {territory}, date '{0}', date '{1}', {2}"
)


@pytest.mark.parametrize("amount", ["100", "0.000001", "1000.01", "99999999999.999999", "0"])
@pytest.mark.parametrize("ends", [date(2011, 12, 18), date(2011, 12, 20), date(2012, 3, 1), date(2012, 12, 17)])
def test_the_days_of_a_quota_sum_to_it_and_differ_by_a_millionth_at_most(hand: World, amount: str, ends: date) -> None:
    starts = date(2011, 12, 17)
    hand.write(INSERT.format(starts, ends, amount, territory=1))
    workspace = hand.workspace()
    days = [share for (share,) in figures(asked(workspace, "quota", "2011-01-01..2013-12-31", "day"), "quota")]
    assert len(days) == (ends - starts).days
    assert sum(days) == Decimal(amount)
    assert max(days) - min(days) <= Decimal("0.000001")
    for grain in ("week", "month", "quarter", "year"):
        parts = figures(asked(workspace, "quota", "2011-01-01..2013-12-31", grain), "quota")
        assert sum(part for (part,) in parts) == Decimal(amount)


def test_two_halves_of_a_period_make_the_whole_and_territories_add(hand: World) -> None:
    """10 over three days, from the last day of a year; 1 in another territory."""
    hand.write(INSERT.format("2011-12-31", "2012-01-03", "10", territory=1))
    hand.write(INSERT.format("2011-12-31", "2012-01-01", "1", territory=2))
    workspace = hand.workspace()
    halves = [one(asked(workspace, "quota", year), "quota") for year in ("2011", "2012")]
    assert halves == [Decimal("4.333333"), Decimal("6.666667")]
    assert figures(asked(workspace, "quota", "all", "territory"), "territory", "quota") == [("North", 10), ("South", 1)]


def test_a_quota_edited_is_seen_and_one_removed_is_gone(hand: World) -> None:
    workspace = hand.workspace()
    seen = [one(asked(workspace, "quota", "2011"), "quota")]
    for statement in (
        INSERT.format("2011-01-01", "2011-02-01", "31", territory=1),
        "UPDATE sales.quotas SET amount = 62",
        "UPDATE sales.quotas SET ends = '2012-01-01', starts = '2011-12-01'",
        "DELETE FROM sales.quotas",
    ):
        hand.write(statement)
        seen.append(one(asked(workspace, "quota", "2011-01"), "quota"))
    assert seen == [0, 31, 62, 0, 0]
