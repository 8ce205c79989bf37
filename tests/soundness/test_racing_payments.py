"""Wrong without an error: a payment that comes while its order moves to another day, and marks neither's answers."""

from datetime import date

from sqlalchemy import text

from tests.oracle.world import World
from tests.soundness.hand import sold
from tests.soundness.test_racing_writers import execute, meanwhile

OLD, NEW = date(2011, 3, 4), date(2011, 3, 9)
MOVE = f"UPDATE sales.orders SET business_date = '{NEW}'"
PAY = (
    "INSERT INTO sales.payments (customer_id, order_id, payment_no, paid_at, territory_id, amount, method) "
    "VALUES (1, 1, 1, '2011-06-01', 1, 4, 'card')"
)


def marks(world: World) -> list[tuple[date, int]]:
    """How many marks each day has."""
    with world.superuser.connect() as connection:
        counted = "SELECT day, count(*) FROM rollup.marks GROUP BY day ORDER BY day"
        return [(day, count) for day, count in connection.execute(text(counted))]


def test_an_order_that_moves_waits_for_its_payment_which_marked_the_day_it_leaves(hand: World) -> None:
    """On the day it leaves: the sale, its payment, the line that goes; on the other: line and payment that come."""
    sold(hand, 1, 1, OLD, "10")
    with hand.superuser.connect() as paying:
        execute(paying, PAY)
        with meanwhile(hand, MOVE) as finished:
            assert marks(hand) == [(OLD, 1)]
            paying.commit()
            finished()
    assert marks(hand) == [(OLD, 3), (NEW, 2)]


def test_a_payment_waits_for_its_order_to_move_and_marks_the_day_it_moved_to(hand: World) -> None:
    """Had it looked before it waited, it would have marked the day that the order left."""
    sold(hand, 1, 1, OLD, "10")
    with hand.superuser.connect() as moving:
        execute(moving, MOVE)
        with meanwhile(hand, PAY) as finished:
            moving.commit()
            finished()
    assert marks(hand) == [(OLD, 2), (NEW, 2)]
