"""Fiscal, ISO and retail buckets by name: FY2012 Q1, 2011-W05, 2012 P3."""

from datetime import date

from sales_core.calendars import (
    WEEK,
    Grain,
    fiscal_start,
    fiscal_year,
    floor,
    retail_periods,
    retail_start,
    retail_year,
)
from sales_core.reckoning import Reckoning


def bucket_name(start: date, grain: Grain, reckoning: Reckoning) -> str:
    """The name of the bucket that begins at `start`; other grains than the named ones are told by their first day.

    Fiscal years are named as the reckoning says; retail years by the calendar year that their fiscal year begins in,
    their periods and weeks counted from 1.
    """
    retail = retail_year(start, reckoning)
    fiscal = fiscal_year(start, reckoning)
    match grain:
        case Grain.FISCAL_MONTH | Grain.FISCAL_QUARTER | Grain.FISCAL_YEAR:
            begun = fiscal_start(fiscal, reckoning)
            months = 12 * (start.year - begun.year) + start.month - begun.month
            part = {Grain.FISCAL_MONTH: f" M{months + 1}", Grain.FISCAL_QUARTER: f" Q{months // 3 + 1}"}
            return f"FY{fiscal}{part.get(grain, '')}"
        case Grain.ISO_WEEK:
            year, week, _ = floor(start, grain).isocalendar()
            return f"{year}-W{week:02}"
        case Grain.RETAIL_WEEK:
            return f"{retail} W{(start - retail_start(retail, reckoning)) // WEEK + 1:02}"
        case Grain.RETAIL_PERIOD:
            return f"{retail} P{sum(first <= start for first in retail_periods(retail, reckoning))}"
        case Grain.RETAIL_YEAR:
            return f"Retail {retail}"
        case _:
            return start.isoformat()
