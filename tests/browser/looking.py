"""How a page looks, asked of the browser itself: layout, contrast, and what axe finds serious."""

from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

_SCRIPT = (Path(__file__).parent / "looks.js").read_text(encoding="utf-8")
_SERIOUS = {"serious", "critical"}
_AT_REST = (Path(__file__).parent / "at_rest.js").read_text(encoding="utf-8")
_A_MOMENT_MS = 100


def settled(page: Page) -> None:
    """Wait until a page is drawn: its title is there, nothing runs, no skeleton is left, nothing moves."""
    expect(page.locator("[data-testid=stMain] :is(h1, h2)").first).to_be_visible()
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_visible()
    expect(page.locator("[data-testid=stMain] [data-testid=stSkeleton]")).to_have_count(0)
    page.wait_for_function("() => document.fonts.status === 'loaded'")
    page.wait_for_function(_AT_REST, polling=_A_MOMENT_MS)


def faults_of_layout(page: Page) -> list[str]:
    """Texts cut off, on one another or too faint; a page that scrolls sideways; an exception."""
    found: list[str] = page.evaluate(_SCRIPT)
    return found


FRAMEWORKS_OWN = (
    ("list", "stSidebarNavItems"),  # sections of the navigation stand in the list as headings
    ("listitem", "st-emotion-cache"),  # its entries, for the same reason
    ("svg-img-alt", "metric_chart_"),  # the course in a metric, whose value stands beside it as text
    # A wide table's frame has no tabindex; browsers of today reach what scrolls by the keyboard without one.
    ("scrollable-region-focusable", "st-emotion-cache"),
)
"""Rules that Streamlit's own markup breaks, and no page can mend: the rule and what its places have in them."""


def faults_by_axe(page: Page) -> list[str]:
    """Rules of accessibility that are broken seriously or critically, with the first places of each."""
    violations: list[dict[str, Any]] = Axe().run(page).response["violations"]
    found = []
    for each in violations:
        places = [node["html"] for node in each["nodes"] if not _frameworks_own(each["id"], node["html"])]
        if each["impact"] in _SERIOUS and places:
            found.append(f"{each['id']}: {each['help']}: {' ; '.join(html[:200] for html in places[:3])}")
    return found


def _frameworks_own(rule: str, html: str) -> bool:
    return any(rule == broken and mark in html for broken, mark in FRAMEWORKS_OWN)
