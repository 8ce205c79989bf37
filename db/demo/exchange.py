"""Exchange rates of the demo: a random walk a currency, in dollars and in the company's currency."""

from dataclasses import dataclass

import numpy as np

from db.demo.arrays import Bools, Floats, Ints
from db.demo.places import CURRENCIES, DOLLARS, GAPS
from db.demo.seasons import Span

RATE_UNIT = 100_000_000
"""Rates are whole numbers of the eighth decimal."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """By currency of `CURRENCIES` and by day. `rates` are in eighth decimals of the company's currency; 0: no rate."""

    company: str
    rates: Ints
    dollars: Floats
    anchor: Floats
    unit: Ints

    @property
    def foreign(self) -> tuple[int, ...]:
        """Positions of the currencies that need a rate."""
        return tuple(i for i, currency in enumerate(CURRENCIES) if currency != self.company)


def exchange(company: str, span: Span, rng: np.random.Generator) -> Exchange:
    """Rates that wander a few per cent around where they began; some days have none."""
    codes = list(dict.fromkeys(("USD", *CURRENCIES, company)))
    worth = np.array([DOLLARS.get(code, 1.0) for code in codes])
    dollars = worth[:, None] * np.exp(_walk(len(codes), span.days, rng))
    ours = dollars[codes.index(company)]
    booked = dollars[[codes.index(code) for code in CURRENCIES]]
    rates = np.maximum(np.rint(booked / ours * RATE_UNIT), 1).astype(np.int64)
    gaps = _gaps(span.days, rng)
    for position, currency in enumerate(CURRENCIES):
        if currency == company:
            rates[position] = RATE_UNIT
            gaps[position] = False
    rates[gaps] = 0
    anchor = np.array([DOLLARS[code] for code in CURRENCIES])
    unit = np.array([100 if code == "JPY" else 1 for code in CURRENCIES])
    return Exchange(company, rates, booked, anchor, unit)


def _walk(currencies: int, days: int, rng: np.random.Generator) -> Floats:
    """Logarithms of the change since the first day; the dollar, first, stays at 0."""
    steps = rng.normal(0, 0.0045, (currencies, days))
    steps[0] = 0
    walk = np.zeros((currencies, days))
    for day in range(1, days):
        walk[:, day] = 0.996 * walk[:, day - 1] + steps[:, day]
    return walk


def _gaps(days: int, rng: np.random.Generator) -> Bools:
    """Days without a rate, in pairs, by currency."""
    gaps = np.zeros((len(CURRENCIES), days), np.bool_)
    for currency, count in GAPS.items():
        starts = rng.choice(np.arange(10, days - 2, 2), count // 2, replace=False)
        gaps[CURRENCIES.index(currency), np.concatenate([starts, starts + 1])] = True
    return gaps
