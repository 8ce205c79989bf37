"""A person's browser: its pages, its cookies, and everything it complained about."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from tests.kept_secrets import PLANTED
from tests.ops.people import NAMES, Person
from tests.ops.web_process import Site

_TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  window.tellViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""
PATIENCE_MS = 45_000
"""How long a page may take on a machine that does other things too."""


@dataclass(slots=True)
class Visit:
    """One browser context; `complaints` holds console errors, page errors and violations of the content policy."""

    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def begin(cls, browser: Browser, width: int, height: int, **context: Any) -> "Visit":
        """A browser without any cookie."""
        made = browser.new_context(viewport={"width": width, "height": height}, **context)
        made.set_default_timeout(PATIENCE_MS)
        visit = cls(made, made.new_page())
        made.expose_binding("tellViolation", lambda _, told: visit.complaints.append(f"violation: {told}"))
        made.add_init_script(_TELL_VIOLATIONS)
        visit._watch(visit.page)
        return visit

    def tab(self) -> Page:
        """One more tab with the same cookies."""
        page = self.context.new_page()
        self._watch(page)
        return page

    def session_cookie(self) -> str | None:
        """The session id that the browser keeps."""
        return next((c["value"] for c in self.context.cookies() if c["name"] == NAMES.session), None)

    def sign_in(self, site: Site, person: Person, path: str = "/") -> None:
        """Ask for a path, sign in by the form, wait for the page."""
        self.page.goto(site.origin + path)
        fill_in(self.page, person.name, person.password)
        expect(self.page.get_by_role("button", name="Sign out")).to_be_visible()
        if opened := self.session_cookie():
            PLANTED.secret(opened)

    def _watch(self, page: Page) -> None:
        page.on("console", lambda message: self._note(message))
        page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"console: {message.text} ({message.location.get('url')})")


def fill_in(page: Page, name: str, password: str) -> None:
    """Type into the sign-in form and press its button."""
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
