"""How an answer is reckoned, in words; and the company's own way, which a page begins with."""

from sales_core.company import Company
from sales_core.glossary import DAYS, MONTHS
from sales_core.reckoning import CurrencyView, FiscalName, Reckoning, ReturnsBy
from sales_core.wording import day

FISCAL_NAMES = {FiscalName.END: "the year it ends in", FiscalName.START: "the year it begins in"}
RETURNS = {ReturnsBy.RETURN_DATE: "Day of return", ReturnsBy.SALE_DATE: "Day of sale"}
CURRENCIES = {
    CurrencyView.BOOKED: "As booked",
    CurrencyView.AVERAGE: "Average of the period",
    CurrencyView.CONSTANT: "One day's rates",
}
_CURRENCY = {
    CurrencyView.BOOKED: "Amounts at the rate of their own day",
    CurrencyView.AVERAGE: "Amounts at the average rate of their period",
}


def usual_of(company: Company) -> Reckoning:
    """The company's own calendar, everything else as it is usually counted."""
    return Reckoning(fiscal_start=company.fiscal_start_month, week_start=company.week_start)


def lines_of(reckoning: Reckoning) -> tuple[str, ...]:
    """Every choice of definition in words, a line each; for a receipt."""
    clock = f"the clock of {reckoning.zone}" if reckoning.zone else "the company's clock"
    return (
        f"{_orders(reckoning)}; days by {clock}",
        _returns(reckoning),
        _rates(reckoning),
        f"{_fiscal(reckoning)}, {_weeks(reckoning).lower()}, retail quarters {reckoning.retail.value}",
    )


def unusual(reckoning: Reckoning, usual: Reckoning) -> tuple[str, ...]:
    """Only what is counted otherwise than usual, in words; for a note under the head of a page."""
    same = (
        ("statuses", _orders(reckoning)),
        ("zone", f"Days by {reckoning.zone or 'the company’s clock'}"),
        ("returns_by", _returns(reckoning)),
        ("currency", _rates(reckoning)),
        ("fiscal_start", _fiscal(reckoning)),
        ("fiscal_name", f"Fiscal years named by {FISCAL_NAMES[reckoning.fiscal_name]}"),
        ("week_start", _weeks(reckoning)),
        ("retail", f"Retail quarters {reckoning.retail.value}"),
    )
    return tuple(text for name, text in same if getattr(reckoning, name) != getattr(usual, name))


def _orders(reckoning: Reckoning) -> str:
    *first, last = reckoning.statuses
    return f"{', '.join(first)} and {last} orders count".capitalize() if first else f"{last.capitalize()} orders count"


def _returns(reckoning: Reckoning) -> str:
    return f"Returns count on the {RETURNS[reckoning.returns_by].lower()}"


def _rates(reckoning: Reckoning) -> str:
    if reckoning.constant_day:
        return f"All amounts at the rates of {day(reckoning.constant_day)}"
    return _CURRENCY[reckoning.currency]


def _fiscal(reckoning: Reckoning) -> str:
    said = f"Fiscal year from {MONTHS[reckoning.fiscal_start - 1]}"
    return f"{said}, named by {FISCAL_NAMES[reckoning.fiscal_name]}" if reckoning.fiscal_start > 1 else said


def _weeks(reckoning: Reckoning) -> str:
    return f"Weeks from {DAYS[reckoning.week_start - 1]}"
