"""A workbook read back by another program: every cell is the answer's value, of the answer's type."""

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from sales_core.export import sheets, xlsx_of
from sales_core.export.exactness import fits, held
from sales_core.export.sheets import ExportRefused
from sales_core.periods import PeriodSpec
from sales_core.query import Calculation, Comparison, Query
from sales_core.result import Result
from tests.unit.hand_made import answered
from tests.unit.test_writing_out import Columns, by_product, with_totals

LONG = Decimal("123456789012345678901.12345678901234567")
HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "<b>&amp;</b>",
    "0012",
    "https://elsewhere.example",
    " blank ",
    "مرحبا",
    "a\tb",
]


def opened(*results: Result) -> Any:
    return openpyxl.load_workbook(io.BytesIO(xlsx_of(results, "GBP")))


def values(page: Worksheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in page.iter_rows()]


def test_numbers_are_numbers_days_are_days_and_missing_is_empty() -> None:
    months = [date(2026, 5, 1), date(2026, 6, 1)]
    query = Query(("net_sales", "orders", "units", "return_rate"), PeriodSpec("2026"), by=("month",))
    columns: Columns = {
        "month": months,
        "partial": [False, True],
        "net_sales": [Decimal("1234.5"), None],
        "orders": [7, 3],
    }
    shares: Columns = {"units": [Decimal("1.5"), Decimal(2)], "return_rate": [Decimal("0.0371"), Decimal(0)]}
    page = opened(answered(query, {**columns, **shares})).worksheets[0]
    assert values(page) == [
        ["Month", "Only partly in the period", "Net sales (GBP)", "Orders", "Units", "Return rate"],
        [datetime(2026, 5, 1), False, 1234.5, 7, 1.5, 0.0371],  # noqa: DTZ001
        [datetime(2026, 6, 1), True, None, 3, 2, 0],  # noqa: DTZ001
    ]
    assert [cell.number_format for cell in page[2]] == [
        "yyyy-mm-dd",
        "General",
        "#,##0.00",
        "#,##0",
        "#,##0.0##",
        "0.0%",
    ]
    assert [cell.data_type for cell in page[2]] == ["d", "b", "n", "n", "n", "n"]


def test_no_text_is_ever_a_formula_a_number_or_a_link() -> None:
    query = Query(("orders",), PeriodSpec("2026"), by=("product",))
    page = opened(answered(query, {"product": HOSTILE, "orders": range(len(HOSTILE))})).worksheets[0]
    cells = [row[0] for row in page.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == HOSTILE
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)


def test_a_number_of_more_digits_than_a_cell_holds_stands_beside_it_whole() -> None:
    query = Query(("net_sales", "gross_sales"), PeriodSpec("2026"), by=("product",))
    columns: Columns = {
        "product": ["a", "b"],
        "net_sales": [LONG, Decimal("0.1")],
        "gross_sales": [Decimal(5), Decimal("0.3")],
    }
    page = opened(answered(query, columns)).worksheets[0]
    assert values(page) == [
        ["Product", "Net sales (GBP)", "Net sales (GBP), all digits", "Gross sales (GBP)"],
        ["a", 1.23456789012346e20, str(LONG), 5],
        ["b", 0.1, "0.1", 0.3],
    ]


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=17))
def test_what_a_cell_holds_is_the_number_to_fifteen_digits(number: Decimal) -> None:
    # What is written into the file has 16 digits; a reader rounds what it finds to 15.
    read = Decimal(f"{float(f'{held(number):.16G}'):.15g}")
    assert (read == number) is fits(number)
    assert abs(read - number) <= abs(number) * Decimal("5e-15")


def test_totals_are_labelled_and_bold() -> None:
    page = opened(with_totals()).worksheets[0]
    assert [row[:5] for row in values(page)[1:]] == [
        ["Web", "Lamp", 2, None, 3],
        ["Web", None, 1, "channel", 3],
        [None, None, 0, "all", 3],
    ]
    assert [bool(row[4].font.b) for row in page.iter_rows(min_row=2)] == [False, True, True]


def test_calculations_have_the_type_of_what_they_hold() -> None:
    asked = ("cumulative", "rolling_2", "share", "rank", "pareto")
    query = Query(
        ("net_sales",),
        PeriodSpec("2026"),
        by=("month",),
        calculations=tuple(Calculation.parse(f"{kind}:net_sales") for kind in asked),
    )
    columns: Columns = {
        "month": [date(2026, 5, 1), date(2026, 6, 1)],
        "net_sales": [Decimal("0.1"), Decimal("0.2")],
        "net_sales__cumulative": [Decimal("0.1"), Decimal("0.3")],
        "net_sales__rolling_2": [None, Decimal("0.3")],
        "net_sales__share": [Decimal("0.333333333333"), Decimal("0.666666666667")],
        "net_sales__rank": [2, 1],
        "net_sales__pareto": ["C", "A"],
    }
    page = opened(answered(query, columns)).worksheets[0]
    heads, *rows = values(page)
    assert heads[3:] == [
        "Net sales, cumulative (GBP)",
        "Net sales, rolling 2 (GBP)",
        "Net sales, share",
        "Net sales, rank",
        "Net sales, pareto",
    ]
    assert [row[3:] for row in rows] == [[0.1, None, 0.333333333333, 2, "C"], [0.3, 0.3, 0.666666666667, 1, "A"]]
    formats = [cell.number_format for cell in page[3]][3:]
    assert formats == ["#,##0.00", "#,##0.00", "0.0%", "#,##0", "@"]


def test_changes_and_growth_have_their_own_formats() -> None:
    page = opened(by_product(Comparison.PREVIOUS_PERIOD)).worksheets[0]
    heads = [str(cell.value) for cell in page[1]]
    assert heads[0] == "Product"
    assert "Net sales before (GBP)" in heads
    assert page.cell(2, heads.index("Net sales growth") + 1).number_format == "0.0%"


def test_the_growth_of_a_share_is_said_to_be_in_points() -> None:
    columns: Columns = {
        "product": ["Lamp"],
        "product__key": ["1"],
        "gross_margin_share": [Decimal("0.355")],
        "gross_margin_share__before": [Decimal("0.381")],
        "gross_margin_share__change": [Decimal("-0.026")],
        "gross_margin_share__growth": [Decimal("-0.026")],
    }
    asked = Query(("gross_margin_share",), PeriodSpec("2026"), by=("product",), comparison=Comparison.PREVIOUS_PERIOD)
    heads = [str(cell.value) for cell in opened(answered(asked, columns)).worksheets[0][1]]
    assert [head for head in heads if "growth" in head] == ["Gross margin % growth, in points"]


def test_the_last_sheet_says_where_the_numbers_come_from() -> None:
    book = opened(by_product(), with_totals())
    assert book.sheetnames == ["net_sales by product", "orders by channel product", "About"]
    told = values(book["About"])
    for sheet, answer in (("net_sales by product", by_product()), ("orders by channel product", with_totals())):
        found = {what: text for title, what, text in told if title == sheet}
        assert found["Checksum"] == answer.receipt.checksum
        assert found["As of"] == "2026-06-30T08:00:00+00:00"
        assert found["Days"] == "2026-01-01 to 2026-12-31"
        assert {"Filter", "Reckoned", "Version of the facts", "Newest source row"} <= set(found)


def test_more_rows_than_a_sheet_takes_go_on_on_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 4)
    query = Query(("orders",), PeriodSpec("2026"), by=("product",))
    labels = [f"P{i}" for i in range(7)]
    book = opened(answered(query, {"product": labels, "orders": range(7)}))
    assert book.sheetnames == ["orders by product", "orders by product (2)", "orders by product (3)", "About"]
    found = [row for page in book.worksheets[:3] for row in values(page)[1:]]
    assert found == [[label, i] for i, label in enumerate(labels)]


def test_text_that_no_cell_takes_is_refused_by_name_and_not_cut() -> None:
    query = Query(("orders",), PeriodSpec("2026"), by=("product",))
    with pytest.raises(ExportRefused, match=r"'xxxx.*has 40,000 characters.*take the CSV"):
        xlsx_of([answered(query, {"product": ["x" * 40_000], "orders": [1]})], "GBP")


def test_days_that_spreadsheets_do_not_know_are_text() -> None:
    query = Query(("orders",), PeriodSpec("all"), by=("day",))
    page = opened(answered(query, {"day": [date(1899, 12, 31), date(1900, 3, 1)], "orders": [1, 2]})).worksheets[0]
    assert [row[0] for row in values(page)[1:]] == ["1899-12-31", datetime(1900, 3, 1)]  # noqa: DTZ001
