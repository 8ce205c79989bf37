"""The page's way to answers: one workspace a process, and how the company keeps its books."""

from datetime import date
from functools import lru_cache

from sales_core.access import access_engine
from sales_core.company import Company, company, has_orders
from sales_core.errors import SettingsError
from sales_core.result import Result
from sales_core.settings import load_settings
from sales_core.workspace import Workspace, open_workspace


def workspace() -> Workspace:
    """This process's workspace; its days end by the company's clock as it is now."""
    books = the_company()
    return _opened().in_books(books.zone, books.currency)


def today_of(result: Result) -> date:
    """The day that it is by the clock that the answer's days end by."""
    return workspace().today(result.plan.reckoning.zone)


@lru_cache(maxsize=1)
def _opened() -> Workspace:
    return open_workspace(load_settings())


def the_company() -> Company:
    """The company's settings; before they are stored, those that the first file will be booked by."""
    return _fixed[0] if _fixed else _now()


_fixed: list[Company] = []
"""The company since its first order, which fixed it: from then on one look a process is enough."""


def _now() -> Company:
    # Orders first: what is stored after one was seen is what it was booked by.
    fixed = has_orders(access_engine())
    try:
        now = company(access_engine())
    except SettingsError:
        settings = load_settings()
        return Company(settings.company_currency, settings.business_time_zone, fiscal_start_month=1, week_start=1)
    if fixed:
        _fixed[:] = [now]
    return now


def books_fixed() -> bool:
    """Whether an order is booked; the company's currency and clock hold for good from then on."""
    return bool(_fixed) or has_orders(access_engine())


def currency() -> str:
    """The company's currency, in which every amount is."""
    return the_company().currency
