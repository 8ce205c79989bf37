"""The page of jobs in a browser: without a worker it says so, with one a job that is started comes to its end."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from sales_core import jobs
from tests.browser.conftest import Dashboard
from tests.browser.looking import settled
from tests.browser.visits import Visit, fill_in
from tests.conftest import as_login
from tests.ops.people import account
from tests.ops.worker_process import worker

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


def test_a_job_that_is_started_waits_for_a_worker_and_is_done_once_one_is_there(
    dashboard: Dashboard, visit: Callable[..., Visit], tmp_path: Path
) -> None:
    person = account(dashboard.engine, "keeper of jobs")
    page = visit().page
    page.goto(dashboard.first.origin + "/jobs")
    fill_in(page, person.name, person.password)
    expect(page.get_by_text("No worker is at work")).to_be_visible()
    expect(page.get_by_text("Nothing waits, nothing runs, nothing failed.")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Run now").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Run now").click()
    expect(page.get_by_text("is queued: Count uses.")).to_be_visible()
    expect(page.get_by_text("1 job waits until one is")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Run now").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Run now").click()
    expect(page.get_by_role("dialog").get_by_text("is queued already")).to_be_visible()
    page.keyboard.press("Escape")
    with worker(as_login(dashboard.owner_url), tmp_path, "worker"):
        deadline = 240
        while not jobs.ended(dashboard.engine) and deadline:
            page.wait_for_timeout(500)
            deadline -= 1
        page.get_by_role("button", name="Look again").click()
        expect(page.get_by_text("1 worker is at work")).to_be_visible()
        expect(page.get_by_role("cell", name="Count uses, 1")).to_be_visible()
