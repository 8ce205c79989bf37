"""What random questions ask for: every kind of filter, comparison, calculation and choice of reckoning."""

from sales_core.query import CalculationKind, Comparison, Operator
from sales_core.reckoning import CurrencyView, FiscalName, RetailPattern, ReturnsBy
from tests.oracle.calendars import GRAINS

KINDS_OF_FILTER = (*Operator,)
COMPARISONS = (*Comparison,)
CALCULATED = (*CalculationKind,)
ASKED_GRAINS = GRAINS
ZONES = ("UTC", "America/New_York", "Europe/Berlin", "Pacific/Auckland", "Asia/Kathmandu")
STATUSES = (("placed", "cancelled"), ("placed", "test"), ("placed", "cancelled", "test"), ("cancelled",), ("test",))

RECKONED = ("fiscal_start", "week_start", "retail", "zone", "returns_by", "statuses", "currency")
"""Choices of reckoning."""

CHOICES = (
    "fiscal_start", "week_start", "statuses", f"fiscal_name {FiscalName.START}", f"returns_by {ReturnsBy.SALE_DATE}",
    *(f"zone {zone}" for zone in ZONES),
    *(f"retail {pattern}" for pattern in RetailPattern if pattern is not RetailPattern.P445),
    *(f"currency {view}" for view in CurrencyView if view is not CurrencyView.BOOKED),
)  # fmt: skip
"""The same as a tally names them: closed ones with what was chosen."""

SHAPES = ("totals", "no totals", "Other", "no Other")
SOME_FOLDS, SOME_CALCULATIONS, SOME_TOTALS, SOME_RECKONING = 0.2, 0.25, 0.2, 0.4
"""How often a question asks for each."""
