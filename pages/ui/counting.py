"""The popover "How it is counted": calendar, clock, returns, orders, exchange rates. It only draws while it is open."""

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

from pages.ui import session
from pages.ui.address import change, latest
from pages.ui.asking import the_company, workspace
from pages.ui.redrawing import redraw
from pages.ui.session import require_viewer
from pages.ui.states import told
from sales_core import reckoned
from sales_core.changes import with_reckoning
from sales_core.errors import AskError
from sales_core.glossary import DAYS, MONTHS
from sales_core.query import Query
from sales_core.reckoning import STATUSES, CurrencyView, FiscalName, Reckoning, RetailPattern, ReturnsBy
from sales_core.viewer import Permission
from sales_core.zones import known_zones

T = TypeVar("T")


@st.fragment
def counting_popover(page: str, asked: Query) -> None:
    """Every choice of definition that the page's answers rest on; a change of one draws the board again."""
    require_viewer(Permission.VIEW_SALES)
    asked = latest(page, asked)
    usual = reckoned.usual_of(the_company())
    changed = len(reckoned.unusual(asked.reckoning, usual))
    box = st.popover(
        f"Counting ({changed})" if changed else "Counting",
        icon=":material/calculate:",
        key=f"{page}.counting",
        on_change="rerun",
        help="How it is counted: calendar, clock, returns, orders, exchange rates",
        width="content",
    )
    if not box.open:
        return
    with box, told(f"{page}-counting"), st.container(key=f"counting-{page}", gap="small"):
        st.markdown("**How it is counted**")
        _facts(page, asked.reckoning)
        _calendar(page, asked.reckoning)
        if changed:
            st.button(
                "As usual",
                key=f"{page}.usual",
                icon=":material/undo:",
                on_click=_set,
                args=(page,),
                kwargs={"to": usual},
            )


def reset_counting(page: str) -> None:
    """Count as usual again; in a callback."""
    _set(page, to=reckoned.usual_of(the_company()))


def _facts(page: str, now: Reckoning) -> None:
    """What counts, when, and at which rate."""
    st.pills(
        "Orders that count",
        STATUSES,
        key=_put(page, "statuses", list(now.statuses)),
        selection_mode="multi",
        format_func=str.capitalize,
        on_change=_take,
        args=(page, "statuses"),
    )
    _one(page, "returns_by", "Returns count on the", tuple(ReturnsBy), now.returns_by, reckoned.RETURNS.__getitem__)
    _one(page, "currency", "Exchange rates", tuple(CurrencyView), now.currency, reckoned.CURRENCIES.__getitem__)
    if now.currency is CurrencyView.CONSTANT:
        key = _put(page, "constant_day", now.constant_day)
        st.date_input("Rates of", key=key, format="YYYY-MM-DD", on_change=_take, args=(page, "constant_day"), width=180)


def _calendar(page: str, now: Reckoning) -> None:
    """Where years, quarters, weeks and days begin."""
    months, days = tuple(range(1, 13)), tuple(range(1, 8))
    left, right = st.columns(2, gap="small")
    with left:
        _select(page, "fiscal_start", "Fiscal year begins in", months, now.fiscal_start, lambda m: MONTHS[m - 1])
        _select(page, "week_start", "Week begins on", days, now.week_start, lambda d: DAYS[d - 1])
    with right:
        names = tuple(FiscalName)
        _select(page, "fiscal_name", "and is named by", names, now.fiscal_name, reckoned.FISCAL_NAMES.__getitem__)
        _select(page, "retail", "Retail weeks a quarter", tuple(RetailPattern), now.retail, str)
    zones = ("", *sorted(known_zones()))
    company = f"The company's clock ({the_company().time_zone})"
    _select(page, "zone", "Days end at midnight by", zones, now.zone, lambda zone: zone.replace("_", " ") or company)


def _one(page: str, name: str, label: str, options: tuple[T, ...], now: T, say: Callable[[T], str]) -> None:
    """A choice of few."""
    key = _put(page, name, now)
    st.segmented_control(label, options, key=key, required=True, format_func=say, on_change=_take, args=(page, name))


def _select(page: str, name: str, label: str, options: tuple[T, ...], now: T, say: Callable[[T], str]) -> None:
    """A choice of many."""
    key = _put(page, name, now)
    st.selectbox(label, options, key=key, format_func=say, on_change=_take, args=(page, name))


def _put(page: str, name: str, value: object) -> str:
    key = f"{page}.counting.{name}"
    session.keep(key, value)
    return key


def _take(page: str, name: str) -> None:
    """What a widget says becomes part of the question; what can't be so is left as it was."""
    value = session.kept(f"{page}.counting.{name}")
    try:
        change(page, lambda asked: with_reckoning(asked, **_changes(asked, name, value)))
    except AskError:
        return
    redraw()


def _changes(asked: Query, name: str, value: Any) -> dict[str, Any]:
    """What a choice changes; constant rates are first those of the day that it is by the question's own clock."""
    match name:
        case "statuses":
            return {name: tuple(s for s in STATUSES if s in (value or ()))}
        case "currency":
            today = workspace().today(asked.reckoning.zone)
            return {name: value, "constant_day": today if value is CurrencyView.CONSTANT else None}
        case _:
            return {name: value}


def _set(page: str, *, to: Reckoning) -> None:
    change(page, lambda asked: with_reckoning(asked, **{f: getattr(to, f) for f in Reckoning.__slots__}))
    redraw()
