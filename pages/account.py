"""Your account: who you are here, what you may see, and a new password."""

import streamlit as st

from pages.ui import password_form, session
from pages.ui.asking import currency, workspace
from pages.ui.choices_form import choices_form
from pages.ui.words import plain
from sales_core.access import access_engine
from sales_core.accounts.check import Checked, Locked, check_password
from sales_core.errors import SourceUnavailable
from sales_core.viewer import PERMISSIONS, Permission, Viewer

viewer = session.require_viewer(Permission.VIEW_SALES)


def describe(who: Viewer) -> None:
    """Name, role and rows, in words."""
    st.title("Your account", anchor=False)
    st.write(f"You are signed in as **{plain(who.name)}** and see the figures of {who.scope}.")
    st.write(f"As {who.role} you may:")
    st.markdown("\n".join(f"- {permission}" for permission in Permission if permission in PERMISSIONS[who.role]))


def proven(who: Viewer) -> Checked | None:
    """The person, once the password of now has been typed."""
    if already := password_form.proven():
        return already
    with st.form("password_of_now"):
        st.subheader("Change your password", anchor=False)
        typed = st.text_input("Your password now", type="password", autocomplete="current-password")
        pressed = st.form_submit_button("Go on")
    if not pressed:
        return None
    checked = check_password(access_engine(), who.user_id, typed, address=session.client_address())
    if checked is not None:
        password_form.remember(checked)
        st.rerun()
    st.error("That is not your password.")
    return None


def change_password(who: Viewer) -> None:
    """Two steps: the old password, then the new one. Sessions in other browsers end."""
    checked = proven(who)
    if checked and password_form.choose(checked, title="Choose a new password", keep_session=session.session_key()):
        st.success("Your password is changed. You are signed out everywhere but here.")


describe(viewer)
with st.container(width=400):
    try:
        choices_form(viewer, currency(), workspace().today())
        change_password(viewer)
    except Locked as locked:
        st.error(str(locked))
    except SourceUnavailable as away:
        session.apologize(away)
