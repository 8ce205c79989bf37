"""Where a log line, a statement and a failure belong: the request, the page's run, the page.

A browser's request has one id, 32 hexadecimal digits, from nginx (X-Request-Id) or made here. A page's tab is one
request that lasts: its WebSocket. Each run of the page within it has an id of its own besides, which begins with the
request's first digits: searched whole it finds the one run, by its beginning all that happened in that tab.
"""

import re
from contextvars import ContextVar
from dataclasses import dataclass, replace
from secrets import token_hex

import structlog

from db.remarks import remark_by

_REQUEST_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Trail:
    """Ids, empty where there is no request or no run; `page` is a page's declared name."""

    request_id: str = ""
    run_id: str = ""
    page: str = ""

    @property
    def reference(self) -> str:
        """What a person is shown and an operator searches the log for: the run where there is one, else the request."""
        return self.run_id or self.request_id

    def run_of(self, page: str) -> "Trail":
        """The trail of one run of a page within this request."""
        return Trail(self.request_id, f"{self.request_id[:8]}-{token_hex(4)}", page)


_NOBODY = Trail()
_current: ContextVar[Trail] = ContextVar("trail", default=_NOBODY)


def request_of(claimed: str | None) -> Trail:
    """The trail of a request by the id that a believed proxy gave it; with a new one where it gave none that is one."""
    return Trail(claimed if claimed and _REQUEST_ID.fullmatch(claimed) else token_hex(16))


def follow(trail: Trail) -> None:
    """From here on in this thread or task, log lines and statements carry the trail."""
    _current.set(trail)
    words = {"request_id": trail.request_id, "run_id": trail.run_id, "page": trail.page}
    structlog.contextvars.unbind_contextvars(*words)
    structlog.contextvars.bind_contextvars(**{name: word for name, word in words.items() if word})
    remark_by(trail.request_id, trail.run_id, trail.page)


def on_page(page: str) -> None:
    """The run turned out to be of this page; nothing outside of a run."""
    trail = _current.get()
    if trail.run_id and trail.page != page:
        follow(replace(trail, page=page))


def current() -> Trail:
    """What is followed now; an empty trail for nothing."""
    return _current.get()
