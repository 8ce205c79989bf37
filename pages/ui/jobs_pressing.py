"""What may be done with a job, each asked once more and checked anew when it is done."""

from collections.abc import Callable

import streamlit as st

from pages.ui import session
from pages.ui.asking import workspace
from pages.ui.session import require_viewer
from pages.ui.words import plain
from sales_core import jobs
from sales_core.errors import DashboardError
from sales_core.jobs import Job
from sales_core.jobs_declared import Task
from sales_core.viewer import Permission, Viewer

_DONE, _REFUSED = "jobs.done", "jobs.refused"


def what_was_done() -> None:
    """What the last press did, once."""
    done: str | None = session.kept(_DONE)
    if done:
        session.drop(_DONE)
        st.success(plain(done), icon=":material/check:")


def start_button(task: Task) -> None:
    """Queue a job of the task now."""
    if st.button("Run now", icon=":material/play_arrow:", key=f"jobs-start-{task.name}"):
        _confirm(
            task.title,
            f"A job is queued now, besides its turns {task.turns}.",
            "Run now",
            lambda viewer: f"Job {jobs.start(workspace().engine, task.name, viewer)} is queued: {task.title}.",
        )


def buttons_of(job: Job) -> None:
    """Retry what failed, cancel what has not ended."""
    if job.can_be_retried and st.button("Retry", icon=":material/replay:", key=f"jobs-retry-{job.job_id}"):

        def retry(viewer: Viewer) -> str:
            jobs.retry(workspace().engine, job.job_id, viewer)
            return f"Job {job.job_id} is queued again."

        _confirm(f"{job.title}, job {job.job_id}", "It is queued again and done from the start.", "Retry", retry)
    if job.can_be_cancelled and st.button("Cancel", icon=":material/cancel:", key=f"jobs-cancel-{job.job_id}"):

        def cancel(viewer: Viewer) -> str:
            jobs.cancel(workspace().engine, job.job_id, viewer)
            return f"Job {job.job_id} is cancelled; where it runs it stops at its next step."

        sentence = "What it did stays done; its next turn does the rest."
        _confirm(f"{job.title}, job {job.job_id}", sentence, "Cancel the job", cancel)


def _confirm(title: str, sentence: str, button: str, do: Callable[[Viewer], str]) -> None:
    st.dialog(plain(title))(_asked_once_more)(sentence, button, do)


def _asked_once_more(sentence: str, button: str, do: Callable[[Viewer], str]) -> None:
    st.write(plain(sentence))
    refused: str | None = session.kept(_REFUSED)
    if refused:
        session.drop(_REFUSED)
        st.error(plain(refused[:1].upper() + refused[1:] + "."), icon=":material/block:")
    if st.button(button, type="primary", key="jobs-confirm"):
        viewer = require_viewer(Permission.OPERATE)
        try:
            session.keep(_DONE, do(viewer))
        except DashboardError as error:
            session.keep(_REFUSED, str(error))
            st.rerun(scope="fragment")
        st.rerun()
