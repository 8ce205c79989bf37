"""Settings: what is yours to choose, and how the company keeps its books, with who may change that."""

import streamlit as st

from pages.ui import theme
from pages.ui.asking import books_fixed, the_company
from pages.ui.blocks import card, said
from pages.ui.session import require_viewer
from pages.ui.states import attempt
from pages.ui.words import plain
from sales_core import books_kept
from sales_core.viewer import Permission, Viewer

viewer = require_viewer(Permission.VIEW_SALES)


def yours(viewer: Viewer) -> None:
    """Who looks, and what that decides."""
    with card("yours", "Yours"), st.container(key="names-yours"):
        found = books_kept.of_viewer(viewer, st.context.locale or "")
        st.table({"": list(found), " ": [plain(text) for text in found.values()]}, border="horizontal")
        if st.button("Change how it is written, or your password", icon=":material/person:", key="to-account"):
            st.switch_page("pages/account.py")


def company() -> None:
    """The books, read only: what is fixed, why, and who may change the rest."""
    with card("company", "The company's books"), st.container(key="names-company"):
        kept = attempt("company", lambda: books_kept.of_company(the_company(), books_fixed()))
        if kept is None:
            return
        st.table(
            {
                "Setting": [row.name for row in kept],
                "Value": [plain(row.value) for row in kept],
                "Who changes it": [plain(row.changed_by) for row in kept],
            },
            border="horizontal",
        )
        said("Every page can count otherwise for a moment: its button “Counting” changes that page's address alone.")


theme.dress()
st.title("Settings", anchor=False)
st.caption("What is yours, and what holds for everyone.")
left, right = st.columns([2, 3], gap="small")
with left:
    yours(viewer)
with right:
    company()
