"""Returned goods: which lines come back, when, and the credit notes they come back on."""

import numpy as np
from numpy.typing import NDArray

from db.demo.arrays import NONE, Ints
from db.demo.company import Company
from db.demo.lines import Lines
from db.demo.orders import PLACED, Orders
from db.demo.places import CATEGORIES
from db.demo.seasons import Step

RETURNED = np.dtype(
    [(name, np.int64) for name in (
        "due", "customer", "territory", "channel", "person", "currency", "sale", "sale_line", "sale_day", "product",
        "promotion",         "quantity", "net_price", "cost", "restocked", "known",
    )]
)  # fmt: skip
"""A line that comes back on day `due`; `sale` is the order's id in the database, `known` 0 where nobody noted it."""

Returned = NDArray[np.void]

_BY_CHANNEL = np.array([0.075, 0.125, 0.065, 0.065])
_BY_CATEGORY = np.array([category.returned for category in CATEGORIES])
_LINES, _WHOLE, _RESTOCKED, _KNOWN = 0.58, 0.70, 0.62, 0.93
_LONGEST = 60


def none_yet() -> Returned:
    """No returned lines."""
    return np.zeros(0, RETURNED)


def to_come_back(company: Company, orders: Orders, lines: Lines, ids: Ints, rng: np.random.Generator) -> Returned:
    """The lines of these orders that come back before today, on some later day, all of an order at once."""
    unhappy = (rng.random(len(orders)) < _BY_CHANNEL[orders.channel]) & (orders.status == PLACED)
    due = orders.day + 2 + np.minimum(rng.gamma(2.0, 7.0, len(orders)), _LONGEST).astype(np.int64)
    chance = _LINES * _BY_CATEGORY[company.products.category[lines.product]]
    chosen = unhappy[lines.order] & (rng.random(len(lines)) < chance) & (due[lines.order] < company.span.days)
    line = np.flatnonzero(chosen)
    order = lines.order[line]
    back = np.zeros(len(line), RETURNED)
    for name in ("customer", "territory", "channel", "person", "currency"):
        back[name] = getattr(orders, name)[order]
    back["due"], back["sale"], back["sale_day"] = due[order], ids[order], orders.day[order]
    back["promotion"] = lines.promotion[line]
    back["sale_line"], back["product"], back["cost"] = lines.line_no[line], lines.product[line], lines.cost[line]
    sold = lines.quantity[line]
    some = np.ceil(sold * rng.random(len(line))).astype(np.int64)
    back["quantity"] = np.where(rng.random(len(line)) < _WHOLE, sold, np.maximum(some, 1))
    unit = lines.unit[line]
    # Rounded down, so that a line is never credited more than was paid for it.
    back["net_price"] = lines.net[line] // (sold * unit) * unit
    back["restocked"] = rng.random(len(line)) < _RESTOCKED
    back["known"] = (rng.random(len(orders)) < _KNOWN)[order] & (back["customer"] != NONE)
    return back


def split_due(pending: Returned, step: Step) -> tuple[Returned, Returned]:
    """What comes back before the step's end, by day and order, and what is still to come."""
    due = pending["due"] < step.end
    now = pending[due]
    return now[np.lexsort((now["sale_line"], now["sale"], now["due"]))], pending[~due]


def credit_notes(company: Company, back: Returned, number: int, rng: np.random.Generator) -> Orders:
    """One document a returned order, on the day its goods came back; `back` is in the order of `split_due`."""
    begins = np.flatnonzero(np.diff(back["sale"], prepend=NONE) != 0)
    head = back[begins]
    day, currency = head["due"], head["currency"]
    second = rng.integers(9 * 3600, 17 * 3600, len(head))
    second = second[np.lexsort((second, day))]
    return Orders(
        number + np.arange(len(head)), day, second, head["customer"], head["territory"], head["channel"],
        head["person"], np.full(len(head), PLACED), currency, company.money.rates[currency, day],
        np.diff(begins, append=len(back)),
    )  # fmt: skip
