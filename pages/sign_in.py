"""Sign in: name and password, then, after a one-time password, a password of one's own."""

from typing import NoReturn

import streamlit as st

from pages.ui import password_form, session
from pages.ui.sign_in_card import card
from pages.ui.sign_in_form import SignInForm
from pages.ui.words import plain
from sales_core.access import access_engine
from sales_core.accounts.check import Checked, Locked
from sales_core.errors import SourceUnavailable
from sales_core.places import SIGN_IN, local_path
from sales_core.sessions import issue_ticket


def draw() -> None:
    """The card, alone on the page."""
    browser = session.browser_mark()
    if browser is None:
        ask_for_a_mark()
    with card():
        try:
            who = person()
            if who is not None:
                ticket = issue_ticket(access_engine(), who.user_id, local_path(st.query_params.get("next")), browser)
                session.leave_for(f"/auth/session?t={ticket}")
        except Locked as locked:
            st.error(str(locked))
        except SourceUnavailable:
            st.warning("The database is not reachable right now. Please try again in a few seconds.")


def person() -> Checked | None:
    """Who has shown that they may come in, with a password of their own."""
    who = password_form.proven()
    if who is not None:
        return who if password_form.choose(who, title=f"Welcome, {plain(who.display_name)}") else None
    checked, refused = SignInForm().ask()
    if refused:
        st.error("That name and password do not match.")
    if checked and checked.must_change_password:
        password_form.remember(checked)
        st.rerun()
    return checked


def ask_for_a_mark() -> NoReturn:
    """Come again by the address that marks the browser; a browser that keeps no cookie is told so."""
    if "again" in st.query_params:
        st.error("This browser keeps no cookies for this site. Please allow them: signing in needs one.")
        st.stop()
    session.leave_for(f"{SIGN_IN}?again=1")


draw()
