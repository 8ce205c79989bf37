"""Orders of a step: who ordered, when, where and how. Their lines are made in `lines`."""

from dataclasses import dataclass

import numpy as np

from db.demo.arrays import NONE, Floats, Ints, draw
from db.demo.company import Company
from db.demo.hours import WEEKDAY_SHARES, seconds, weekdays
from db.demo.parties import SHARES
from db.demo.places import CHANNEL_SHARES, CURRENCIES, ONLINE, SHOP, SMALL_BUSINESS, TERRITORIES
from db.demo.seasons import Step

MOST_LINES = 12
STATUSES = ("placed", "cancelled", "test")
PLACED, CANCELLED, TEST = range(3)
_SIZES: Floats = np.power(0.79, np.arange(MOST_LINES, dtype=np.float64))
_GUESTS = 0.03
_CANCELLED, _TEST = 0.007, 0.003
_ONLINE_GROWTH = 1.15
CURRENCY_OF = np.array([CURRENCIES.index(place.currency) for place in TERRITORIES])


@dataclass(frozen=True, slots=True)
class Orders:
    """Documents in the order they came in. `customer` NONE is a guest, `person` NONE nobody.

    `second` counts from the day's midnight in UTC; `rate` is in eighth decimals, 0 where there is none; `lines`
    counts lines, which lie one after another.
    """

    number: Ints
    day: Ints
    second: Ints
    customer: Ints
    territory: Ints
    channel: Ints
    person: Ints
    status: Ints
    currency: Ints
    rate: Ints
    lines: Ints

    def __len__(self) -> int:
        return len(self.number)

    @property
    def firsts(self) -> Ints:
        """Where each order's lines begin."""
        return np.cumsum(self.lines) - self.lines


def take_orders(company: Company, step: Step, number: int, rng: np.random.Generator) -> Orders:
    """The orders of a step, which together have exactly its lines; numbered from `number`."""
    sizes = _sizes(int(step.lines.sum()), rng)
    day = _days(sizes, step)
    count = len(sizes)
    middle = (step.first + step.end) / 2
    customer = draw(rng, company.customers.weights_on(middle), count)
    guest = rng.random(count) < _GUESTS
    territory = np.where(guest, draw(rng, SHARES, count), company.customers.territory[customer])
    segment = np.where(guest, SMALL_BUSINESS, company.customers.segment[customer])
    weekday = weekdays(np.datetime64(company.span.start), day)
    channel = np.where(guest, SHOP, _channels(segment, weekday, middle, rng))
    # Online, only half of the orders are somebody's doing.
    nobody = guest | ((channel == ONLINE) & (rng.random(count) < 0.5))
    chance = rng.random(count)
    currency = CURRENCY_OF[territory]
    second = seconds(channel, weekday, rng)
    by_time = np.lexsort((second, day))
    return Orders(
        number + np.arange(count), day, second[by_time], np.where(guest, NONE, customer)[by_time], territory[by_time],
        channel[by_time], np.where(nobody, NONE, company.customers.person[customer])[by_time],
        np.select([chance < _CANCELLED, chance < _CANCELLED + _TEST], [CANCELLED, TEST], PLACED),
        currency[by_time], company.money.rates[currency[by_time], day], sizes,
    )  # fmt: skip


def _sizes(total: int, rng: np.random.Generator) -> Ints:
    """How many lines each order has, 1 to 12, `total` together; the last order takes what is left."""
    mean = float((_SIZES * np.arange(1, MOST_LINES + 1)).sum() / _SIZES.sum())
    count = int(total / mean * 1.1) + 20
    sizes = 1 + draw(rng, _SIZES, count)
    while sizes.sum() < total:
        sizes = np.concatenate([sizes, 1 + draw(rng, _SIZES, count)])
    ends = np.cumsum(sizes)
    last = int(np.searchsorted(ends, total))
    sizes = sizes[: last + 1]
    sizes[-1:] -= ends[last] - total
    return sizes[sizes > 0]


def _days(sizes: Ints, step: Step) -> Ints:
    """The day of each order, so that each day has about its lines; ascending."""
    middle = np.cumsum(sizes) - sizes / 2
    days: Ints = step.first + np.searchsorted(np.cumsum(step.lines), middle, side="left").astype(np.int64)
    return days


def _channels(segment: Ints, weekday: Ints, day: float, rng: np.random.Generator) -> Ints:
    """By segment and day of the week, with more online every year."""
    shares: Floats = np.array(CHANNEL_SHARES)[:, None, :] * WEEKDAY_SHARES
    shares[:, :, ONLINE] *= _ONLINE_GROWTH ** (day / 365.25)
    edges = np.cumsum(shares / shares.sum(axis=2, keepdims=True), axis=2)[:, :, :-1]
    channels: Ints = (rng.random(len(segment))[:, None] >= edges[segment, weekday]).sum(axis=1).astype(np.int64)
    return channels
