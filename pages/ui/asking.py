"""The page's way to answers: one workspace a process, and how the company keeps its books."""

from functools import lru_cache

from sales_core.access import access_engine
from sales_core.company import Company, company
from sales_core.settings import load_settings
from sales_core.workspace import Workspace, open_workspace


@lru_cache(maxsize=1)
def workspace() -> Workspace:
    """This process's workspace."""
    return open_workspace(load_settings())


@lru_cache(maxsize=1)
def the_company() -> Company:
    """The company's settings. They are fixed as soon as an order is booked, so one look a process is enough."""
    return company(access_engine())


def currency() -> str:
    """The company's currency, in which every amount is."""
    return the_company().currency
