"""What the demo company sells: products with prices, costs and lives, and promotions."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from db.demo.arrays import NONE, Bools, Floats, Ints, share_out
from db.demo.exchange import Exchange
from db.demo.places import BRANDS, CAMPAIGNS, CATEGORIES, CURRENCIES, SUBCATEGORIES
from db.demo.seasons import Span, category_seasons
from db.demo.words import SERIES, ProductName, product_names

_PRICE_RISE = 1.03
"""Of list prices each January."""
_COST_UNKNOWN, _BRAND_UNKNOWN = 0.03, 0.06
_FEWER_LATER = 1.5


@dataclass(frozen=True, slots=True)
class Promotions:
    """`running` has, by day and category, the position of the promotion or NONE."""

    names: list[str]
    discounts: Floats
    periods: list[tuple[date, date]]
    running: Ints


@dataclass(frozen=True, slots=True)
class Products:
    """Products by position. `prices` are hundredths by year of history, currency and product; `cost` is in dollars
    by quarter and product; `companion` is what is often bought with it. `brand` NONE is not known.
    """

    names: list[str]
    category: Ints
    subcategory: Ints
    brand: Ints
    popularity: Floats
    prices: Ints
    cost: Floats
    cost_known: Bools
    companion: Ints
    launched: Floats
    ended: Floats

    def weights_on(self, day: int, of_year: int, promotions: Promotions) -> Floats:
        """How likely each is to be what is bought on a day."""
        season = category_seasons(of_year) * np.where(promotions.running[day] == NONE, 1.0, 1.5)
        there = (self.launched <= day) & (day < self.ended)
        return np.where(there, self.popularity * season[self.category], 0.0)


def how_many(lines: int) -> int:
    """Products of a company of this size: 400 at 200,000 lines, 5,000 at ten million."""
    return max(4 * len(CATEGORIES), int(400 * float(lines / 200_000) ** 0.6456))


def products(count: int, span: Span, money: Exchange, rng: np.random.Generator) -> Products:
    """Most there from the start, some launched and some ended since; a few whose cost nobody knows."""
    each = 2 + share_out(count - 2 * len(CATEGORIES), np.ones(len(CATEGORIES)))
    category = np.repeat(np.arange(len(CATEGORIES)), each)
    named = [name for kind, n in zip(CATEGORIES, each, strict=True) for name in product_names(rng, kind.nouns, int(n))]
    dollars = np.array([c.price for c in CATEGORIES])[category] * np.exp(
        np.array([c.spread for c in CATEGORIES])[category] * rng.normal(0, 1, count)
    )
    launched = np.where(rng.random(count) < 0.78, 0.0, span.days * rng.random(count))
    ended = np.where(rng.random(count) < 0.88, np.inf, launched + 120 + span.days * rng.random(count))
    always = np.concatenate([[0], np.cumsum(each)[:-1]])
    launched[always], ended[always] = 0.0, np.inf
    popularity, costs = _popularity(category, each, rng), _costs(dollars, category, span, rng)
    known, companion = _all_but(_COST_UNKNOWN, count, rng), rng.permutation(count)
    return Products(
        [name.text for name in named], category, _subcategories(category, named), _brands(named, rng), popularity,
        _price_lists(dollars, span, money), costs, known, companion, launched, ended,
    )  # fmt: skip


def _subcategories(category: Ints, named: list[ProductName]) -> Ints:
    """Positions in SUBCATEGORIES, by the noun that a product is called."""
    of_noun = {
        (position, noun): SUBCATEGORIES.index((position, kind.name))
        for position, goods in enumerate(CATEGORIES)
        for kind in goods.kinds
        for noun in kind.nouns
    }
    each = zip(category.tolist(), named, strict=True)
    return np.array([of_noun[position, CATEGORIES[position].nouns[name.noun]] for position, name in each], np.int64)


def _brands(named: list[ProductName], rng: np.random.Generator) -> Ints:
    """Who makes each product's series; of a few, nobody knows."""
    series = np.array([name.series for name in named])
    maker = (len(BRANDS) * (series / len(SERIES)) ** _FEWER_LATER).astype(np.int64)
    return np.where(_all_but(_BRAND_UNKNOWN, len(named), rng), maker, NONE)


def _popularity(category: Ints, each: Ints, rng: np.random.Generator) -> Floats:
    """A few best sellers in each category, and a long tail."""
    rank = np.concatenate([rng.permutation(int(n)) for n in each])
    popularity = (rank + 2.0) ** -0.8
    totals = np.bincount(category, weights=popularity)
    shared: Floats = popularity / totals[category] * np.array([c.share for c in CATEGORIES])[category]
    return shared


def _price_lists(dollars: Floats, span: Span, money: Exchange) -> Ints:
    """List prices in hundredths, rounded as a price tag is, one list a calendar year."""
    years = span.today.year - span.start.year + 1
    rise = _PRICE_RISE ** np.arange(years)
    local = dollars * rise[:, None, None] / money.anchor[None, :, None]
    yen = np.array([currency == "JPY" for currency in CURRENCIES])[None, :, None]
    tag = np.where(yen, np.where(local < 5000, 10, 100), np.where(local < 50, 0.05, np.where(local < 500, 0.5, 1.0)))
    hundredths = np.maximum(np.rint(local / tag), 1) * np.rint(tag * 100)
    lists: Ints = hundredths.astype(np.int64)
    return lists


def _all_but(share: float, count: int, rng: np.random.Generator) -> Bools:
    """False for a share of the products, at least one."""
    known = np.ones(count, np.bool_)
    known[rng.choice(count, max(1, round(count * share)), replace=False)] = False
    return known


def _costs(dollars: Floats, category: Ints, span: Span, rng: np.random.Generator) -> Floats:
    """What a unit costs, in dollars, by quarter: a little dearer each time, some worse than others."""
    quarters = span.days // 91 + 1
    share = np.array([c.cost for c in CATEGORIES])[category] * np.exp(rng.normal(0, 0.08, len(dollars)))
    drift = np.exp(np.cumsum(rng.normal(0.007, 0.012, (quarters, len(dollars))), axis=0))
    costs: Floats = np.minimum(share, 0.9) * dollars * drift
    return costs


def promotions(span: Span) -> Promotions:
    """Every year's promotions that began before today."""
    names: list[str] = []
    discounts: list[float] = []
    periods: list[tuple[date, date]] = []
    running = np.full((span.days, len(CATEGORIES)), NONE, np.int64)
    for year in range(span.start.year, span.today.year + 1):
        for campaign in CAMPAIGNS:
            starts = campaign.starts(year)
            ends = starts + timedelta(days=campaign.days)
            if ends <= span.start or starts >= span.today:
                continue
            held = [i for i, c in enumerate(CATEGORIES) if not campaign.categories or c.name in campaign.categories]
            running[max(span.day(starts), 0) : span.day(ends), held] = len(names)
            names.append(f"{campaign.name} {year}")
            discounts.append(campaign.discount)
            periods.append((starts, ends))
    return Promotions(names, np.array(discounts), periods, running)
