"""The form in which a person chooses a password."""

import time

import streamlit as st

from pages.ui import session
from sales_core.access import access_engine
from sales_core.accounts.check import Checked, choose_password
from sales_core.errors import AccountError
from sales_core.passwords import SHORTEST

_PROVEN = "has_proven_the_password"
_SECONDS = 300


def remember(who: Checked) -> None:
    """The person has just shown the password of now; good for a few minutes in this tab."""
    session.keep(_PROVEN, (who, time.monotonic() + _SECONDS))


def proven() -> Checked | None:
    """Who has shown the password of now a moment ago."""
    found = session.kept(_PROVEN)
    if found and time.monotonic() < found[1]:
        who: Checked = found[0]
        return who
    session.drop(_PROVEN)
    return None


def choose(who: Checked, *, title: str, keep_session: bytes | None = None) -> bool:
    """Draw the form; True when the person has chosen and the password is changed. Raises SourceUnavailable."""
    with st.form("choose_password"):
        st.subheader(title, anchor=False)
        st.caption(f"At least {SHORTEST} characters; a few unrelated words are easy to keep in mind.")
        first = st.text_input("New password", type="password", autocomplete="new-password")
        again = st.text_input("New password again", type="password", autocomplete="new-password")
        pressed = st.form_submit_button("Use this password", type="primary", width="stretch")
    if not pressed:
        return False
    if first != again:
        st.error("The two do not match.")
        return False
    try:
        choose_password(access_engine(), who, first, keep_session=keep_session)
    except AccountError as error:
        st.error(str(error))
        return False
    session.drop(_PROVEN)
    return True
