"""What an operator finds a failure by: shown wherever the failing is ours."""

import streamlit as st

from sales_core import trail


def refer() -> None:
    """The reference of this run, where there is one: outside of the server nobody follows it."""
    reference = trail.current().reference
    if reference:
        st.caption(f"Reference `{reference}`: it finds in the log what happened.")
