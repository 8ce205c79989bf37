"""Which day it is when a question is asked: by the company's clock, or by the one that the question names."""

from datetime import date

from sales_core.reckoning import Reckoning
from tests.oracle.calendars import clock
from tests.oracle.world import NOW


def today_by(reckoning: Reckoning) -> date:
    """The business date now."""
    return NOW.astimezone(clock(reckoning)).date()
