"""The queue as it is now: whether somebody works, how many jobs are of each state, and those that ask for attention."""

import streamlit as st

from pages.ui import blocks
from pages.ui.asking import workspace
from pages.ui.jobs_pressing import buttons_of, what_was_done
from pages.ui.states import attempt
from pages.ui.words import plain
from sales_core import jobs
from sales_core.jobs import Job, JobState
from sales_core.jobs_words import of_job, of_workers
from sales_core.wording import grouped

_ICONS = {
    JobState.QUEUED: ("gray", "schedule"),
    JobState.RUNNING: ("blue", "progress_activity"),
    JobState.FAILED: ("red", "error"),
}


def state() -> None:
    """A tile a state, and whether a worker is there."""
    what_was_done()
    counts = attempt("jobs-counts", lambda: jobs.counts(workspace().engine), 90)
    silences = attempt("jobs-workers", lambda: jobs.live_workers(workspace().engine), 40)
    if counts is None or silences is None:
        return
    grid = st.grid(len(JobState), min_column_width=148, gap="small", key="tiles")
    for each in JobState:
        with grid.container(key=f"tile-jobs-{each}", border=True, height="stretch", gap=None):
            st.metric(each.capitalize(), grouped(counts[each]))
    remark = of_workers(silences, counts[JobState.QUEUED])
    colour, icon = ("green", "check_circle") if remark.well else ("orange", "error")
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="jobs-who"):
        st.markdown(f":{colour}[:material/{icon}:] {plain(remark.sentence)}", width="content")
        st.button("Look again", icon=":material/refresh:", key="jobs-again", type="tertiary")


def queue() -> None:
    """What waits, runs or failed, a row each, with what may be done about it."""
    with blocks.card("jobs-queue", "Waiting, running, failed"):
        found = attempt("jobs-open", lambda: jobs.pending(workspace().engine), 120)
        if found is None:
            return
        if not found:
            blocks.said("Nothing waits, nothing runs, nothing failed.")
        for job in found:
            _row(job)


def _row(job: Job) -> None:
    colour, icon = _ICONS[job.state]
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key=f"job-{job.job_id}"
    ):
        with st.container(gap=None, width="stretch"):
            said = of_job(job, workspace().local)
            st.markdown(f":{colour}[:material/{icon}:] **{plain(job.title)}** :gray[job {job.job_id}]  \n{plain(said)}")
            if job.words:
                st.caption(plain(job.words))
        with st.container(horizontal=True, width="content", gap="small"):
            buttons_of(job)
