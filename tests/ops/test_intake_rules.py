"""Laws of a line: what kind it is, what it becomes, and which rule rejects it."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from sales_core.frames import DIGITS, MONEY_SCALE
from sales_core.intake import preset_named, take_in
from tests.ops.intake_files import GOOD, LONDON, Fact, Intake, line


@pytest.fixture
def unsettled(engine: Engine, owner_url: str, tmp_path: Path) -> Intake:
    return Intake(engine, owner_url, tmp_path)


@pytest.fixture
def intake(unsettled: Intake) -> Intake:
    return unsettled.settled()


def test_every_value_of_a_line_arrives_exactly(intake: Intake) -> None:
    report = intake.lines(GOOD)
    assert (report.read, report.loaded, report.repeated, report.rejected) == (1, 1, 0, 0)
    assert dict(report.by_kind) == {"bad_debt": 0, "fee": 0, "adjustment": 0, "return": 0, "sale": 1}
    assert intake.facts() == [
        Fact(2, "sale", "536365", 1, "17850", "85123A", Decimal(6), Decimal("2.55"), LONDON, "2010-12-01")
    ]
    assert intake.ask(
        "SELECT c.name, p.name, ch.name, o.document_kind, o.source, o.status, o.currency, o.rate, o.import_id, "
        "l.list_price, l.order_discount, l.tax, l.unit_cost, l.import_id, cu.name, t.region, t.country "
        "FROM sales.orders o JOIN sales.order_lines l USING (customer_id, order_id) "
        "JOIN sales.customers c USING (customer_id) JOIN sales.products p USING (product_id) "
        "JOIN sales.channels ch ON ch.channel_id = o.channel_id JOIN sales.currencies cu ON cu.currency = o.currency "
        "JOIN sales.territories t ON t.territory_id = o.territory_id"
    ) == [
        (
            "Customer 17850", "WHITE HANGING HEART T-LIGHT HOLDER", "Online", "invoice", "online_retail", "placed",
            "GBP", 1, report.import_id, Decimal("2.55"), 0, 0, None, report.import_id, "Pound sterling", LONDON, LONDON,
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        (line(), "sale"),
        (line(quantity="-6"), "sale"),
        (line(price="0"), "adjustment"),
        (line(price="-11062.06"), "adjustment"),
        (line("C536379", quantity="-1"), "return"),
        (line("C536379", quantity="-1", price="0"), "adjustment"),
        (line("C536379", "D", quantity="-1"), "fee"),
        (line(product="POST", price="0"), "fee"),
        (line(product="post"), "sale"),
        (line(product="m"), "fee"),
        (line(product="gift_0001_20"), "sale"),
        (line("A563185", "B", price="11062.06"), "bad_debt"),
        (line("A563185", "85123A", price="-1"), "bad_debt"),
        (line("a563185"), "sale"),
    ],
)
def test_the_first_rule_that_fits_makes_the_kind(intake: Intake, written: str, kind: str) -> None:
    assert intake.lines(written).rejected == 0
    [fact] = intake.facts()
    assert fact.kind == kind
    quantity = Decimal(written.split(",")[3])
    assert (fact.quantity, fact.price) == (-quantity if kind == "return" else quantity, Decimal(written.split(",")[5]))


BROKEN = [
    (line(price="NaN"), "UnitPrice 'NaN' is not a number"),
    (line(price="Infinity"), "UnitPrice 'Infinity' is not a number"),
    (line(price="-inf"), "UnitPrice '-inf' is not a number"),
    (line(price="1e3"), "UnitPrice '1e3' is not a number"),
    (line(price="0x1F"), "UnitPrice '0x1F' is not a number"),
    (line(price="2.5.5"), "UnitPrice '2.5.5' is not a number"),
    (line(price="٣"), "UnitPrice '٣' is not a number"),
    (line(price="2.55'"), "UnitPrice '2.55''' is not a number"),
    (line(price="9" * 61), f"UnitPrice '{'9' * 60}' is not a number"),
    (line(price=""), "UnitPrice is missing"),
    (line(price="0.1234567"), "UnitPrice '0.1234567' has more than 6 decimals"),
    (line(price="1000000000000"), "UnitPrice '1000000000000' has more than 12 digits before the point"),
    (line(quantity="0"), "Quantity '0' is 0"),
    (line(quantity="-0.000"), "Quantity '-0.000' is 0"),
    (line(quantity="six"), "Quantity 'six' is not a number"),
    (line(quantity="1 00"), "Quantity '1 00' is not a number"),
    (line(quantity="1 000 00"), "Quantity '1 000 00' is not a number"),
    (line(quantity="1_000"), "Quantity '1_000' is not a number"),
    (line(quantity="0.0001"), "Quantity '0.0001' has more than 3 decimals"),
    (line(quantity="123456789012"), "Quantity '123456789012' has more than 11 digits before the point"),
    (line("C1", quantity="1.50"), "Quantity '1.5' is above 0 on a line that takes goods back"),
    (
        line(quantity="1000001", price="1000000"),
        "Quantity times UnitPrice is 1000001000000, more than 1000000000000 either way",
    ),
    (
        line("C1", quantity="-99999999999.999", price="999999999999.999999"),
        "Quantity times UnitPrice is -99999999999998999900000.000000001, more than 1000000000000 either way",
    ),
    (line(moment="1969-12-31 23:59:59"), "InvoiceDate '1969-12-31 23:59:59' lies outside 1970 to one year ahead"),
    (line(moment="2999-01-01 00:00:00"), "InvoiceDate '2999-01-01 00:00:00' lies outside 1970 to one year ahead"),
    (line(moment="0000-01-01 00:00:00"), "InvoiceDate '0000-01-01 00:00:00' is not a date and time"),
    (line(moment="2011-02-29 10:00:00"), "InvoiceDate '2011-02-29 10:00:00' is not a date and time"),
    (line(moment="2011-04-31"), "InvoiceDate '2011-04-31' is not a date and time"),
    (line(moment="2011-13-01 10:00"), "InvoiceDate '2011-13-01 10:00' is not a date and time"),
    (line(moment="2011-01-01 24:00:00"), "InvoiceDate '2011-01-01 24:00:00' is not a date and time"),
    (line(moment="2011-01-01 10:60"), "InvoiceDate '2011-01-01 10:60' is not a date and time"),
    (line(moment="12/31/10 8:26"), "InvoiceDate '12/31/10 8:26' is not a date and time"),
    (line(moment="2011-01-01 10:00 13:00"), "InvoiceDate '2011-01-01 10:00 13:00' is not a date and time"),
    (line(moment="2011-01-01 13:00 PM"), "InvoiceDate '2011-01-01 13:00 PM' is not a date and time"),
    (line(moment="infinity"), "InvoiceDate 'infinity' is not a date and time"),
    (line(moment="now"), "InvoiceDate 'now' is not a date and time"),
    (line(moment=""), "InvoiceDate is missing"),
    (line(""), "InvoiceNo is missing"),
    (line("  "), "InvoiceNo is missing"),
    (line(product=""), "StockCode is missing"),
    (line("5" * 21), f"InvoiceNo '{'5' * 21}' is longer than 20 characters"),
    (line(product="x" * 51), f"StockCode '{'x' * 51}' is longer than 50 characters"),
    (line(name="x" * 501), f"Description '{'x' * 60}' is longer than 500 characters"),
    (line(country="x" * 101), f"Country '{'x' * 60}' is longer than 100 characters"),
    (line(customer="1" * 51), f"CustomerID '{'1' * 51}' is longer than 50 characters"),
    (line() + ",more", "9 fields, where the header has 8"),
    ("total,3", "2 fields, where the header has 8"),
    (line(name="A\0LAMP"), "a NUL byte stands in the line"),
    (line(name='"A LAMP'), "a quoted field is malformed (unexpected end of data)"),
]


def test_each_broken_line_is_rejected_with_its_number_and_reason_and_costs_no_other(intake: Intake) -> None:
    sound = [line(f"6{n:05}") for n in range(len(BROKEN) + 1)]
    broken = [written for written, _ in BROKEN]
    mixed = [part for pair in zip(sound, [*broken, ""], strict=True) for part in pair]
    report = intake.lines(*mixed)
    assert intake.rejects() == {3 + 2 * place: reason for place, (_, reason) in enumerate(BROKEN)}
    assert [fact.source_line for fact in intake.facts()] == [2 + 2 * place for place in range(len(sound))]
    assert (report.read, report.loaded, report.rejected) == (len(sound) + len(broken), len(sound), len(broken))
    assert [reject.line for reject in report.first_rejects] == [3, 5, 7, 9, 11]
    kept = {row.source_line: row.raw for row in intake.ask("SELECT source_line, raw FROM app.import_rejects")}
    assert kept == {3 + 2 * place: written.replace("\0", "\\x00") for place, written in enumerate(broken)}


@pytest.mark.parametrize(
    ("moment", "taken"),
    [
        ("1970-01-01 00:00:00", True),
        ("2027-11-24 12:00:00", True),
        ("2027-11-24 12:00:01", False),
        ("2024-02-29 23:59:59", True),
        ("2011-03-05", True),
        ("2011-03-05T10:15", True),
    ],
)
def test_dates_from_1970_to_one_year_ahead_are_taken_both_ends_included(
    intake: Intake, moment: str, taken: bool
) -> None:
    path = intake.file(line(moment=moment))
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    report = take_in(intake.engine, path, preset_named("online_retail"), "a test", now=now)
    assert (report.loaded, report.rejected) == ((1, 0) if taken else (0, 1))


def test_numbers_may_have_blanks_signs_and_idle_zeros(intake: Intake) -> None:
    intake.lines(line(quantity=" +6.000 ", price="2.5500000000"), line(price=".5", quantity="1."))
    assert [(fact.quantity, fact.price) for fact in intake.facts()] == [
        (Decimal(6), Decimal("2.55")),
        (Decimal(1), Decimal("0.5")),
    ]


def test_a_file_of_broken_lines_only_publishes_its_rejects(intake: Intake) -> None:
    report = intake.lines(line(price="NaN"), "x")
    assert (report.read, report.loaded, report.rejected) == (2, 0, 2)
    assert set(intake.rejects()) == {2, 3}
    assert not intake.ask("SELECT FROM sales.orders UNION ALL SELECT FROM sales.products")


def test_the_greatest_line_is_taken_and_ten_million_of_them_fit_an_answer_at_rates_below_a_hundred(
    intake: Intake,
) -> None:
    assert intake.lines(line(quantity="1000000", price="1000000")).loaded == 1
    [fact] = intake.facts()
    assert fact.quantity * fact.price * 10_000_000 * 100 == Decimal(10) ** (DIGITS - MONEY_SCALE)


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("America/New_York", "1970-01-01 05:59:59", None),
        ("America/New_York", "1970-01-01 06:00:00", "1970-01-01"),
        ("Europe/London", "1970-01-01 00:00:00", "1970-01-01"),
        ("Asia/Tokyo", "1970-01-01 00:00:00", "1970-01-01"),
    ],
)
def test_a_line_whose_business_day_the_calendar_lacks_is_rejected(
    unsettled: Intake, zone: str, moment: str, day: str | None
) -> None:
    """London kept an hour ahead of Greenwich in 1970, New York five behind it."""
    unsettled.settled(zone=zone)
    report = unsettled.lines(line(moment=moment), line("2"))
    assert (report.loaded, report.rejected) == ((2, 0) if day else (1, 1))
    assert [fact.day for fact in unsettled.facts()] == [*([day] if day else []), "2010-12-01"]
    if day is None:
        assert unsettled.rejects() == {
            2: f"InvoiceDate '{moment}' is no day from 1970-01-01 to 2079-12-31 by the company's clock, "
            f"which is that of {zone}"
        }


@pytest.mark.parametrize("day", ["1969-12-31", "2080-01-01"])
def test_no_fact_is_booked_outside_the_calendar_whoever_writes_it(intake: Intake, day: str) -> None:
    intake.lines(GOOD)
    for outside in (day, "1970-01-01", "2079-12-31"):
        statement = f"UPDATE sales.orders SET business_date = '{outside}'"
        if outside == day:
            with pytest.raises(IntegrityError, match="business_date_in_calendar"):
                intake.execute(statement)
        else:
            intake.execute(statement)
            assert [fact.day for fact in intake.facts()] == [outside]
