"""Quotas that were missed and beaten believably: set from what was really sold."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from db.demo.arrays import NONE, Floats, Ints
from db.demo.company import Company
from db.demo.exchange import RATE_UNIT
from db.demo.lines import Lines
from db.demo.orders import PLACED, Orders
from db.demo.returns import Returned
from db.demo.seasons import quarters, year_end

_LOWEST, _HIGHEST = 0.74, 1.21


@dataclass(frozen=True, slots=True)
class Quota:
    """What a person has to sell from `starts` to before `ends`, in whole units of the company's currency."""

    person: int
    starts: date
    ends: date
    amount: int


class Ledger:
    """Net sales by quarter and person in the company's currency, added up while they are made."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._quarters = quarters(company.span, year_end(company.span.today))
        edges = [company.span.day(ends) for _, ends in self._quarters]
        self._quarter_of = np.searchsorted(edges, np.arange(edges[-1]), side="right")
        self._sold: Floats = np.zeros((len(self._quarters), len(company.people.names)))

    def sell(self, orders: Orders, lines: Lines) -> None:
        """Add what was sold; cancelled, test and unconverted orders do not count."""
        order = lines.order
        counts = (orders.status == PLACED)[order]
        self._add(orders.day[order], orders.person[order], lines.net * counts, orders.rate[order])

    def take_back(self, notes: Orders, back: Returned) -> None:
        """Subtract what came back, on the day it did."""
        rate = np.repeat(notes.rate, notes.lines)
        self._add(back["due"], back["person"], -back["net_price"] * back["quantity"], rate)

    def _add(self, day: Ints, person: Ints, hundredths: Ints, rate: Ints) -> None:
        credited = person != NONE
        cell = (self._quarter_of[day[credited]], person[credited])
        np.add.at(self._sold, cell, hundredths[credited] / 100 * (rate[credited] / RATE_UNIT))

    def quotas(self) -> list[Quota]:
        """One a person and quarter; later quarters of this year by last quarters' sales and the season to come."""
        rng = self._company.random(2)
        reached = np.clip(rng.normal(0.99, 0.13, self._sold.shape), _LOWEST, _HIGHEST)
        wanted = self._expected() / reached
        return [
            Quota(person, starts, ends, _rounded(wanted[quarter, person]))
            for quarter, (starts, ends) in enumerate(self._quarters)
            for person in range(wanted.shape[1])
            if wanted[quarter, person] >= 1
        ]

    def _expected(self) -> Floats:
        """Sales by quarter and person; of quarters not over yet, as many as their days' weights let expect."""
        span, weights = self._company.span, self._company.weights
        whole = np.bincount(self._quarter_of, weights=weights[: len(self._quarter_of)])
        over = [ends <= span.today for _, ends in self._quarters]
        recent = slice(max(sum(over) - 4, 0), sum(over))
        a_weight = self._sold[recent].sum(axis=0) / whole[recent].sum()
        return np.where(np.array(over)[:, None], self._sold, whole[:, None] * a_weight)


def _rounded(amount: float) -> int:
    """To two and a half figures, as people set targets; never 0."""
    step = max(int(10 ** (len(str(int(amount))) - 2)) // 2, 1)
    return max(round(amount / step) * step, 1)
