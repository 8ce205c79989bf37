"""Who the demo company sells to and who sells: customers and salespeople."""

from dataclasses import dataclass

import numpy as np

from db.demo.arrays import Bools, Floats, Ints, draw, share_out
from db.demo.places import (
    ENTERPRISE,
    MID_MARKET,
    PEOPLE,
    PUBLIC_SECTOR,
    REGIONS,
    SMALL_BUSINESS,
    TERRITORIES,
)
from db.demo.words import COMPANY_KINDS, PUBLIC_KINDS, company_names, person_names

SHARES = np.array([place.share for place in TERRITORIES])
TRENDS = np.array([place.trend for place in TERRITORIES])
_SPREAD = 1.13
"""Of the logarithm of how much a customer orders; with it a fifth of them makes about three quarters of sales."""


@dataclass(frozen=True, slots=True)
class People:
    """Salespeople, each with one territory; the team is that of the territory's region."""

    names: list[str]
    territory: Ints
    team: Ints


@dataclass(frozen=True, slots=True)
class Customers:
    """Customers by position. They order from day `arrives` to before day `leaves`; `person` looks after them."""

    names: list[str]
    weight: Floats
    segment: Ints
    territory: Ints
    person: Ints
    arrives: Floats
    leaves: Floats

    def weights_on(self, day: float) -> Floats:
        """How likely each is to be the one who orders on a day; 0 before it came and after it left."""
        there = (self.arrives <= day) & (day < self.leaves)
        return np.where(there, self.weight * TRENDS[self.territory] ** (day / 365.25), 0.0)


def how_many(lines: int) -> int:
    """Customers of a company of this size, a few of whom never order: 4,000 who do at 200,000 lines."""
    return max(12, int(4_700 * float(lines / 200_000) ** 0.80))


def people(rng: np.random.Generator) -> People:
    """At least one for each territory, the others by its size."""
    each = 1 + share_out(PEOPLE - len(TERRITORIES), SHARES)
    territory = np.repeat(np.arange(len(TERRITORIES)), each)
    team = np.array([REGIONS.index(TERRITORIES[t].region) for t in territory])
    return People(person_names(rng, PEOPLE), territory, team)


def customers(count: int, days: int, sellers: People, rng: np.random.Generator) -> Customers:
    """Some there from the start, the others arriving ever faster; nearly half of them leave some time."""
    # An inverse normal at even steps rather than draws: the share of the largest is then the same for every seed.
    weight = rng.permutation(np.exp(_SPREAD * _normal_quantiles(count)))
    segment = _segments(weight, rng)
    territory = draw(rng, SHARES, count)
    arrives = np.where(rng.random(count) < 0.38, 0.0, days * rng.random(count) ** 0.85)
    staying = rng.random(count) < 0.55
    leaves = np.where(staying, np.inf, arrives + 30 + rng.exponential(520, count))
    arrives[0], leaves[0] = 0.0, np.inf
    return Customers(
        _names(segment == PUBLIC_SECTOR, rng),
        weight,
        segment,
        territory,
        _person_of(territory, sellers, rng),
        arrives,
        leaves,
    )


def _normal_quantiles(count: int) -> Floats:
    """Standard normal values at even steps of probability, cut at 3: no customer is half the company.

    By Tukey's lambda approximation, good to a hundredth in between.
    """
    p = (np.arange(count) + 0.5) / count
    return np.clip((p**0.135 - (1 - p) ** 0.135) / 0.1975, -3, 3)


def _segments(weight: Floats, rng: np.random.Generator) -> Ints:
    rank = np.argsort(np.argsort(-weight)) / len(weight)
    blurred = rank + rng.normal(0, 0.04, len(weight))
    by_size = np.select([blurred < 0.07, blurred < 0.30], [ENTERPRISE, MID_MARKET], SMALL_BUSINESS)
    return np.where(rng.random(len(weight)) < 0.08, PUBLIC_SECTOR, by_size).astype(np.int64)


def _names(public: Bools, rng: np.random.Generator) -> list[str]:
    offices = iter(company_names(rng, PUBLIC_KINDS, int(public.sum())))
    companies = iter(company_names(rng, COMPANY_KINDS, int((~public).sum())))
    return [next(offices if is_public else companies) for is_public in public]


def _person_of(territory: Ints, sellers: People, rng: np.random.Generator) -> Ints:
    """One of the territory's people, evenly."""
    each = np.bincount(sellers.territory, minlength=len(TERRITORIES))
    first = np.cumsum(each) - each
    return first[territory] + (rng.random(len(territory)) * each[territory]).astype(np.int64)
