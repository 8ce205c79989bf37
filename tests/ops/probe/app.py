"""A small dashboard behind the real gate: it says who looks, hands out a file, takes one, counts presses."""

import os
from pathlib import Path

import streamlit as st

from pages.ui import session
from sales_core.settings import PROJECT

PRESSES = Path(os.environ["PROBE_PRESSES"])


@st.cache_data
def cached() -> str:
    """A value of its own for each filling of the cache."""
    return os.urandom(8).hex()


def press() -> None:
    """What a button does on the server."""
    with PRESSES.open("a") as file:
        file.write("pressed\n")


def page() -> None:
    """The one page."""
    viewer = session.find_viewer()
    if viewer is None:
        session.leave_for("/sign-in")
    st.write(f"secret of {viewer.user_id}, cache {cached()}")
    st.download_button("File", f"figures of {viewer.user_id}", "figures.csv", "text/csv")
    st.download_button("Later", lambda: f"made for {viewer.user_id}", "later.csv", "text/csv", key="later")
    st.link_button("Elsewhere", st.query_params.get("link", "/"))
    st.write(st.query_params.get("said", ""))
    st.file_uploader("Upload")
    st.button("Press", key="press", on_click=press)


pages = [st.Page(page, title="Probe", url_path="probe", default=True)]
if session.current_viewer() is None:
    pages.append(st.Page(PROJECT / "pages" / "sign_in.py", url_path="sign-in"))
st.navigation(pages, position="hidden").run()
