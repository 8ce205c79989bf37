"""Tables beside figures, files, lists and the way to net sales: the same answer, written out."""

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sales_core import control
from sales_core.export import bundle_of, csv_chunks, csv_of, file_name
from sales_core.periods import PeriodSpec
from sales_core.query import Comparison, Filter, Operator, Query
from sales_core.rankings import course_question, rows_of
from sales_core.reckoning import Reckoning
from sales_core.result import Result
from sales_core.twins import MOST_ROWS, twin_of, twin_of_totals
from tests.unit.hand_made import TODAY, answered

Columns = dict[str, Sequence[Any]]


def by_product(comparison: Comparison = Comparison.NONE) -> Result:
    columns: Columns = {
        "product": ["Lamp", "=HYPERLINK()", "Vase"],
        "product__key": ["1", "2", "3"],
        "net_sales": [Decimal("1234.500000001"), Decimal("-2"), None],
        "net_sales__before": [Decimal(1000), Decimal(4), None],
        "net_sales__growth": [Decimal("0.2345"), Decimal("-1.5"), None],
    }
    query = Query(("net_sales",), PeriodSpec("2026"), by=("product",), comparison=comparison)
    return answered(query, {k: v for k, v in columns.items() if comparison is not Comparison.NONE or "__b" not in k})


def with_totals() -> Result:
    columns: Columns = {
        "channel": ["Web", "Web", None],
        "channel__key": ["1", "1", None],
        "product": ["Lamp", None, None],
        "product__key": ["1", None, None],
        "level": [2, 1, 0],
        "orders": [3, 3, 3],
        "orders__before": [2, 2, None],
        "orders__change": [1, 1, None],
        "orders__growth": [Decimal("0.5"), Decimal("0.5"), None],
    }
    by = ("channel", "product")
    asked = Query(("orders",), PeriodSpec("2026"), by=by, comparison=Comparison.PREVIOUS_PERIOD, totals=True)
    return answered(asked, columns)


def test_a_twin_shows_labels_exact_values_and_changes() -> None:
    twin = twin_of(by_product(Comparison.PREVIOUS_PERIOD), "USD")
    assert twin.headings == ("Product", "Net sales", "Net sales before", "Net sales change")
    assert twin.rows[0] == ("Lamp", "$1,234.50", "$1,000.00", "+23.4%")
    assert twin.rows[2] == ("Vase", "—", "—", "—")


def test_a_twin_of_time_names_buckets_and_says_which_are_cut() -> None:
    query = Query(("orders",), PeriodSpec("2026"), by=("month",))
    months = [date(2026, 5, 1), date(2026, 6, 1)]
    twin = twin_of(answered(query, {"month": months, "partial": [False, True], "orders": [7, 3]}), "USD")
    assert twin.rows == (("May 2026", "", "7"), ("Jun 2026", "only partly in the period", "3"))


def test_a_twin_of_totals_has_a_line_a_metric() -> None:
    query = Query(("net_sales", "orders"), PeriodSpec("2026"))
    twin = twin_of_totals(answered(query, {"net_sales": [Decimal("9747747.934")], "orders": [7]}), "GBP")
    assert twin.rows == (("Net sales", "£9,747,747.934"), ("Orders", "7"))


def test_a_long_twin_says_how_many_rows_it_leaves_out() -> None:
    query = Query(("orders",), PeriodSpec("2026"), by=("product",))
    labels = [f"Product {i}" for i in range(MOST_ROWS + 3)]
    twin = twin_of(answered(query, {"product": labels, "orders": [1] * len(labels)}), "USD")
    assert (len(twin.rows), twin.left_out) == (MOST_ROWS, 3)


def test_a_csv_has_every_row_every_digit_and_no_formula() -> None:
    rows = list(csv.reader(io.StringIO(csv_of(by_product()).decode("utf-8-sig"))))
    assert rows == [["product", "net_sales"], ["Lamp", "1234.500000001"], ["'=HYPERLINK()", "-2"], ["Vase", ""]]


def test_a_csv_in_pieces_is_the_whole_csv_and_no_piece_grows_with_the_answer() -> None:
    labels = [f"Product {i}" for i in range(30_000)]
    query = Query(("net_sales",), PeriodSpec("2026"), by=("product",))
    answer = answered(query, {"product": labels, "net_sales": [Decimal(i) / 8 for i in range(30_000)]})
    pieces = list(csv_chunks(answer))
    assert b"".join(pieces) == csv_of(answer)
    assert max(map(len, pieces)) < 80_000 < sum(map(len, pieces))
    assert len(list(csv.reader(io.StringIO(csv_of(answer).decode("utf-8-sig"))))) == 30_001


def test_a_csv_says_which_rows_are_totals_and_of_what() -> None:
    rows = list(csv.reader(io.StringIO(csv_of(with_totals()).decode("utf-8-sig"))))
    assert rows == [
        ["channel", "product", "level", "total_of", "orders", "orders__before", "orders__change", "orders__growth"],
        ["Web", "Lamp", "2", "", "3", "2", "1", "0.5"],
        ["Web", "", "1", "channel", "3", "2", "1", "0.5"],
        ["", "", "0", "all", "3", "", "", ""],
    ]


def test_a_file_is_named_by_what_is_in_it() -> None:
    assert re.fullmatch(r"net_sales_by_product_2026-01-01_2026-12-31_[0-9a-f]{8}\.csv", file_name(by_product()))


def test_a_bundle_has_a_file_an_answer_and_the_receipts() -> None:
    with zipfile.ZipFile(io.BytesIO(bundle_of([by_product()]))) as bundle:
        assert bundle.namelist() == [file_name(by_product()), "receipts.txt"]
        assert bundle.read(file_name(by_product())) == csv_of(by_product())
        assert f"Checksum: {by_product().receipt.checksum}" in bundle.read("receipts.txt").decode()


def test_a_list_has_bars_against_its_largest_and_none_for_what_is_below_zero() -> None:
    rows = rows_of(by_product(Comparison.PREVIOUS_PERIOD), None, "USD", TODAY)
    assert [(row.label, row.value, row.reach, row.change) for row in rows] == [
        ("Lamp", "$1,234.50", 1.0, "+23.4%"),
        ("=HYPERLINK()", "−$2.00", 0.0, "−150.0%"),
        ("Vase", "—", 0.0, "—"),
    ]


def test_the_courses_of_a_list_ask_for_its_rows_only_and_fill_what_is_empty() -> None:
    asked = Query(("net_sales",), PeriodSpec("2026"), filters=(Filter("channel", Operator.IS, ("Web",)),))
    question = course_question(by_product(), asked)
    assert question is not None
    assert question.by == ("month", "product")
    assert [str(f) for f in question.filters] == ["channel is Web", "product is Lamp, =HYPERLINK() or Vase"]
    months = [date(2026, 3, 1), date(2026, 5, 1), date(2026, 6, 1)]
    columns: Columns = {"month": months, "product": ["Lamp"] * 3, "product__key": ["1"] * 3}
    course = answered(question, {**columns, "net_sales": [Decimal(3), Decimal(5), Decimal(9)]})
    assert rows_of(by_product(), course, "USD", TODAY)[0].course == (3.0, 0.0, 5.0)  # June is not over


def test_the_courses_of_a_list_are_of_the_weeks_that_the_question_counts_by() -> None:
    days = PeriodSpec("2026-02-01..2026-05-31")
    listed: Columns = {"product": ["Lamp"], "product__key": ["1"], "net_sales": [Decimal(8)]}
    ranked = answered(Query(("net_sales",), days, ("product",)), listed)
    question = course_question(ranked, Query(("net_sales",), days, reckoning=Reckoning(week_start=7)))
    assert question is not None
    sundays = [date(2026, 3, 1), date(2026, 3, 15)]
    columns: Columns = {"week": sundays, "product": ["Lamp"] * 2, "product__key": ["1"] * 2}
    course = answered(question, {**columns, "net_sales": [Decimal(3), Decimal(5)]})
    assert rows_of(ranked, course, "USD", TODAY)[0].course == (3.0, 0.0, 5.0)


def walked(document_total: str, net_sales: str) -> control.Way:
    amounts = {
        "document_total": document_total,
        "fees": "10",
        "adjustments": "-1",
        "bad_debt": "-20",
        "net_sales": net_sales,
    }
    amounts |= {"not_counted": "0", "gross_sales": "0", "discounts": "0", "returns": "0"}
    return control.way_of(answered(control.WAY, {name: [Decimal(v)] for name, v in amounts.items()}), "GBP")


def test_the_way_to_net_sales_closes_when_every_cent_is_explained() -> None:
    way = walked("100.005", "111.005")
    assert way.closes
    assert [(s.label, s.value) for s in way.steps][:2] == [("Document total", "£100.005"), ("− Fees", "£10.00")]
    assert (way.steps[-1].label, way.steps[-1].value) == ("= Net sales", "£111.005")
    assert control.verdict(way, "GBP").endswith("to the cent.")


def test_the_way_says_what_it_can_not_explain() -> None:
    way = walked("100.01", "111.005")
    assert not way.closes
    assert control.verdict(way, "GBP").startswith("£0.005 are not explained")
