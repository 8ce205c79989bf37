"""The filter bar: widgets <-> Query <-> address. The address is the truth; widgets follow it and write it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import streamlit as st

from pages.ui import session
from pages.ui.address import asked_by_address, write_address
from pages.ui.filters import filters_popover, forget_filters
from sales_core.errors import BadPeriod
from sales_core.periods import FIRST_DAY, PeriodSpec
from sales_core.query import Query

CUSTOM = "custom"


def filter_bar(page: str, default: Query, normal: Callable[[Query], Query], today: date) -> Query:
    """Period, comparison and filters of the page; `normal` fits a link's question to the page."""
    asked, from_outside = asked_by_address(page, default, normal)
    if from_outside:
        session.keep(f"{page}.period", _choice_of(asked.period, today))
        session.drop(f"{page}.days")
        forget_filters(page)
    asked = replace(asked, period=_period(page, asked.period, today))
    write_address(page, asked)
    with st.container(width="content"):
        asked = filters_popover(page, asked)
    write_address(page, asked)
    return asked


def show_all_days(page: str) -> None:
    """As if "All" had been pressed."""
    session.keep(f"{page}.period", "all")


def choose(page: str, name: str, label: str, options: tuple[str, ...], now: str, say: Callable[[str], str]) -> str:
    """A small choice inside a figure's head; `now` is what the question says."""
    key = f"{page}.{name}"
    if session.kept(key) not in options:
        session.keep(key, now)
    chosen = st.segmented_control(label, options, key=key, required=True, label_visibility="collapsed", format_func=say)
    return chosen or now


def choices(today: date) -> dict[str, str]:
    """The periods offered, by the text of their question, with what is written on the button."""
    return {
        "last_30_days": "30d",
        "last_90_days": "90d",
        "year_to_date": "YTD",
        str(today.year - 1): str(today.year - 1),
        "all": "All",
        CUSTOM: "Custom",
    }


def _choice_of(period: PeriodSpec, today: date) -> str:
    return period.text if period.text in choices(today) else CUSTOM


def _period(page: str, now: PeriodSpec, today: date) -> PeriodSpec:
    offered = choices(today)
    chosen = st.segmented_control(
        "Period",
        list(offered),
        key=f"{page}.period",
        required=True,
        label_visibility="collapsed",
        format_func=offered.__getitem__,
    )
    if chosen != CUSTOM:
        return PeriodSpec.parse(chosen) if chosen else now
    return _custom(page, now, today)


def _custom(page: str, now: PeriodSpec, today: date) -> PeriodSpec:
    """From one day to another; stays as it was until both are chosen."""
    days = now.resolve(today)
    first, last = max(days.start, date(1990, 1, 1)), days.end - timedelta(days=1)
    if session.kept(f"{page}.days") is None:
        session.keep(f"{page}.days", (first, last))
    picked: object = st.date_input(
        "From and to, both included",
        key=f"{page}.days",
        min_value=FIRST_DAY,
        max_value=date(today.year + 1, 12, 31),
        format="YYYY-MM-DD",
        label_visibility="collapsed",
        width=230,
    )
    if not isinstance(picked, tuple) or len(picked) != 2 or picked == (first, last):
        return now
    try:
        return PeriodSpec.between(*picked)
    except BadPeriod:
        return now
