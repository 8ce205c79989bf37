"""The law of an import, on files nobody thought of: counts add up, and facts are what the plain rules make of lines."""

import csv
import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from sales_core.intake import ImportReport
from tests.ops.intake_files import HEADER, Fact, Intake

FEES = {"POST", "DOT", "C2", "M", "m", "D", "S", "BANK CHARGES", "AMAZONFEE", "CRUK", "PADS", "B"}
_names = itertools.count(1)

DOCUMENTS = ("1", "2", "C3", "C4", "A5", "a6", "")
PRODUCTS = ("85123A", "85123a", "POST", "m", "D", "d", "BANK CHARGES", "")
NAMES = ("LAMP", "A, QUOTED NAME", 'THE "BEST"', "", "two\nlines", "back\\slash\ttab")
QUANTITIES = ("1", "-1", "12", "-7", "2.5", "0", "x", "", "1e2", "0.0004")
PRICES = ("2.55", "0", "-1", "0.001", "100", "NaN", "Infinity", "", "1.0000001", "9999999999999")
MOMENTS = ("2010-12-01 08:26:00", "2011-07-01 00:30", "2011-03-27 23:59:59", "1969-12-31", "2011-02-30", "soon", "")
CUSTOMERS = ("17850", "12346", "")
COUNTRIES = ("United Kingdom", "France", "")
BROKEN_LINES = ("only,three,fields", "x", "1,2,3,4,5,6,7,8,9", "a\0b,c,d,e,f,g,h,i")


def _often(sound: tuple[str, ...], others: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Mostly sound values, so that most lines can be taken in."""
    return st.integers(0, 9).flatmap(lambda die: st.sampled_from(others if die == 0 else sound))


LINE = st.tuples(
    _often(DOCUMENTS[:6], DOCUMENTS[6:]),
    _often(PRODUCTS[:7], PRODUCTS[7:]),
    st.sampled_from(NAMES),
    _often(QUANTITIES[:5], QUANTITIES[5:]),
    _often(MOMENTS[:3], MOMENTS[3:]),
    _often(PRICES[:5], PRICES[5:]),
    st.sampled_from(CUSTOMERS),
    _often(COUNTRIES[:1], COUNTRIES[1:]),
)
FILE = st.lists(st.one_of(LINE, LINE, LINE, LINE, st.sampled_from(BROKEN_LINES)), min_size=6, max_size=25)


@dataclass(frozen=True, slots=True)
class Expected:
    """What plain rules make of a file."""

    facts: list[Fact]
    rejected: set[int]
    read: int


def number(written: str, decimals: int, digits: int) -> Decimal | None:
    """The number as it is written, where it is plain and fits."""
    if not written or set(written) - set("+-.0123456789"):
        return None
    value = Decimal(written)
    return value if value == round(value, decimals) and abs(value) < 10**digits else None


def moment(written: str) -> datetime | None:
    for form in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d"):
        try:
            found = datetime.strptime(written, form)  # noqa: DTZ007 - the file's own clock, placed below
        except ValueError:
            continue
        return found.replace(tzinfo=ZoneInfo("Europe/London")) if found.year >= 1970 else None
    return None


def kind(document: str, product: str, price: Decimal) -> str:
    if document.startswith("A"):
        return "bad_debt"
    if product in FEES:
        return "fee"
    if price <= 0:
        return "adjustment"
    return "return" if document.startswith("C") else "sale"


class Oracle:
    """Reads a file's records one by one, as a person would."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.rejected: set[int] = set()
        self.positions: dict[tuple[str, str], int] = {}
        self.countries: dict[tuple[str, str], str] = {}
        self.days: dict[tuple[str, str], datetime] = {}

    def take(self, at: int, fields: tuple[str, ...]) -> None:
        document, product, _, quantity_text, moment_text, price_text, customer, country = fields
        country = country or "Unspecified"
        key = (customer, document)
        if document:
            self.positions[key] = self.positions.get(key, 0) + 1
        quantity, price, when = number(quantity_text, 3, 11), number(price_text, 6, 12), moment(moment_text)
        if not document or not product or not quantity or price is None or when is None:
            self.rejected.add(at)
            return
        of = kind(document, product, price)
        if of == "return" and quantity > 0:
            self.rejected.add(at)
            return
        first = self.countries.setdefault(key, country)
        self.days[key] = min(when, self.days.get(key, when))
        if first != country:
            self.rejected.add(at)
            return
        counted = -quantity if of == "return" else quantity
        self.facts.append(
            Fact(at, of, document, self.positions[key], customer or "guest", product, counted, price, country, "")
        )

    def dated(self) -> list[Fact]:
        """The facts with the day of their document, whose first moment is known only at the end."""
        found = []
        for fact in self.facts:
            customer = "" if fact.customer == "guest" else fact.customer
            day = self.days[customer, fact.document].date().isoformat()
            found.append(
                Fact(
                    fact.source_line, fact.kind, fact.document, fact.line_no, fact.customer, fact.product,
                    fact.quantity, fact.price, fact.territory, day,
                )
            )  # fmt: skip
        return found


def expected(lines: list[tuple[str, ...] | str]) -> Expected:
    oracle, at = Oracle(), 2
    for line in lines:
        if isinstance(line, str):
            oracle.rejected.add(at)
        else:
            oracle.take(at, line)
        at += written(line).count("\n")
    return Expected(oracle.dated(), oracle.rejected, len(lines))


def written(line: tuple[str, ...] | str) -> str:
    if isinstance(line, str):
        return line + "\n"
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(line)
    return text.getvalue()


@pytest.fixture(scope="module")
def place(new_database: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Intake]:
    """One database for all examples, emptied before each."""
    from db.engine import make_engine
    from tests.conftest import as_login

    assert callable(new_database)
    url = new_database()
    engine: Engine = make_engine(as_login(url))
    yield Intake(engine, url, tmp_path_factory.mktemp("files")).settled()
    engine.dispose()


def emptied(place: Intake) -> Intake:
    place.execute(
        "DELETE FROM sales.orders",
        "DELETE FROM app.imports",
        "DELETE FROM sales.customers WHERE customer_id > 0",
        "DELETE FROM sales.products",
        "DELETE FROM sales.territories",
    )
    return place


def file_of(place: Intake, lines: list[tuple[str, ...] | str]) -> Path:
    path = place.folder / f"{next(_names)}.csv"
    path.write_text(HEADER + "\n" + "".join(written(line) for line in lines), encoding="utf-8")
    return path


def sums(report: ImportReport) -> tuple[int, int, int, int]:
    assert report.read == report.loaded + report.repeated + report.rejected
    return report.read, report.loaded, report.repeated, report.rejected


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=FILE)
def test_facts_are_what_the_plain_rules_make_of_the_lines(place: Intake, lines: list[tuple[str, ...] | str]) -> None:
    intake, wanted = emptied(place), expected(lines)
    path = file_of(intake, lines)
    report = intake.take_in(path)
    event(f"kinds loaded: {len({fact.kind for fact in wanted.facts})}")
    assert intake.facts() == wanted.facts
    assert set(intake.rejects()) == wanted.rejected
    assert sums(report) == (wanted.read, len(wanted.facts), 0, len(wanted.rejected))
    assert dict(report.by_kind) == {
        of: sum(fact.kind == of for fact in wanted.facts) for of in ("bad_debt", "fee", "adjustment", "return", "sale")
    }
    before = intake.state()
    assert sums(intake.take_in(path)) == (wanted.read, 0, wanted.read, 0)
    assert intake.state() == before


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=FILE, more=st.lists(LINE, min_size=1, max_size=6))
def test_a_longer_file_adds_what_is_new_and_repeats_the_rest(
    place: Intake, lines: list[tuple[str, ...] | str], more: list[tuple[str, ...]]
) -> None:
    intake = emptied(place)
    intake.take_in(file_of(intake, lines))
    longer = [*lines, *((f"N{document}", *rest) for document, *rest in more)]
    first = expected(lines)
    whole = expected(longer)
    report = intake.take_in(file_of(intake, longer))
    assert sums(report) == (
        whole.read,
        len(whole.facts) - len(first.facts),
        len(first.facts),
        len(whole.rejected),
    )
    assert intake.facts() == whole.facts
