"""The bar of a page: period, filters, how it is counted. The question is the truth; widgets follow it and change it.

Before each widget is drawn it is set to what the question says; its callback makes another question. So a link, the way
back, a chip and a click on a figure need no word with the widgets.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import streamlit as st

from pages.ui import session
from pages.ui.address import asked_by_address, change, latest, write_address
from pages.ui.asking import the_company, workspace
from pages.ui.counting import counting_popover
from pages.ui.filters import filters_popover
from pages.ui.withholding import within_rights
from sales_core.errors import BadPeriod
from sales_core.periods import FIRST_DAY, PeriodSpec
from sales_core.query import Query
from sales_core.reckoned import usual_of

CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class Bar:
    """What a page's bar offers: `filters` are dimensions in order, () all that its metrics know."""

    filters: tuple[str, ...] = ()
    comparison: bool = True
    counting: bool = True


WHOLE_BAR = Bar()


def filter_bar(page: str, default: Query, normal: Callable[[Query], Query], bar: Bar = WHOLE_BAR) -> Query:
    """Period, filters and reckoning of the page; `normal` fits a link's question to the page.

    A question that comes from nowhere is reckoned by the company's own calendar. Which periods are offered follows from
    the day that it is by the question's own clock.
    """
    usual = replace(default, reckoning=usual_of(the_company()))
    asked, _ = asked_by_address(page, usual, within_rights(page, usual, normal))
    write_address(page, asked)
    _period(page, asked, workspace().today(asked.reckoning.zone))
    with st.container(width="content"):
        filters_popover(page, asked, bar.filters, compared=bar.comparison)
    if bar.counting:
        with st.container(width="content"):
            counting_popover(page, asked)
    asked = latest(page, asked)
    write_address(page, asked)
    return asked


def show_all_days(page: str) -> None:
    """As if "All" had been pressed."""
    show_days(page, "all")


def show_days(page: str, period: str) -> None:
    """As if another period had been chosen; in a callback."""
    session.drop(f"{page}.custom")
    change(page, lambda asked: replace(asked, period=PeriodSpec.parse(period)))


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


def _period(page: str, asked: Query, today: date) -> None:
    offered, now = choices(today), asked.period
    custom = now.text not in offered or bool(session.kept(f"{page}.custom"))
    key = f"{page}.period"
    session.keep(key, CUSTOM if custom else now.text)
    st.segmented_control(
        "Period",
        list(offered),
        key=key,
        required=True,
        label_visibility="collapsed",
        format_func=offered.__getitem__,
        on_change=_choose_period,
        args=(page,),
    )
    if custom:
        _custom(page, asked, today)


def _choose_period(page: str) -> None:
    chosen = session.kept(f"{page}.period")
    if chosen == CUSTOM:
        session.keep(f"{page}.custom", True)
    elif chosen:
        show_days(page, chosen)


def _custom(page: str, asked: Query, today: date) -> None:
    """From one day to another, by the question's own calendar; stays as it was until both are chosen."""
    days = asked.period.resolve(today, asked.reckoning)
    shown = max(days.start, date(1990, 1, 1)), days.end - timedelta(days=1)
    key = f"{page}.days"
    session.keep(key, shown)
    st.date_input(
        "From and to, both included",
        key=key,
        min_value=FIRST_DAY,
        max_value=date(today.year + 1, 12, 31),
        format="YYYY-MM-DD",
        label_visibility="collapsed",
        width=230,
        on_change=_choose_days,
        args=(page,),
    )


def _choose_days(page: str) -> None:
    picked: object = session.kept(f"{page}.days")
    if not isinstance(picked, tuple) or len(picked) != 2:
        return
    try:
        period = PeriodSpec.between(*picked)
    except BadPeriod:
        return
    change(page, lambda asked: replace(asked, period=period))
