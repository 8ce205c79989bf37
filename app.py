"""The router: who is not signed in gets the sign-in page, who is gets the pages of the role."""

import streamlit as st

from pages.ui import session
from pages.ui.words import plain
from sales_core import trail
from sales_core.places import SIGN_IN
from sales_core.telemetry import page_name
from sales_core.viewer import Permission, Viewer

# In the page itself: an icon by name would be fetched from elsewhere, and a file's address needs a session.
ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' "
    "rx='7' fill='%231668f5'/%3E%3Cpath d='M9 23v-6M16 23V13M23 23V9' stroke='white' stroke-width='4' "
    "stroke-linecap='round'/%3E%3C/svg%3E"
)
SALES, PEOPLE, DATA, RUNNING, YOURS = "Sales", "People and places", "Data", "Operation", "You"


def _page(name: str, title: str, icon: str = "", *, first: bool = False) -> st.Page:
    """A page by the name of its file; without an icon it stands in no menu."""
    return st.Page(
        f"pages/{name}.py",
        title=title,
        icon=f":material/{icon}:" if icon else None,
        default=first,
        visibility="visible" if icon else "hidden",
    )


_DECLARED = (
    (SALES, "overview", "Overview", "monitoring", Permission.VIEW_SALES),
    (SALES, "sales", "Sales", "stacked_line_chart", Permission.VIEW_SALES),
    (SALES, "products", "Products", "inventory_2", Permission.VIEW_SALES),
    (SALES, "product", "Product", "", Permission.VIEW_SALES),
    (SALES, "customers", "Customers", "groups", Permission.VIEW_SALES),
    (SALES, "customer", "Customer", "", Permission.VIEW_SALES),
    (SALES, "orders", "Orders", "receipt_long", Permission.VIEW_SALES),
    (SALES, "order", "Order", "", Permission.VIEW_SALES),
    (PEOPLE, "territories", "Territories", "public", Permission.VIEW_SALES),
    (PEOPLE, "team", "Team", "badge", Permission.VIEW_SALES),
    (DATA, "search", "Search", "search", Permission.VIEW_SALES),
    (DATA, "imports", "Imports", "upload_file", Permission.BRING_IN),
    (DATA, "about", "About these numbers", "fact_check", Permission.VIEW_SALES),
    (RUNNING, "jobs", "Jobs", "manufacturing", Permission.OPERATE),
    (RUNNING, "usage", "Usage", "insights", Permission.OPERATE),
    (YOURS, "settings", "Settings", "settings", Permission.VIEW_SALES),
    (YOURS, "account", "Your account", "person", Permission.VIEW_SALES),
)
PAGES = tuple(
    (section, _page(name, title, icon, first=name == "overview"), needed)
    for section, name, title, icon, needed in _DECLARED
)


def _out_of_sight(page: st.Page) -> st.Page:
    """The page known by its address and in no menu, so that its own guard says to whom it is open."""
    return _page(page.url_path, page.title)


def _who(viewer: Viewer) -> str:
    """Name and role; the name alone where that is all it says."""
    return viewer.name if viewer.name.casefold() == viewer.role else f"{viewer.name}, {viewer.role}"


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
        st.navigation([*(page for _, page, _ in PAGES), entrance], position="hidden").run()
        return
    sections: dict[str, list[st.Page]] = {}
    for section, page, needed in PAGES:
        sections.setdefault(section, []).append(page if viewer.can(needed) else _out_of_sight(page))
    chosen = st.navigation(sections, expanded=True)
    with st.sidebar:
        st.caption(f"Signed in as {plain(_who(viewer))}")
        if st.button("Sign out", icon=":material/logout:", width="stretch"):
            session.sign_out()
    trail.on_page(page_name(chosen.url_path))
    session.opened(viewer, page_name(chosen.url_path))
    chosen.run()


run()
