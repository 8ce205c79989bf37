"""The lines of a step's orders: what was bought, at what price, less what, with tax, shipping and cost."""

from dataclasses import dataclass

import numpy as np

from db.demo.arrays import NONE, Bools, Floats, Ints, allocate, draw, group_sums, to_unit
from db.demo.company import Company
from db.demo.orders import Orders
from db.demo.places import (
    CATEGORIES,
    PUBLIC_SECTOR,
    REGIONS,
    SEGMENT_DISCOUNT,
    SEGMENT_QUANTITY,
    SHOP,
    SMALL_BUSINESS,
    TERRITORIES,
)
from db.demo.seasons import Step

_TAX = np.array([place.tax for place in TERRITORIES])
_ABROAD = np.array([place.region == REGIONS[-1] for place in TERRITORIES])
_UNITS = np.array([category.units for category in CATEGORIES])
_IN_PROMOTION, _WITH_COMPANION, _ORDER_DISCOUNTS = 0.6, 0.22, 0.10
_NEGOTIATED = np.array([0.05, 0.08, 0.10, 0.15])
_PERCENTS = np.array([3, 5, 10])
_PARCEL, _FREE_FROM = 6.9, 250.0
"""Shipping in dollars, and the order from which it is free."""
_DUTY = 0.025


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines in the order of their orders; money is in hundredths. `cost` NONE is not known.

    `order` is the position of the line's order in its step, `unit` the smallest amount of its currency.
    """

    order: Ints
    line_no: Ints
    product: Ints
    promotion: Ints
    quantity: Ints
    list_price: Ints
    net_price: Ints
    order_discount: Ints
    tax: Ints
    shipping: Ints
    duties: Ints
    cost: Ints
    unit: Ints

    def __len__(self) -> int:
        return len(self.order)

    @property
    def net(self) -> Ints:
        """Sold for, after every discount, without tax and shipping."""
        return self.net_price * self.quantity - self.order_discount


def write_lines(company: Company, step: Step, orders: Orders, rng: np.random.Generator) -> Lines:
    """Every line of `orders`."""
    order = np.repeat(np.arange(len(orders)), orders.lines)
    firsts = orders.firsts
    line_no = np.arange(len(order)) - firsts[order] + 1
    day, currency = orders.day[order], orders.currency[order]
    unit = company.money.unit[currency]
    segment = np.where(orders.customer == NONE, SMALL_BUSINESS, company.customers.segment[orders.customer])
    product = _products(company, step, line_no, rng)
    quantity = _quantities(company.products.category[product], segment[order], rng)
    list_price = company.products.prices[_year(company, day), currency, product]
    promotion, share = _discounts(company, day, product, segment[order], rng)
    net_price = to_unit(list_price * (1 - share), unit)
    gross = net_price * quantity
    order_discount = allocate(_order_discounts(gross, orders, company, rng) // company.money.unit[orders.currency],
                              gross // unit, firsts) * unit  # fmt: skip
    net = gross - order_discount
    territory = orders.territory[order]
    taxed = segment[order] != PUBLIC_SECTOR
    abroad = _ABROAD[territory] & (orders.channel[order] != SHOP)
    return Lines(
        order, line_no, product, promotion, quantity, list_price, net_price, order_discount,
        to_unit(net * _TAX[territory] * taxed, unit), _shipping(net, unit, orders, company),
        to_unit(net * _DUTY * abroad, unit), _costs(company, day, currency, product), unit,
    )  # fmt: skip


def _year(company: Company, day: Ints) -> Ints:
    """Which year's price list holds on a day."""
    years: Ints = company.span.dates().astype("datetime64[Y]").astype(np.int64) + 1970 - company.span.start.year
    return years[day]


def _products(company: Company, step: Step, line_no: Ints, rng: np.random.Generator) -> Ints:
    """What is bought; the second line of an order is often what goes with the first."""
    middle = (step.first + step.end - 1) // 2
    of_year = int((company.span.dates()[middle] - company.span.dates()[middle].astype("datetime64[Y]")).astype(int))
    weights = company.products.weights_on(middle, of_year, company.promotions)
    product = draw(rng, weights, len(line_no))
    second = np.flatnonzero((line_no == 2) & (rng.random(len(line_no)) < _WITH_COMPANION))
    companion = company.products.companion[product[second - 1]]
    on_sale = weights[companion] > 0
    product[second[on_sale]] = companion[on_sale]
    return product


def _quantities(category: Ints, segment: Ints, rng: np.random.Generator) -> Ints:
    """Whole units; above two dozen by the half dozen."""
    mean = _UNITS[category] * np.array(SEGMENT_QUANTITY)[segment]
    quantity: Ints = 1 + np.floor(rng.exponential(1.0, len(mean)) * (mean - 0.6)).astype(np.int64)
    return np.where(quantity > 24, quantity // 6 * 6, quantity)


def _discounts(
    company: Company, day: Ints, product: Ints, segment: Ints, rng: np.random.Generator
) -> tuple[Ints, Floats]:
    """The promotion of each line (or NONE), and the share taken off its list price."""
    running = company.promotions.running[day, company.products.category[product]]
    promotion = np.where(rng.random(len(day)) < _IN_PROMOTION, running, NONE)
    negotiated: Bools = rng.random(len(day)) < np.array(SEGMENT_DISCOUNT)[segment]
    own = np.where(negotiated, rng.choice(_NEGOTIATED, len(day)), 0.0)
    return promotion, np.where(promotion == NONE, own, company.promotions.discounts[promotion])


def _order_discounts(gross: Ints, orders: Orders, company: Company, rng: np.random.Generator) -> Ints:
    """A whole percentage of some orders, of all their lines together, before it is split."""
    percent = np.where(rng.random(len(orders)) < _ORDER_DISCOUNTS, rng.choice(_PERCENTS, len(orders)), 0)
    sums = group_sums(gross, orders.firsts)
    return to_unit(sums * percent / 100, company.money.unit[orders.currency])


def _shipping(net: Ints, unit: Ints, orders: Orders, company: Company) -> Ints:
    """A parcel's price on small orders that are sent, split over the lines by value."""
    sums = group_sums(net, orders.firsts)
    local = 100 / company.money.anchor[orders.currency]
    sent = (orders.channel != SHOP) & (sums < _FREE_FROM * local)
    whole = company.money.unit[orders.currency]
    parcel = to_unit(_PARCEL * local * sent, whole)
    return allocate(parcel // whole, net // unit, orders.firsts) * unit


def _costs(company: Company, day: Ints, currency: Ints, product: Ints) -> Ints:
    """A unit's cost on the day, at the day's worth of the order's currency."""
    dollars = company.products.cost[day // 91, product]
    unit = company.money.unit[currency]
    local = np.maximum(to_unit(dollars / company.money.dollars[currency, day] * 100, unit), unit)
    return np.where(company.products.cost_known[product], local, NONE)
