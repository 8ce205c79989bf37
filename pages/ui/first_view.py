"""What a page shows before anything is asked: its usual days, or the newest ones where all sales are older."""

from datetime import timedelta

from pages.ui import session
from pages.ui.address import is_bare
from pages.ui.asking import workspace
from pages.ui.blocks import said
from sales_core.changes import following
from sales_core.query import Query
from sales_core.viewer import Viewer
from sales_core.wording import day


def first_view(page: str, default: Query, totals: Query, viewer: Viewer) -> Query:
    """The default, moved to the newest sales where it would be empty; `totals` is a question over the default's days.

    It is asked once a tab, and only where the address says nothing.
    """
    key = f"{page}.first"
    if session.kept(key) is None:
        if not is_bare():
            return default
        newest = workspace().run(totals, viewer).receipt.newest_source_row
        session.keep(key, following(default, newest.date() if newest else None, workspace().today()))
    found: Query = session.kept(key)
    return found


def tell_moved(page: str, default: Query, asked: Query) -> None:
    """A sentence where the page opened at other days than usual, as long as it shows them."""
    first: Query | None = session.kept(f"{page}.first")
    if first is not None and first.period != default.period and asked.period == first.period:
        last = first.period.resolve(workspace().today()).end - timedelta(days=1)
        said(f"Nothing is newer than {day(last)}, so the page opens at the days up to then. Choose other days above.")
