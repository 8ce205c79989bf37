"""The page's way to answers: one workspace a process, and how the company keeps its books."""

from functools import lru_cache

from sales_core.access import access_engine
from sales_core.company import Company, company
from sales_core.errors import SettingsError
from sales_core.settings import load_settings
from sales_core.workspace import Workspace, open_workspace


@lru_cache(maxsize=1)
def workspace() -> Workspace:
    """This process's workspace."""
    return open_workspace(load_settings())


def the_company() -> Company:
    """The company's settings; before they are stored, those that the first file will be booked by."""
    try:
        return _stored()
    except SettingsError:
        settings = load_settings()
        return Company(settings.company_currency, settings.business_time_zone, fiscal_start_month=1, week_start=1)


@lru_cache(maxsize=1)
def _stored() -> Company:
    """Fixed as soon as an order is booked, and the operator's before: one look a process is enough."""
    return company(access_engine())


def currency() -> str:
    """The company's currency, in which every amount is."""
    return the_company().currency
