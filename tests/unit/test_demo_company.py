"""The demo company before it is written down."""

from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from db.demo import hours, words
from db.demo.arrays import NONE
from db.demo.company import Company, company
from db.demo.lines import write_lines
from db.demo.orders import MOST_LINES, take_orders
from db.demo.places import (
    BRANDS,
    CAMPAIGNS,
    CATEGORIES,
    CHANNEL_SHARES,
    CURRENCIES,
    ONLINE,
    PARTNER,
    PHONE,
    REGIONS,
    SHOP,
    SUBCATEGORIES,
    TEAM_OF_REGION,
    TERRITORIES,
)
from db.demo.seasons import history, quarters, steps

TODAY = date(2026, 5, 20)


def made(lines: int = 30_000, currency: str = "USD", seed: int = 5, today: date = TODAY) -> Company:
    return company(lines, today, currency, seed)


def test_the_company_is_as_big_as_it_was_declared() -> None:
    assert (len(TERRITORIES), len(REGIONS), len(CATEGORIES)) == (20, 5, 12)
    assert sum(place.share for place in TERRITORIES) == pytest.approx(1)
    assert sum(category.share for category in CATEGORIES) == pytest.approx(1)
    assert [sum(shares) for shares in CHANNEL_SHARES] == pytest.approx([1] * 4)
    assert set(TEAM_OF_REGION) == set(REGIONS)
    named = {name for campaign in CAMPAIGNS for name in campaign.categories}
    assert named <= {category.name for category in CATEGORIES}


def test_no_word_stands_twice_in_its_list_so_no_name_is_made_twice() -> None:
    for listed in (words.COMPANY_HEADS, words.COMPANY_TAILS, words.COMPANY_KINDS, words.FIRST_NAMES, words.LAST_NAMES):
        assert len(set(listed)) == len(listed) > 20
        assert all(len(word) > 1 for word in listed)
    rng = np.random.default_rng(1)
    count = 12 * len(words.COMPANY_HEADS) * len(words.COMPANY_TAILS)
    assert len(set(words.company_names(rng, ("Goods", "Works"), count))) == count
    assert len({name.text for name in words.product_names(rng, ("Lamp",), 90)}) == 90
    assert len(set(made().people.names)) == 40


def test_a_subcategory_has_one_name_and_its_nouns_are_its_categorys() -> None:
    names = [name for _, name in SUBCATEGORIES]
    assert len(set(names)) == len(names) == 36
    assert all(len(category.kinds) >= 2 and len(set(category.nouns)) == len(category.nouns) for category in CATEGORIES)
    assert len(set(BRANDS)) == len(BRANDS)
    goods = made(400_000).products
    for name, category, subcategory in zip(goods.names, goods.category, goods.subcategory, strict=True):
        position, called = SUBCATEGORIES[subcategory]
        (kind,) = (kind for kind in CATEGORIES[category].kinds if kind.name == called)
        assert position == category
        assert any(noun in name for noun in kind.nouns)


def test_a_series_has_one_maker_and_of_a_few_products_nobody_knows_it() -> None:
    goods = made(400_000).products
    makers: dict[str, set[int]] = {}
    for name, brand in zip(goods.names, goods.brand.tolist(), strict=True):
        if brand != NONE:
            makers.setdefault(name.split()[0], set()).add(brand)
    assert all(len(of) == 1 for of in makers.values())
    assert set.union(*makers.values()) == set(range(len(BRANDS)))
    assert 0.05 < (goods.brand == NONE).mean() < 0.07
    assert (made(1).products.brand == NONE).sum() >= 1


def test_each_channel_has_its_hours_by_kind_of_day() -> None:
    rng = np.random.default_rng(1)
    peaks = {SHOP: (17, 11, 13), ONLINE: (20, 20, 20), PARTNER: (9, 10, 10), PHONE: (10, 10, 10)}
    for channel, of_days in peaks.items():
        for weekday, peak in zip((2, 5, 6), of_days, strict=True):
            drawn = hours.seconds(np.full(20_000, channel), np.full(20_000, weekday), rng)
            assert ((drawn >= 0) & (drawn < 86_400)).all()
            assert abs(int(np.bincount(drawn // 3600, minlength=24).argmax()) - peak) <= 2
            if channel != ONLINE:
                assert drawn.min() >= 8 * 3600
                assert drawn.max() < 20 * 3600


def test_the_week_begins_on_a_monday() -> None:
    # 20 May 2026 is a Wednesday.
    assert hours.weekdays(np.datetime64("2026-05-20"), np.array([0, 4, 5])).tolist() == [2, 6, 0]


def test_history_begins_with_a_quarter_about_three_years_ago_and_ends_yesterday() -> None:
    assert history(date(2026, 5, 20)).start == date(2023, 4, 1)
    assert history(date(2028, 2, 29)).start == date(2025, 1, 1)
    assert history(date(2026, 1, 1)).start == date(2023, 1, 1)
    # 275 days of 2023 from April on, 366 of 2024, 365 of 2025, 139 of 2026 before May 20.
    assert history(date(2026, 5, 20)).days == 275 + 366 + 365 + 139


def test_quarters_follow_each_other_without_a_gap() -> None:
    found = quarters(history(TODAY), date(2027, 1, 1))
    assert found[0] == (date(2023, 4, 1), date(2023, 7, 1))
    assert found[-1] == (date(2026, 10, 1), date(2027, 1, 1))
    assert all(before[1] == after[0] for before, after in pairwise(found))


def test_a_year_sells_more_than_the_one_before_and_november_more_than_june() -> None:
    weights, dates = made().weights, history(TODAY).dates(len(made().weights))
    months = {month: weights[dates.astype("datetime64[M]") == np.datetime64(month)].mean() for month in
              ("2024-06", "2024-11", "2025-06", "2025-11")}  # fmt: skip
    assert months["2024-11"] > 1.3 * months["2024-06"]
    assert months["2025-11"] > months["2024-11"]
    assert months["2025-06"] > months["2024-06"]
    weekday = (dates.astype(np.int64) + 3) % 7
    assert weights[weekday == 1].mean() > 1.7 * weights[weekday == 6].mean()


def test_the_steps_cover_every_day_once_and_every_line() -> None:
    for lines in (1, 999, 2_000_000):
        made_of = made(lines)
        taken = list(steps(made_of.by_day))
        assert [step.first for step in taken] == [0, *(step.end for step in taken[:-1])]
        assert taken[-1].end == made_of.span.days
        assert sum(int(step.lines.sum()) for step in taken) == lines
        assert all(step.lines.sum() <= 50_000 or step.end - step.first == 1 for step in taken)


def test_orders_of_a_step_have_exactly_its_lines_on_its_days() -> None:
    demo = made()
    for step in steps(demo.by_day):
        orders = take_orders(demo, step, 1, demo.random(1, step.number))
        assert orders.lines.sum() == step.lines.sum()
        assert ((orders.lines >= 1) & (orders.lines <= MOST_LINES)).all()
        assert ((orders.day >= step.first) & (orders.day < step.end)).all()
        assert (np.diff(orders.day * 86_400 + orders.second) >= 0).all()


def test_only_customers_who_are_there_order_and_only_products_on_sale_are_bought() -> None:
    demo = made()
    for step in list(steps(demo.by_day))[::10]:
        rng = demo.random(1, step.number)
        orders = take_orders(demo, step, 1, rng)
        named = orders.customer[orders.customer >= 0]
        assert (demo.customers.arrives[named] <= step.end).all()
        assert (demo.customers.leaves[named] > step.first).all()
        products = write_lines(demo, step, orders, rng).product
        assert (demo.products.launched[products] <= step.end).all()
        assert (demo.products.ended[products] > step.first).all()


@pytest.mark.parametrize("currency", ["USD", "GBP", "JPY", "CHF", "IDR", "XAU"])
def test_every_rate_is_positive_and_the_companys_own_is_one(currency: str) -> None:
    rates = made(100, currency).money.rates
    missing = (rates == 0).sum(axis=1).tolist()
    assert (rates >= 0).all()
    assert missing == [10 if c == "JPY" != currency else 6 if c == "CAD" else 2 if c == "GBP" != currency else 0
                       for c in CURRENCIES]  # fmt: skip
    if currency in CURRENCIES:
        assert set(rates[CURRENCIES.index(currency)].tolist()) == {100_000_000}


def test_the_same_seed_makes_the_same_company_and_another_seed_another() -> None:
    one, same, other = made(seed=1), made(seed=1), made(seed=2)
    assert one.customers.names == same.customers.names != other.customers.names
    assert one.by_day.tolist() == same.by_day.tolist() != other.by_day.tolist()
    assert one.money.rates.tolist() == same.money.rates.tolist()
    assert one.products.prices.tolist() == same.products.prices.tolist()


def test_a_bigger_company_has_more_customers_and_products() -> None:
    small, big = made(200_000), made(10_000_000)
    assert (len(small.customers.names), len(small.products.names)) == (4_700, 400)
    assert len(big.customers.names) > 100_000
    assert len(big.products.names) == pytest.approx(5_000, rel=0.01)
