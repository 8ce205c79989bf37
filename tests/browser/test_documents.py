"""Orders are listed, searched and opened; files come in and go back; search leads on: all by a browser."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import settled
from tests.browser.odd_company import OddCompany
from tests.browser.visits import Visit

pytestmark = pytest.mark.browser

HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
GOOD = "900001,85123A,WHITE LANTERN,6,2026-11-01 08:26:00,2.55,17850,United Kingdom\n"
BAD = "900001,71053,METAL LANTERN,x,2026-11-01 08:26:00,3.39,17850,United Kingdom\n"


def signed_in(odd: OddCompany, visit: Callable[..., Visit], person: str, path: str) -> Page:
    """The page of a person who has just signed in for it."""
    made = visit(width=1400, height=1000)
    made.sign_in(odd.site, odd.people[person], path)
    settled(made.page)
    return made.page


def told(page: Page) -> str:
    """All that the page says."""
    return page.locator("[data-testid=stMain]").inner_text()


def test_a_search_among_orders_is_in_the_address(odd: OddCompany, visit: Callable[..., Visit]) -> None:
    page = signed_in(odd, visit, "uno", "/orders")
    expect(page.get_by_text("1 shown of 1 that match")).to_be_visible()
    box = page.get_by_label("Search by number or customer")
    box.fill("odd")
    box.press("Enter")
    page.wait_for_url("**text=odd**")
    settled(page)
    expect(page.get_by_text("1 shown of 1 that match")).to_be_visible()
    box.fill("nothing")
    box.press("Enter")
    expect(page.get_by_text("No number or customer begins with")).to_be_visible()
    page.get_by_role("button", name="Clear the search").click()
    expect(page.get_by_text("1 shown of 1 that match")).to_be_visible()


def test_the_list_as_a_file_has_every_order_and_only_mine(odd: OddCompany, visit: Callable[..., Visit]) -> None:
    page = signed_in(odd, visit, "uno", "/orders")
    with page.expect_download() as begun:
        page.get_by_role("button", name="CSV").click()
    rows = list(csv.DictReader(io.StringIO(Path(begun.value.path()).read_text("utf-8-sig"))))
    assert [(row["number"], row["total"]) for row in rows] == [("ODD-1", "40")]


def test_an_order_of_others_is_as_unknown_as_one_that_never_was(odd: OddCompany, visit: Callable[..., Visit]) -> None:
    page = signed_in(odd, visit, "nix", "/order?id=1.1")
    expect(page.get_by_text("There is no such order")).to_be_visible()
    hidden = told(page)
    page.goto(odd.site.origin + "/order?id=123456.987654")
    settled(page)
    expect(page.get_by_text("There is no such order")).to_be_visible()
    assert told(page) == hidden


def test_search_leads_to_what_it_found(odd: OddCompany, visit: Callable[..., Visit]) -> None:
    page = signed_in(odd, visit, "uno", "/search?text=odd-1")
    page.get_by_role("link", name="ODD-1").click()
    expect(page.get_by_role("heading", name="Order ODD-1")).to_be_visible()
    expect(page.get_by_text("$40.00").first).to_be_visible()


def test_a_file_comes_in_says_what_became_of_it_and_goes_back(
    odd: OddCompany, visit: Callable[..., Visit], tmp_path: Path
) -> None:
    file = tmp_path / "november.csv"
    file.write_text(HEADER + GOOD + BAD, encoding="utf-8")
    page = signed_in(odd, visit, "admin", "/imports")
    page.get_by_role("combobox", name="Kind of file").click()
    page.get_by_role("option", name="Online Retail").click()
    page.set_input_files("[data-testid=stFileUploader] input[type=file]", file)
    page.get_by_role("button", name="Take it in").click()
    expect(page.get_by_role("heading", name="What became of november.csv")).to_be_visible()
    expect(page.get_by_text("Line 3: Quantity 'x' is not a number")).to_be_visible()
    page.get_by_text("november.csv ·").click()
    with page.expect_download() as begun:
        page.get_by_role("button", name="Turned-away lines").click()
    (line,) = csv.DictReader(io.StringIO(Path(begun.value.path()).read_text("utf-8-sig")))
    assert (line["line"], "METAL LANTERN" in line["as_it_came"]) == ("3", True)
    page.get_by_role("button", name="Take it back").click()
    page.get_by_role("dialog").get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("was taken back: 1 documents, 1 lines")).to_be_visible()
    page.get_by_role("button", name="Take it in").click()
    expect(page.get_by_role("heading", name="What became of november.csv")).to_be_visible()
    page.get_by_text("november.csv · 1 lines").click()
    page.get_by_role("button", name="Take it back").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("was taken back: 1 documents, 1 lines")).to_be_visible()


def test_a_file_that_can_be_read_in_two_ways_is_asked_about(
    odd: OddCompany, visit: Callable[..., Visit], tmp_path: Path
) -> None:
    file = tmp_path / "ambiguous.csv"
    rows = "Order number;Ordered at;Product;Quantity;Unit price\nA-1;03/04/2026;P1;2;1,50\nA-2;05/06/2026;P1;1;2,25\n"
    file.write_text(rows, encoding="utf-8")
    page = signed_in(odd, visit, "admin", "/imports")
    page.get_by_role("combobox", name="Kind of file").click()
    page.get_by_role("option", name="Order lines").click()
    page.set_input_files("[data-testid=stFileUploader] input[type=file]", file)
    page.get_by_role("button", name="Take it in").click()
    expect(page.get_by_text("Nothing was taken in yet")).to_be_visible()
    page.get_by_role("button", name="day first").click()
    settled(page)
    page.get_by_role("button", name="Take it in").click()
    expect(page.get_by_role("heading", name="What became of ambiguous.csv")).to_be_visible()
    page.get_by_text("ambiguous.csv · 2 lines").click()
    page.get_by_role("button", name="Take it back").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("was taken back: 2 documents, 2 lines")).to_be_visible()


def test_a_file_of_another_kind_is_refused_by_name(
    odd: OddCompany, visit: Callable[..., Visit], tmp_path: Path
) -> None:
    file = tmp_path / "letters.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    page = signed_in(odd, visit, "admin", "/imports")
    page.set_input_files("[data-testid=stFileUploader] input[type=file]", file)
    page.get_by_role("button", name="Take it in").click()
    alert = page.locator("[data-testid=stAlert]")
    expect(alert).to_contain_text("letters.csv lacks the columns 'Order number'")
