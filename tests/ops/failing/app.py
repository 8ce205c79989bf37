"""A page with bugs of every kind behind the real gate: in the page, in a part of it, in what a button does."""

import streamlit as st

from pages.ui import session
from sales_core.settings import PROJECT
from sales_core.viewer import Permission

PLANTED = "Planted Person-5d2e"


def press() -> None:
    """What the button does."""
    raise LookupError(f"'{PLANTED}' is not there")


@st.fragment
def part() -> None:
    """A part of the page with a bug."""
    st.button("Again", key="again")
    raise TypeError(f"'{PLANTED}' is no number")


def page() -> None:
    """The one page."""
    session.require_viewer(Permission.VIEW_SALES)
    match st.query_params.get("bug"):
        case "page":
            raise ValueError(f"could not read '{PLANTED}' of {PLANTED!r}, asked by {PLANTED.lower()}@example.com")
        case "part":
            part()
        case _:
            st.button("Press", key="press", on_click=press)


pages = [st.Page(page, title="Failing", url_path="failing", default=True)]
if session.current_viewer() is None:
    pages.append(st.Page(PROJECT / "pages" / "sign_in.py", url_path="sign-in"))
st.navigation(pages, position="hidden").run()
