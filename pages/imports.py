"""Imports: bring in a file of sales, see what became of each, take one back."""

import streamlit as st

from pages.ui import imported, taking_in, theme
from pages.ui.session import require_viewer
from pages.ui.states import told
from sales_core.viewer import Permission

viewer = require_viewer(Permission.BRING_IN)

theme.dress()
st.title("Imports", anchor=False)
st.caption("Files of sales: what came in, what was turned away and why. Nothing is taken in by halves.")
with told("taking-in"):
    taking_in.card(viewer)
with told("imported"):
    imported.listing(viewer)
