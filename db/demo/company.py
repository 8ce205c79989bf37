"""The whole demo company, made from a seed: everything that does not change from step to step."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from db.demo import catalogue, parties
from db.demo.arrays import Floats, Ints
from db.demo.exchange import Exchange, exchange
from db.demo.seasons import Span, day_weights, history, lines_by_day, year_end


@dataclass(frozen=True, slots=True)
class Company:
    """`by_day` are the lines of each day of history; `weights` go on to the end of the current year."""

    seed: int
    span: Span
    weights: Floats
    by_day: Ints
    money: Exchange
    people: parties.People
    customers: parties.Customers
    products: catalogue.Products
    promotions: catalogue.Promotions

    def random(self, *key: int) -> np.random.Generator:
        """Random numbers of one step's own, the same in every run."""
        return np.random.default_rng((self.seed, *key))


def company(lines: int, today: date, currency: str, seed: int) -> Company:
    """The company with exactly `lines` order lines to sell, in the quarters before `today` and up to yesterday."""
    span = history(today)
    # One stream a part: a change to one part leaves the others as they were.
    streams = [np.random.default_rng((seed, 0, part)) for part in range(5)]
    weights = day_weights(span, span.day(year_end(today)), streams[0])
    money = exchange(currency, span, streams[1])
    sellers = parties.people(streams[2])
    return Company(
        seed,
        span,
        weights,
        lines_by_day(lines, weights[: span.days]),
        money,
        sellers,
        parties.customers(parties.how_many(lines), span.days, sellers, streams[3]),
        catalogue.products(catalogue.how_many(lines), span, money, streams[4]),
        catalogue.promotions(span),
    )
