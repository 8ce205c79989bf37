"""Jobs that ended well or were cancelled, the newest first."""

import streamlit as st

from pages.ui import blocks
from pages.ui.asking import workspace
from pages.ui.states import attempt
from pages.ui.words import plain
from sales_core import jobs
from sales_core.jobs_words import took
from sales_core.wording import moment


def done() -> None:
    """A row a job: what, when, how long, what came of it."""
    with blocks.card("jobs-done", "Done"):
        found = attempt("jobs-ended", lambda: jobs.ended(workspace().engine), 200)
        if found is None:
            return
        if not found:
            blocks.said("No job has been done yet. The worker does each at its turn, or at once by the button above.")
            return
        local = workspace().local
        with st.container(key="names-jobs-done"):
            st.table(
                {
                    "Job": [plain(f"{job.title}, {job.job_id}") for job in found],
                    "Ended": [plain(moment(local(job.ended_at))) if job.ended_at else "" for job in found],
                    "Took": [plain(took(job.took)) if job.took is not None else "" for job in found],
                    "What came of it": [plain(job.words or job.state.capitalize()) for job in found],
                },
                border="horizontal",
            )
