"""Laws of taking a file in: what a line becomes, what is rejected and why, what is the same again."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from db.engine import acting_as
from db.rules.roles import READER
from sales_core.errors import IntakeError, SettingsError, SourceUnavailable
from sales_core.intake import preset_named, take_in
from tests.ops.intake_files import GOOD, HEADER, Fact, Intake

LONDON = "United Kingdom"


@pytest.fixture
def unsettled(engine: Engine, owner_url: str, tmp_path: Path) -> Intake:
    return Intake(engine, owner_url, tmp_path)


@pytest.fixture
def intake(unsettled: Intake) -> Intake:
    return unsettled.settled()


def line(
    document: str = "536365",
    product: str = "85123A",
    name: str = "A LAMP",
    quantity: str = "6",
    moment: str = "2010-12-01 08:26:00",
    price: str = "2.55",
    customer: str = "17850",
    country: str = LONDON,
) -> str:
    """One line, sound unless told otherwise."""
    return ",".join((document, product, name, quantity, moment, price, customer, country))


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
    (line(quantity="1 000"), "Quantity '1 000' is not a number"),
    (line(quantity="0.0001"), "Quantity '0.0001' has more than 3 decimals"),
    (line(quantity="123456789012"), "Quantity '123456789012' has more than 11 digits before the point"),
    (line("C1", quantity="1.50"), "Quantity '1.5' is above 0 on a line that takes goods back"),
    (line(moment="1969-12-31 23:59:59"), "InvoiceDate '1969-12-31 23:59:59' lies outside 1970 to one year ahead"),
    (line(moment="2999-01-01 00:00:00"), "InvoiceDate '2999-01-01 00:00:00' lies outside 1970 to one year ahead"),
    (line(moment="0000-01-01 00:00:00"), "InvoiceDate '0000-01-01 00:00:00' is not a date and time"),
    (line(moment="2011-02-29 10:00:00"), "InvoiceDate '2011-02-29 10:00:00' is not a date and time"),
    (line(moment="2011-04-31"), "InvoiceDate '2011-04-31' is not a date and time"),
    (line(moment="2011-13-01 10:00"), "InvoiceDate '2011-13-01 10:00' is not a date and time"),
    (line(moment="2011-01-01 24:00:00"), "InvoiceDate '2011-01-01 24:00:00' is not a date and time"),
    (line(moment="2011-01-01 10:60"), "InvoiceDate '2011-01-01 10:60' is not a date and time"),
    (line(moment="12/1/2010 8:26"), "InvoiceDate '12/1/2010 8:26' is not a date and time"),
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


def test_lines_of_equal_values_are_all_sales(intake: Intake) -> None:
    report = intake.lines(line(), line(), line())
    assert (report.loaded, report.repeated) == (3, 0)
    assert [fact.line_no for fact in intake.facts()] == [1, 2, 3]


def test_the_same_file_again_does_nothing_and_says_so(intake: Intake) -> None:
    path = intake.file(line(), line(price="NaN"))
    first = intake.take_in(path)
    before = intake.state()
    again = intake.take_in(path)
    assert intake.state() == before
    assert (again.known, again.import_id) == (True, first.import_id)
    assert (again.read, again.loaded, again.repeated, again.rejected) == (2, 0, 2, 0)
    assert "was taken in before, as import 1; nothing was done" in str(again)


def test_the_same_file_under_another_name_is_the_same_file(intake: Intake) -> None:
    intake.lines(line())
    assert intake.lines(line(), name="copy.csv").known


def test_the_same_lines_in_another_file_are_repeated_line_by_line(intake: Intake) -> None:
    intake.lines(line(), line(), line("C2", quantity="-1"), line("3", "POST"))
    before = intake.facts()
    report = intake.lines(line(), line(), line("C2", quantity="-1"), line("3", "POST"), line("4"), name="more.csv.gz")
    assert (report.known, report.read, report.loaded, report.repeated, report.rejected) == (False, 5, 1, 4, 0)
    assert intake.facts() == sorted([*before, intake.facts()[-1]], key=lambda fact: fact.source_line)
    assert [fact.document for fact in intake.facts()] == ["536365", "536365", "C2", "3", "4"]


def test_a_line_put_right_is_added_to_its_document(intake: Intake) -> None:
    intake.lines(line(quantity="1"), line(quantity="two"), line(quantity="3"))
    report = intake.lines(line(quantity="1"), line(quantity="2"), line(quantity="3"), name="right.csv")
    assert (report.read, report.loaded, report.repeated, report.rejected) == (3, 1, 2, 0)
    facts = sorted(intake.facts(), key=lambda fact: fact.line_no)
    assert [(fact.line_no, fact.quantity) for fact in facts] == [(1, Decimal(1)), (2, Decimal(2)), (3, Decimal(3))]
    assert len(intake.ask("SELECT FROM sales.orders")) == 1


@pytest.mark.parametrize(
    "second",
    [
        (line(quantity="3"), line(quantity="4")),
        (line(quantity="1"), line(quantity="2", price="2.56"), line(quantity="9")),
        (line(quantity="1", product="OTHER"),),
        (line(quantity="1", country="France"),),
        (line(quantity="1", moment="2011-12-01 08:26:00"),),
    ],
    ids=["another part of it", "a changed line", "another product", "another country", "another day"],
)
def test_a_document_that_is_there_with_other_values_is_rejected_whole(intake: Intake, second: tuple[str, ...]) -> None:
    intake.lines(line(quantity="1"), line(quantity="2"))
    before = intake.facts()
    report = intake.lines(line("7"), *second, name="second.csv")
    assert (report.loaded, report.repeated, report.rejected) == (1, 0, len(second))
    assert [fact for fact in intake.facts() if fact.document == "536365"] == before
    assert all("InvoiceNo 536365 is there already from import 1" in reason for reason in intake.rejects().values())


def test_one_document_number_of_two_customers_is_two_documents(intake: Intake) -> None:
    intake.lines(line(customer="1"), line(customer="2"), line(customer="1"), line(customer=""))
    assert [(fact.customer, fact.line_no) for fact in intake.facts()] == [("1", 1), ("2", 1), ("1", 2), ("guest", 1)]
    assert len(intake.ask("SELECT FROM sales.orders")) == 3


def test_a_missing_customer_is_guest(intake: Intake) -> None:
    intake.lines(line(customer=""), line("2", customer=" "), line("3", customer=""))
    assert intake.ask("SELECT customer_id, name, cardinality(territory_ids) FROM sales.customers") == [(0, "Guest", 1)]
    assert len(intake.ask("SELECT FROM sales.orders WHERE customer_id = 0")) == 3


def test_a_document_was_made_when_its_first_line_was(intake: Intake) -> None:
    intake.lines(line(moment="2011-07-01 10:01:00"), line(moment="2011-07-01 10:00:00"))
    assert intake.ask("SELECT ordered_at FROM sales.orders") == [(datetime(2011, 7, 1, 9, 0, tzinfo=UTC),)]


def test_a_line_that_names_another_country_than_its_document_is_rejected(intake: Intake) -> None:
    report = intake.lines(line(country="France"), line(country="Belgium"), line("2", country="Belgium"))
    assert report.loaded == 2
    assert intake.rejects() == {
        3: "Country 'Belgium' contradicts the first line of InvoiceNo 536365, which has 'France'"
    }
    assert [fact.territory for fact in intake.facts()] == ["France", "Belgium"]


def test_the_business_day_is_the_company_s(unsettled: Intake) -> None:
    unsettled.settled("GBP", "Australia/Sydney")
    unsettled.lines(line(moment="2011-07-01 14:59:59"), line("2", moment="2011-07-01 15:00:00"))
    assert [fact.day for fact in unsettled.facts()] == ["2011-07-01", "2011-07-02"]


def test_an_order_takes_the_rate_of_its_day_and_none_is_never_one(unsettled: Intake) -> None:
    unsettled.settled("USD")
    unsettled.execute(
        "INSERT INTO sales.currencies (currency, name) VALUES ('USD', 'Dollar'), ('GBP', 'Pound')",
        "INSERT INTO sales.rates VALUES ('GBP', 'USD', '2011-07-01', 1.6), ('USD', 'GBP', '2011-07-02', 0.6)",
    )
    report = unsettled.lines(line("1", moment="2011-07-01"), line("2", moment="2011-07-02"), line("2"))
    assert unsettled.ask("SELECT document_no, rate FROM sales.orders ORDER BY 1") == [
        ("1", Decimal("1.6")),
        ("2", None),
    ]
    assert [row.rate for row in unsettled.ask("SELECT rate FROM sales.order_lines ORDER BY source_line")] == [
        Decimal("1.6"), None, None,
    ]  # fmt: skip
    assert report.unconverted == 2
    assert "2 lines are unconverted" in str(report)


def test_a_product_has_its_commonest_name_and_keeps_its_case(intake: Intake) -> None:
    intake.lines(
        line(product="a1", name="LAMP"), line(product="a1", name="lamp"), line(product="a1", name="lamp"),
        line(product="A1", name="BELL"), line(product="A1", name="ABLE"),
        line(product="B", name=""), line(product="B", name=""), line(product="B", name="BOX"),
        line(product="C", name=""), line(product="BAD", price="x"),
    )  # fmt: skip
    assert intake.ask("SELECT source_key, name FROM sales.products ORDER BY source_key") == [
        ("A1", "ABLE"), ("B", "BOX"), ("C", "C"), ("a1", "lamp"),
    ]  # fmt: skip


def test_territories_lie_where_the_preset_says_and_new_ones_elsewhere(intake: Intake) -> None:
    intake.lines(line("1", country="EIRE"), line("2", country=""), line("3", country="Peru"), line("4", country="RSA"))
    assert intake.ask("SELECT name, region, country FROM sales.territories ORDER BY name") == [
        ("EIRE", "Europe", "Ireland"),
        ("Peru", "Rest of world", "Peru"),
        ("RSA", "Rest of world", "South Africa"),
        ("Unspecified", "Rest of world", None),
    ]


def test_what_is_there_is_used_and_new_ids_follow_the_highest(intake: Intake) -> None:
    intake.execute(
        "INSERT INTO sales.territories VALUES (7, 'France', 'Mine', 'France')",
        "INSERT INTO sales.channels VALUES (3, 'Online')",
        "INSERT INTO sales.products VALUES (90, 'demo', '85123A', 'Demo lamp')",
        "INSERT INTO sales.customers (customer_id, source, source_key, name) VALUES (50, 'demo', '17850', 'Demo')",
    )
    intake.lines(line(country="France"), line("2"))
    assert intake.ask(
        "SELECT territory_id, channel_id, product_id, customer_id FROM sales.order_lines ORDER BY source_line"
    ) == [(7, 3, 91, 51), (8, 3, 91, 51)]
    assert intake.ask("SELECT region FROM sales.territories WHERE territory_id = 7") == [("Mine",)]


def test_a_reader_sees_the_customers_of_the_granted_territories(intake: Intake) -> None:
    intake.lines(
        line(country="France", customer="1"), line("2", country="Japan", customer="2"), line("3", customer="2")
    )
    [(france,)] = intake.ask("SELECT territory_id FROM sales.territories WHERE name = 'France'")
    with acting_as(intake.engine, READER, str(france)) as connection:
        seen = connection.execute(text("SELECT source_key FROM sales.customers")).scalars().all()
        lines = connection.execute(text("SELECT count(*) FROM sales.order_lines")).scalar_one()
    assert (seen, lines) == (["1"], 1)
    stored = intake.ask("SELECT source_key, cardinality(territory_ids) FROM sales.customers WHERE customer_id > 0")
    assert sorted(stored) == [("1", 1), ("2", 2)]


def test_columns_that_the_preset_does_not_know_are_left_out_and_told(intake: Intake) -> None:
    path = intake.file("note,1," + line() + ",more", header="Note,Rank," + HEADER + ",Rest")
    report = intake.take_in(path)
    assert report.ignored_columns == ("Note", "Rank", "Rest")
    assert "columns not read: Note, Rank, Rest" in str(report)
    assert intake.facts()[0].document == "536365"


@pytest.mark.parametrize("content", [b"", HEADER.encode(), HEADER.encode() + b"\n\n\n"])
def test_a_file_without_lines_is_refused(intake: Intake, content: bytes) -> None:
    path = intake.folder / "empty.csv"
    path.write_bytes(content)
    with pytest.raises(IntakeError, match=r"empty\.csv (is empty|has a header but no lines)"):
        intake.take_in(path)


def refused_files(intake: Intake) -> list[Path]:
    good = "\n".join((HEADER, *(line(str(n)) for n in range(40_000)))).encode()
    contents = {
        "binary.csv": b"\x7fELF" + bytes(2_000),
        "latin.csv": good + "\n9,1,café,1,2011-01-01,1,1,France".encode("latin-1"),
        "long.csv": good + b"\n" + b"x" * 2_000_000,
        "columns.csv": good.replace(b"UnitPrice", b"Amount"),
    }
    for name, content in contents.items():
        (intake.folder / name).write_bytes(content)
    packed = intake.file(*good.decode().split("\n")[1:], name="cut.csv.gz")
    packed.write_bytes(packed.read_bytes()[:-20])
    return [intake.folder / name for name in (*contents, "cut.csv.gz")]


def test_a_refused_file_leaves_nothing_behind(intake: Intake) -> None:
    intake.lines(line())
    before = intake.state()
    for path in refused_files(intake):
        with pytest.raises(IntakeError, match=path.name):
            intake.take_in(path)
    assert intake.state() == before
    assert intake.lines(line("2"), name="next.csv").loaded == 1


def test_nothing_is_taken_in_before_the_company_s_settings_are_stored(unsettled: Intake) -> None:
    with pytest.raises(SettingsError, match="currency and time zone are not stored yet"):
        unsettled.lines(line())


def test_a_lost_database_is_told_and_leaves_nothing(intake: Intake, new_database: Callable[..., str]) -> None:
    path = intake.file(line())
    intake.execute(
        "CREATE FUNCTION sales.drop_writer() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$",
        "CREATE TRIGGER drop_writer AFTER INSERT ON sales.order_lines FOR EACH ROW "
        "EXECUTE FUNCTION sales.drop_writer()",
        "GRANT pg_signal_backend TO dashboard_loader",
    )
    with pytest.raises(SourceUnavailable, match="never half done"):
        intake.take_in(path)
    assert intake.facts() == []
    intake.execute("DROP TRIGGER drop_writer ON sales.order_lines")
    assert intake.take_in(path).loaded == 1
