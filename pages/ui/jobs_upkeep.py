"""What the worker does by itself, what it found of the books, and how long what is kept by the way is kept."""

import streamlit as st

from pages.ui import blocks
from pages.ui.asking import workspace
from pages.ui.jobs_pressing import start_button
from pages.ui.states import attempt
from pages.ui.words import plain
from sales_core import jobs
from sales_core.jobs import Verified
from sales_core.jobs_checks import IDENTITIES, Identity
from sales_core.jobs_declared import TASKS
from sales_core.jobs_kept import PERIODS
from sales_core.jobs_words import of_task, of_verified
from sales_core.wording import grouped


def tasks() -> None:
    """A row a task: what it does, what it came to last, when it is due."""
    with blocks.card("jobs-tasks", "By itself"):
        last = attempt("jobs-last", lambda: jobs.last_runs(workspace().engine), 120)
        if last is None:
            return
        for task in TASKS.values():
            came_to, following = of_task(task, last.get(task.name), workspace().local)
            with st.container(
                horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key=f"task-{task.name}"
            ):
                with st.container(gap=None, width="stretch"):
                    st.markdown(f"**{plain(task.title)}**  \n{plain(task.does)}")
                    st.caption(plain(f"{came_to} {following}"))
                start_button(task)


def verified() -> None:
    """Each identity, and whether it held when it was last looked at."""
    with blocks.card("jobs-verified", "The books, verified"):
        found = attempt("jobs-verified", lambda: jobs.verified(workspace().engine), 240)
        if found is None:
            return
        blocks.said(of_verified(found, workspace().local))
        looks = {one.name: one for one in found}
        with st.container(gap="xsmall", key="jobs-identities"):
            for identity in IDENTITIES:
                _identity(identity, looks.get(identity.name))


def _identity(identity: Identity, last: Verified | None) -> None:
    colour, icon = ("gray", "pending")
    if last is not None:
        colour, icon = ("green", "check_circle") if last.holds else ("red", "error")
    words = f" :gray[{plain(last.words)}]" if last else ""
    st.markdown(f":{colour}[:material/{icon}:] {plain(identity.claim)}{words}")


def kept() -> None:
    """The periods of retention, a row each."""
    with blocks.card("jobs-kept", "How long things are kept"), st.container(key="names-jobs-kept"):
        st.table(
            {
                "What": [plain(period.what.capitalize()) for period in PERIODS],
                "Days": [grouped(period.days) for period in PERIODS],
                "Why": [plain(period.because) for period in PERIODS],
            },
            border="horizontal",
        )
