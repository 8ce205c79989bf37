"""Jobs: what the dashboard does for its own upkeep, what came of it, and starting, retrying, cancelling."""

import streamlit as st

from pages.ui import jobs_done, jobs_queue, jobs_upkeep, theme
from pages.ui.session import require_viewer
from pages.ui.states import told
from sales_core.viewer import Permission

require_viewer(Permission.OPERATE)

theme.dress()
st.title("Jobs", anchor=False)
st.caption("What the dashboard does for its own upkeep. A job that was cut off is done again, and leaves the same.")
with told("jobs-state"):
    jobs_queue.state()
with told("jobs-tasks"):
    jobs_upkeep.tasks()
with told("jobs-queue"):
    jobs_queue.queue()
with told("jobs-done"):
    jobs_done.done()
with told("jobs-verified"):
    jobs_upkeep.verified()
with told("jobs-kept"):
    jobs_upkeep.kept()
