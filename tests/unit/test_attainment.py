"""Credited sales against quota, worked by hand: who reached it, what is missing, who has none, and the pace."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from sales_core.analysis.attainment import Attainment, attainment_of, columns_of, of_attainment
from sales_core.analysis.pacing import Pace, of_pace, pace_of
from sales_core.charts.attainment import attainment_bars, pace_lines
from sales_core.periods import Period, PeriodSpec
from sales_core.query import Filter, Operator, Query
from sales_core.team import DEFAULT, by_level, filterable, normal, pacing
from tests.unit.hand_made import TODAY, answered

PEOPLE = ["Ann", "Bo", "Cy", "Unknown", "Di"]
CREDITED = ["90", "120", "40", "10", "0"]
QUOTAS = ["100", "100", "0", "0", "50"]


def by_hand() -> Attainment:
    ratios = [Decimal("0.9"), Decimal("1.2"), None, None, Decimal(0)]
    columns: dict[str, Sequence[object]] = {
        "salesperson": PEOPLE,
        "salesperson__key": ["1", "2", "3", None, "4"],
        "credited_sales": [Decimal(value) for value in CREDITED],
        "quota": [Decimal(value) for value in QUOTAS],
        "quota_attainment": ratios,
    }
    return attainment_of(answered(by_level(DEFAULT), columns))


def test_those_with_a_quota_come_by_attainment_and_the_others_are_told_apart() -> None:
    found = by_hand()
    assert [one.label for one in found.held] == ["Bo", "Ann", "Di"]
    assert [one.label for one in found.without] == ["Cy", "Unknown"]
    assert [one.gap for one in found.held] == [20, -10, -50]
    assert all(one.gap is None for one in found.without)


def test_the_table_says_no_quota_and_never_a_share_of_nothing() -> None:
    columns = columns_of(by_hand(), "Salesperson", "USD")
    assert columns["Salesperson"] == ["Bo", "Ann", "Di", "Cy", "Unknown"]
    assert columns["Quota"] == ["$100.00", "$100.00", "$50.00", "no quota", "no quota"]
    assert columns["Attainment"] == ["120.0%", "90.0%", "0.0%", "—", "—"]
    assert columns["Gap"] == ["$20.00", "−$10.00", "−$50.00", "—", "—"]


def test_the_sentence_counts_those_who_reached_it() -> None:
    assert of_attainment(by_hand(), "salesperson", "USD", 24) == (
        "1 of 3 reached the quota; Bo leads with 120%. 1 without a quota: $50.00 credited."
    )
    assert of_attainment(by_hand(), "salesperson", "USD", 4).endswith(" The first 4 of 5 are drawn.")
    assert of_attainment(Attainment((), ()), "team", "USD", 24) == "Nobody has a quota in these days."


def test_marks_stand_at_quotas_and_a_press_finds_the_row_of_the_answer() -> None:
    room, bars, marks, labels = attainment_bars(by_hand(), "USD").data
    assert list(marks.x) == list(room.x) == [100.0, 100.0, 50.0, None, None]
    assert list(bars.x) == [120.0, 90.0, 0.0, 40.0, 10.0]
    assert [row for _, row in bars.customdata] == [1, 0, 4, 2, 3]
    assert [text.strip() for text in labels.text] == ["120%", "90%", "0%", "$40.00", "$10.00"]


def paced(credited: list[str], quota: list[str]) -> Pace:
    starts = [date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)][: len(credited)]
    asked = pacing(replace(DEFAULT, period=PeriodSpec("2026")), Period(date(2025, 1, 1), date(2027, 1, 1)))
    assert asked.by == ("month",)
    columns: dict[str, Sequence[object]] = {
        "month": starts,
        "credited_sales__cumulative": [Decimal(value) for value in credited],
        "quota__cumulative": [Decimal(value) for value in quota],
    }
    return pace_of(answered(asked, columns), TODAY)


def test_the_pace_is_told_at_the_last_month_that_is_over_and_nothing_is_drawn_after_today() -> None:
    """Today is 30 June: May is the last whole month, July is to come."""
    pace = paced(["100", "250", "300", "300"], ["120", "240", "360", "480"])
    assert (pace.done, pace.due) == (Decimal(250), Decimal(240))
    assert pace.credited == (100, 250, 300, None)
    assert of_pace(pace, "USD") == (
        "By the end of the last whole month $250.00 were credited, 104% of the $240.00 due by then: "
        "$10.00 ahead of the pace."
    )
    quota, credited = pace_lines(pace, "USD").data
    assert list(quota.y) == [120.0, 240.0, 360.0, 480.0]
    assert list(credited.y) == [100.0, 250.0, 300.0, None]


def test_days_without_a_quota_have_no_pace_to_be_held_against() -> None:
    assert of_pace(paced(["100", "250"], ["0", "0"]), "USD") == (
        "$250.00 credited so far; there is no quota in these days."
    )


def test_a_filter_that_quotas_do_not_know_is_dropped_from_a_link_and_never_offered() -> None:
    person, product = Filter("salesperson", Operator.IS, ("Ann",)), Filter("product", Operator.IS, ("Lamp",))
    asked = normal(Query(("net_sales",), DEFAULT.period, by=("team",), filters=(person, product)))
    assert (asked.by, asked.filters) == (("team",), (person,))
    assert {"salesperson", "team", "territory"} <= set(filterable())
    assert not {"product", "customer", "channel", "month"} & set(filterable())
