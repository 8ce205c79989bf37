"""Plans that rest on rankings, clocks and rates: what is ranked, by whom, and what their answers depend on."""

from datetime import date

import pytest

from sales_core.books import Books
from sales_core.compiler import compile_leg, sql_text
from sales_core.errors import AskError, UnknownName
from sales_core.periods import Period, PeriodSpec
from sales_core.plan import Plan
from sales_core.planner import prepare
from sales_core.query import Comparison, Filter, Query, Top
from sales_core.reckoning import CurrencyView, Reckoning, ReturnsBy
from sales_core.settling import kept_of, settled, with_kept
from sales_core.viewer import EVERYTHING, Role, Scope, Viewer

TODAY = date(2012, 3, 10)
ADMIN = Viewer("a", "A", Role.ADMIN, EVERYTHING)
YEAR = Period(date(2011, 1, 1), date(2012, 1, 1))


def plan(*filters: str, metric: str = "net_sales", books: Books | None = None, **more: object) -> Plan:
    query = Query((metric,), PeriodSpec.parse("2011"), filters=tuple(map(Filter.parse, filters)), **more)  # type: ignore[arg-type]
    return prepare(query, ADMIN, TODAY, books or Books())


def test_a_ranking_is_a_question_of_the_same_days_by_the_other_filters() -> None:
    made = plan(
        "customer top 3 by units", "channel=Shop", "product bottom 2 by orders", comparison=Comparison.YEAR_BEFORE
    )
    first, second = made.rankings
    assert (first.plan.metrics, first.plan.by, first.plan.limit) == (("units",), ("customer",), 3)
    assert (second.plan.metrics, second.plan.by, second.plan.limit) == (("orders",), ("product",), 2)
    for ranking, descending in ((first, True), (second, False)):
        assert ranking.plan.order is not None
        assert ranking.plan.order.descending is descending
        assert ranking.plan.period == YEAR
        assert ranking.plan.before is None
        assert [str(f) for f in ranking.plan.filters] == ["channel is Shop"]


def test_what_is_kept_beside_other_is_ranked_by_every_filter() -> None:
    made = plan("customer top 3 by units", by=("product",), fold=Top("product", 2, "orders"))
    kept = made.ranking(Top("product", 2, "orders"))
    assert [f.text for f in kept.plan.filters] == ["customer top 3 by units"]
    assert len(kept.plan.rankings) == 1


def test_an_answer_depends_on_all_that_its_ranking_depends_on() -> None:
    made = plan("customer top 3 by new_customers", "segment bottom 1 by gross_margin", metric="orders")
    assert Period(date(1970, 1, 1), YEAR.end) in made.days
    assert {"customers", "segments"} <= set(made.topics)
    assert made.costs


def test_a_ranking_keeps_up_to_a_million_values() -> None:
    assert plan("customer top 5000 by units").rankings[0].plan.limit == 5000


def test_an_unanswered_ranking_stands_as_words_and_a_settled_one_as_keys() -> None:
    made = plan("customer top 2 by units", metric="gross_sales")
    assert "/* the first 2 by units */" in sql_text(compile_leg(made, made.legs[0]))
    asked: list[Plan] = []

    def answer(ranked: Plan) -> dict[str, list[str | None]]:
        asked.append(ranked)
        return {"customer__key": ["7", None]}

    done = settled(made, answer)
    assert asked == [made.rankings[0].plan]
    assert kept_of(done) == [("7", None)]
    assert with_kept(made, [["7", None]]) == done
    text = sql_text(compile_leg(done, done.legs[0]))
    assert ".customer_id = 7 OR " in text
    assert ".customer_id IS NULL" in text


def test_rankings_that_keep_nothing_match_nothing() -> None:
    made = with_kept(plan("customer top 2 by units"), [[]])
    assert "false" in sql_text(compile_leg(made, made.legs[0]))


def test_a_keyed_value_is_checked_by_what_its_dimension_has_for_keys() -> None:
    for text, sentence in (
        ("product#=Mug", "'Mug' is no key of 'product'"),
        ("product#=12345678901", "'12345678901' is no key of 'product'"),
        ("hour#=24", "unknown hour '24'"),
        ("weekday=Monda", "did you mean 'Monday'"),
        ("order_size from 9 to ", "unknown order size '9'"),
        ("customer_status=nwe", "did you mean 'new'"),
    ):
        with pytest.raises(AskError, match=sentence):
            plan(text)
    plan("region#=Isles", "currency#=GBP", "customer_status=Unknown", "hour from 00 to 9", metric="gross_sales")


def test_a_misspelt_metric_to_rank_by_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(UnknownName, match="did you mean 'units'"):
        plan("customer top 3 by unit")
    with pytest.raises(AskError, match="'quota' has no 'customer'"):
        plan("customer top 3 by quota")
    with pytest.raises(AskError, match="is a time grain"):
        plan("month top 3 by units")


def test_another_clock_depends_on_days_around_and_the_companys_own_does_not() -> None:
    around = (Period(date(2010, 12, 30), date(2012, 1, 3)),)
    assert plan(metric="gross_sales", reckoning=Reckoning(zone="Asia/Tokyo")).days == around
    tokyo = Books(zone="Asia/Tokyo")
    assert plan(metric="gross_sales", books=tokyo, reckoning=Reckoning(zone="Asia/Tokyo")).days == (YEAR,)
    assert plan(metric="gross_sales", books=tokyo, reckoning=Reckoning(zone="UTC")).days == around


def test_only_a_view_of_currencies_depends_on_rates() -> None:
    average = Reckoning(currency=CurrencyView.AVERAGE)
    assert "rates" in plan(reckoning=average).topics
    assert "rates" not in plan().topics


def test_books_of_another_currency_are_another_answer() -> None:
    assert plan().key != plan(books=Books(currency="GBP")).key


def test_returns_dated_by_their_sale_have_a_witness_of_those_left_out() -> None:
    by_sale = plan(reckoning=Reckoning(returns_by=ReturnsBy.SALE_DATE))
    assert "returns_not_placed" in {m for leg in by_sale.legs for m in leg.measures}
    assert not {"returns_without_sale", "returns_not_placed"} & {m for leg in plan().legs for m in leg.measures}
    assert "returns_without_sale" in {m for leg in plan(metric="return_rate").legs for m in leg.measures}


def test_who_is_new_depends_on_every_earlier_day() -> None:
    looks_back = (Period(date(1970, 1, 1), YEAR.end),)
    for name in ("customer_status", "order_size", "payment_state"):
        assert plan(metric="gross_sales", by=(name,)).days == looks_back
        filtered = plan(f"{name} is not empty", metric="gross_sales")
        assert filtered.days == looks_back


def test_the_scope_stands_in_every_subquery() -> None:
    """Each table of rows is narrowed where it is read, not only the one that is counted."""
    viewer = Viewer("v", "V", Role.ADMIN, Scope(territories=frozenset({4, 9})))
    by = ("customer_status", "order_size", "payment_state")
    query = Query(("net_sales", "customer_concentration"), PeriodSpec.parse("2011"), by=by)
    made = prepare(query, viewer, TODAY)
    for leg in made.legs:
        text = sql_text(compile_leg(made, leg))
        tables = sum(text.count(f"sales.{name} AS") for name in ("orders", "order_lines", "returns", "payments"))
        assert text.count("(ARRAY[4, 9])") == tables > 4
