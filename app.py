"""The router: who is not signed in gets the sign-in page, who is gets the pages of the role."""

import streamlit as st

from pages.ui import session
from sales_core.places import SIGN_IN
from sales_core.viewer import Permission

PAGES = (
    (st.Page("pages/overview.py", title="Overview", icon=":material/monitoring:", default=True), Permission.VIEW_SALES),
    (st.Page("pages/account.py", title="Your account", icon=":material/person:"), Permission.VIEW_SALES),
)


def run() -> None:
    """Draw the frame and run the page that was asked for."""
    st.set_page_config(page_title="Sales dashboard", layout="wide")
    viewer = session.current_viewer()
    if viewer is None:
        entrance = st.Page("pages/sign_in.py", title="Sign in", url_path=SIGN_IN.strip("/"))
        # Every page is known before sign-in, or a deep link would lose its way; each guards itself.
        st.navigation([*(page for page, _ in PAGES), entrance], position="hidden").run()
        return
    chosen = st.navigation([page for page, needed in PAGES if viewer.can(needed)])
    with st.sidebar:
        st.caption(f"Signed in as {viewer.name}, {viewer.role}")
        if st.button("Sign out", icon=":material/logout:", width="stretch"):
            session.sign_out()
    chosen.run()


run()
