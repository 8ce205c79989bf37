"""Laws of docker-compose.yml: it starts as it is documented, and what is changed in the source is served by itself."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from bench.chromium import ARGUMENTS, program
from tests.browser.visits import PATIENCE_MS
from tests.containers.development import APP, SIDECAR, Development, developed, name_of
from tests.containers.production import eventually

pytestmark = [pytest.mark.containers, pytest.mark.timeout(600)]
CARD = "pages/ui/sign_in_card.py"
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="module")
def development(tmp_path_factory: pytest.TempPathFactory, measured: Callable[[str], None]) -> Iterator[Development]:
    """Development, up and answering."""
    with developed(tmp_path_factory.mktemp("development")) as made:
        seconds = eventually(lambda: made.answers(f"{APP}/healthz"))
        assert seconds is not None, made.engine("logs", name_of("migrate")) + made.engine("logs", name_of("app"))
        measured(f"development answers {seconds:.1f} s after its start")
        yield made


@pytest.fixture
def page(development: Development) -> Iterator[Page]:
    """A browser in its network, at the page where people sign in."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program(), args=ARGUMENTS).new_page()
        opened.goto(APP)
        yield opened


def test_app_worker_and_sidecar_are_up(development: Development) -> None:
    assert eventually(development.worker_lives, 60) is not None, development.engine("logs", name_of("worker"))
    assert eventually(lambda: development.answers(f"{SIDECAR}/health/ready"), 60) is not None


def test_a_changed_word_of_the_source_is_served_and_no_container_is_started_again(
    development: Development, page: Page, measured: Callable[[str], None]
) -> None:
    expect(page.get_by_role("heading", name=re.compile("Sales dashboard"))).to_be_visible()
    started = ("inspect", "--format", "{{.State.StartedAt}} {{.RestartCount}}", name_of("app"))
    before, file = development.engine(*started), development.source / CARD
    text = file.read_text()
    assert text.count("Sales dashboard") == 1
    file.write_text(text.replace("Sales dashboard", "Sales of tomorrow"))

    def shown() -> bool:
        page.goto(APP)
        page.wait_for_timeout(1500)
        return page.get_by_role("heading", name=re.compile("Sales of tomorrow")).is_visible()

    seconds = eventually(lambda: development.answers(f"{APP}/healthz") and shown(), 90)
    assert seconds is not None, development.engine("logs", name_of("app"))
    measured(f"development shows a changed word after {seconds:.1f} s")
    assert development.engine(*started) == before
