"""What was paid on a step's orders before today; the rest is open."""

from dataclasses import dataclass

import numpy as np

from db.demo.arrays import Bools, Floats, Ints, group_sums
from db.demo.lines import Lines
from db.demo.orders import PLACED, Orders
from db.demo.places import ONLINE, SHOP

METHODS = ("cash", "card", "transfer")
CASH, CARD, TRANSFER = range(3)
_DAY = 86_400
_TERMS = 30
_NEVER, _LATE, _HALVES, _HALF_ONLY = 0.012, 0.12, 0.10, 0.15


@dataclass(frozen=True, slots=True)
class Payments:
    """`order` is the position of the order in its step; `second` counts from the history's first midnight."""

    order: Ints
    payment_no: Ints
    second: Ints
    amount: Ints
    method: Ints


def pay(orders: Orders, lines: Lines, units: Ints, days: int, rng: np.random.Generator) -> Payments:
    """Shop and online at once, everybody else within the terms or late, some in two halves, a few half or never.

    `units` is the smallest amount of each order's currency; a payment after the history's `days` is not there yet.
    """
    count = len(orders)
    due = group_sums(lines.net + lines.tax + lines.shipping + lines.duties, orders.firsts)
    ordered = orders.day * _DAY + orders.second
    paid = ordered + (_delay_days(orders.channel, rng) * _DAY).astype(np.int64)
    halves = (rng.random(count) < _HALVES) & (orders.channel != SHOP) & (orders.channel != ONLINE)
    first = np.where(halves, due // (2 * units) * units, due)
    method = np.where(orders.channel == SHOP, np.where(rng.random(count) < 0.3, CASH, CARD),
                      np.where(orders.channel == ONLINE, CARD, TRANSFER))  # fmt: skip
    kept = (orders.status == PLACED) & (rng.random(count) >= _NEVER) & (due > 0)
    once = _payments(kept & (first > 0), 1, paid, first, method)
    whole = kept & halves & (rng.random(count) >= _HALF_ONLY)
    again = _payments(whole, np.where(first > 0, 2, 1), paid + _TERMS * _DAY, due - first, method)
    both = Payments(*(np.concatenate([getattr(once, f), getattr(again, f)]) for f in Payments.__slots__))
    there = both.second < days * _DAY
    return Payments(*(getattr(both, f)[there] for f in Payments.__slots__))


def _payments(which: Bools, number: Ints | int, second: Ints, amount: Ints, method: Ints) -> Payments:
    order = np.flatnonzero(which)
    numbers = np.broadcast_to(np.asarray(number, np.int64), which.shape)
    return Payments(order, numbers[order], second[order], amount[order], method[order])


def _delay_days(channel: Ints, rng: np.random.Generator) -> Floats:
    """Days from the order to its (first) payment."""
    count = len(channel)
    invoiced = np.clip(rng.normal(_TERMS - 4, 7, count), 1, None)
    late = np.where(rng.random(count) < _LATE, rng.gamma(2.0, 14.0, count), 0.0)
    return np.where(channel == SHOP, 0.0, np.where(channel == ONLINE, rng.random(count) / 24, invoiced + late))
