"""The form for how numbers, days and pictures of figures come to a person; kept with the account."""

from datetime import date
from decimal import Decimal

import streamlit as st
from babel import Locale

from pages.ui import session
from sales_core.access import access_engine
from sales_core.accounts.choices import LOCALES, PICTURES, choose
from sales_core.catalog.model import Unit
from sales_core.manner import chosen, used
from sales_core.viewer import Choices, Viewer
from sales_core.wording import day, exact

_SAMPLE = Decimal("-1234567.5")
_KEPT = "choices.kept"


def choices_form(viewer: Viewer, currency: str, today: date) -> None:
    """Ask for both; what is chosen holds from the next page on, in every browser of the person."""
    with st.form("choices", border=False):
        st.subheader("How it is written", anchor=False)
        offered = ["", *dict.fromkeys((*LOCALES, *filter(None, [viewer.choices.locale])))]
        locale = st.selectbox(
            "Numbers and dates",
            offered,
            index=offered.index(viewer.choices.locale),
            format_func=lambda tag: _shown(tag, currency, today),
        )
        kinds = list(PICTURES)
        picture = st.radio(
            "Figures are saved as",
            kinds,
            index=kinds.index(viewer.choices.picture or kinds[0]),
            format_func=str.upper,
            horizontal=True,
            help="Hover over a figure, or reach it with the Tab key: its one button saves it",
        )
        if st.form_submit_button("Keep"):
            choose(access_engine(), viewer.user_id, Choices(locale, picture))
            session.keep(_KEPT, value=True)
            st.rerun()
        if session.kept(_KEPT):
            session.drop(_KEPT)
            st.caption("Kept, for every browser that you sign in with.")


def _shown(tag: str, currency: str, today: date) -> str:
    """A locale by its English name, with a sample."""
    manner = chosen(tag, st.context.locale)
    name = Locale.parse(manner.locale).get_display_name("en") if tag else "As the browser says"
    with used(manner):
        return f"{name}: {exact(_SAMPLE, Unit.MONEY, currency)}, {day(today)}"
