"""Numbers and days by locale: the viewer's own separators, symbols and order; Latin digits; English words."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from sales_core import manner, wording
from sales_core.catalog.metrics import METRICS
from sales_core.catalog.model import Unit
from sales_core.charts.canvas import figure, value_axis
from sales_core.manner import HOUSE, Manner, chosen, manner_of, used
from sales_core.periods import Grain

NBSP, THIN, RLM = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "\N{RIGHT-TO-LEFT MARK}"
DAY, FIRST, LAST = date(2026, 11, 2), date(2026, 8, 25), date(2026, 11, 22)
BIG = Decimal("-1234567.891")

LOCALES = {
    "en-US": (
        "−€1,234,567.891",
        "€4.81M",
        "1,234,567",
        "3.7123%",
        "+12.4%",
        "Nov 2, 2026",
        "Aug 25 to Nov 22, 2026",
        "Nov 2026",
    ),
    "en-GB": (
        "−€1,234,567.891",
        "€4.81M",
        "1,234,567",
        "3.7123%",
        "+12.4%",
        "2 Nov 2026",
        "25 Aug to 22 Nov 2026",
        "Nov 2026",
    ),
    "de-DE": (
        f"−1.234.567,891{NBSP}€",
        f"4,81{NBSP}Mio.{NBSP}€",
        "1.234.567",
        f"3,7123{NBSP}%",
        f"+12,4{NBSP}%",
        "2. Nov. 2026",
        "25. Aug. to 22. Nov. 2026",
        "Nov. 2026",
    ),
    "fr-FR": (
        f"−1{THIN}234{THIN}567,891{NBSP}€",
        f"4,81{NBSP}M{NBSP}€",
        f"1{THIN}234{THIN}567",
        f"3,7123{NBSP}%",
        f"+12,4{NBSP}%",
        "2 nov. 2026",
        "25 août to 22 nov. 2026",
        "nov. 2026",
    ),
    "ar": (
        f"{RLM}−1,234,567.891{NBSP}€",
        f"4.81{NBSP}مليون{NBSP}€",
        "1,234,567",
        "3.7123%",
        "+12.4%",
        "2 نوفمبر 2026",
        "25 أغسطس to 22 نوفمبر 2026",
        "نوفمبر 2026",
    ),
    "ja": (
        "−€1,234,567.891",
        "€481.24万",
        "1,234,567",
        "3.7123%",
        "+12.4%",
        "2026年11月2日",
        "2026年8月25日 to 11月22日",
        "2026年11月",
    ),
}


def of(tag: str) -> Manner:
    found = manner_of(tag)
    assert found is not None
    return found


@pytest.mark.parametrize(("tag", "texts"), LOCALES.items(), ids=LOCALES)
def test_numbers_and_days_follow_the_locale(tag: str, texts: tuple[str, ...]) -> None:
    with used(of(tag)):
        assert (
            wording.exact(BIG, Unit.MONEY, "EUR"),
            wording.short(Decimal("4812400.127"), Unit.MONEY, "EUR"),
            wording.exact(1234567, Unit.COUNT, "EUR"),
            wording.exact(Decimal("0.0371234567"), Unit.SHARE, "EUR"),
            wording.change(Decimal("0.1239"), Unit.MONEY),
            wording.day(DAY),
            wording.days(FIRST, LAST),
            wording.bucket(DAY, Grain.MONTH),
        ) == texts


def test_every_digit_is_latin_even_where_the_locale_has_its_own() -> None:
    for tag in ("ar-EG", "fa", "hi-IN", "mr", "bn"):
        with used(of(tag)):
            written = wording.exact(BIG, Unit.MONEY, "EUR") + wording.day(DAY) + wording.grouped(1234567)
            assert {c for c in written if c.isdigit()} <= set("0123456789"), (tag, written)


def test_indian_grouping_is_kept_by_every_pattern() -> None:
    with used(of("en-IN")):
        assert wording.exact(BIG, Unit.MONEY, "INR") == "−₹12,34,567.891"
        assert wording.grouped(1234567) == "12,34,567"


def test_words_stay_english() -> None:
    with used(of("de-DE")):
        assert wording.bucket(DAY, Grain.WEEK) == "week of 2. Nov. 2026"
        assert wording.age(86_400 * 1500) == "1.500 days ago"
        assert wording.change(Decimal("-0.0041"), Unit.SHARE) == "−0,4 pp"


def test_a_moment_has_the_locales_clock_and_its_own_zone() -> None:
    moment = datetime(2026, 11, 2, 15, 4, tzinfo=UTC)
    texts = {}
    for tag in ("en-US", "de-DE"):
        with used(of(tag)):
            texts[tag] = wording.moment(moment)
    assert texts == {"en-US": f"Nov 2, 2026, 3:04{THIN}PM UTC", "de-DE": "2. Nov. 2026, 15:04 UTC"}


@pytest.mark.parametrize(
    ("tags", "locale"),
    [
        (("de-DE",), "de_DE"),
        (("zh-Hans-CN",), "zh_Hans_CN"),
        (("de-XX",), "de"),
        (("xx-YY", "fr"), "fr"),
        ((None, "ja"), "ja"),
        (("fr-FR", "en-US"), "fr_FR"),
        (("../../etc/passwd", ""), HOUSE.locale),
        (("de" * 1000,), HOUSE.locale),
        ((None,), HOUSE.locale),
    ],
)
def test_the_first_tag_that_names_a_locale_is_followed(tags: tuple[str | None, ...], locale: str) -> None:
    assert chosen(*tags).locale == locale


def test_one_run_does_not_change_how_another_writes() -> None:
    def run(tag: str) -> str:
        manner.use(of(tag))
        return wording.grouped(1234567)

    with ThreadPoolExecutor(2) as runs:
        found = list(runs.map(lambda tag: Context().run(run, tag), ["de-DE", "en-US", "fr-FR"] * 5))
    assert found == ["1.234.567", "1,234,567", f"1{THIN}234{THIN}567"] * 5
    assert wording.grouped(1234567) == "1,234,567"


def test_the_axis_of_a_figure_is_in_the_manner_too() -> None:
    net_sales = METRICS["net_sales"]
    with used(of("de-DE")):
        assert figure([], 100).layout.separators == ",."
        assert value_axis(net_sales, "EUR")["ticksuffix"] == " €"
    with used(of("en-US")):
        assert figure([], 100).layout.separators == ".,"
        assert value_axis(net_sales, "EUR")["tickprefix"] == "€"
