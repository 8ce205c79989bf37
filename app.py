"""The router: who is not signed in gets the sign-in page, who is gets the pages of the role."""

import streamlit as st

from pages.ui import session
from pages.ui.words import plain
from sales_core.places import SIGN_IN
from sales_core.viewer import Permission

# In the page itself: an icon by name would be fetched from elsewhere, and a file's address needs a session.
ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' "
    "rx='7' fill='%231668f5'/%3E%3Cpath d='M9 23v-6M16 23V13M23 23V9' stroke='white' stroke-width='4' "
    "stroke-linecap='round'/%3E%3C/svg%3E"
)
PAGES = (
    (st.Page("pages/overview.py", title="Overview", icon=":material/monitoring:", default=True), Permission.VIEW_SALES),
    (st.Page("pages/orders.py", title="Orders", icon=":material/receipt_long:"), Permission.VIEW_SALES),
    (st.Page("pages/order.py", title="Order", visibility="hidden"), Permission.VIEW_SALES),
    (st.Page("pages/about.py", title="About these numbers", icon=":material/fact_check:"), Permission.VIEW_SALES),
    (st.Page("pages/account.py", title="Your account", icon=":material/person:"), Permission.VIEW_SALES),
)


def run() -> None:
    """Draw the frame and run the page that was asked for."""
    # With one entry of our own the menu is shown, and in it the choice between light and dark.
    st.set_page_config(
        page_title="Sales dashboard", page_icon=ICON, layout="wide", menu_items={"About": "Sales dashboard"}
    )
    viewer = session.current_viewer()
    if viewer is None:
        entrance = st.Page("pages/sign_in.py", title="Sign in", url_path=SIGN_IN.strip("/"))
        # Every page is known before sign-in, or a deep link would lose its way; each guards itself.
        st.navigation([*(page for page, _ in PAGES), entrance], position="hidden").run()
        return
    chosen = st.navigation([page for page, needed in PAGES if viewer.can(needed)])
    with st.sidebar:
        st.caption(f"Signed in as {plain(viewer.name)}, {viewer.role}")
        if st.button("Sign out", icon=":material/logout:", width="stretch"):
            session.sign_out()
    chosen.run()


run()
