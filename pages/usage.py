"""Usage: who uses which page and metric, which questions are slow, what nobody asks for."""

import streamlit as st

from pages.ui import theme, usage_cards
from pages.ui.session import require_viewer
from pages.ui.states import told
from sales_core.viewer import Permission

require_viewer(Permission.OPERATE)

theme.dress()
st.title("Usage", anchor=False)
st.caption("Who uses what, by days of UTC. Pages and metrics are counted, never what anybody filtered by or typed.")
with told("usage"):
    usage_cards.used()
with told("usage-unused"):
    usage_cards.never_used()
