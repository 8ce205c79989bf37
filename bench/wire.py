"""What a page's browser and server tell one another, and when: bytes, the time runs take, the time until drawn."""

import time
from dataclasses import dataclass, field

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from playwright.sync_api import Page
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

_NOTE_CHANGES = """
window.lastChange = Date.now();
new MutationObserver((changes) => {
  const inside = ({ target }) => (target.closest ? target : target.parentElement)?.closest('[data-testid=stMain]');
  if (changes.some(inside)) window.lastChange = Date.now();
}).observe(document, { subtree: true, childList: true, characterData: true });
"""
"""Notes when the page's own part was last changed; what shows that the server is busy stands outside of it."""

_CALM = """() => new Promise((done) => {
  const waits = () => document.querySelector('[data-testid=stMain] [data-testid=stSkeleton]')
    || [...document.querySelectorAll('[data-testid=stPlotlyChart]')].some((each) => !each.querySelector('.main-svg'));
  let calm = 0, seen = window.lastChange;
  const tick = () => {
    calm = waits() || window.lastChange !== seen ? 0 : calm + 1;
    seen = window.lastChange;
    if (calm < 10) setTimeout(tick, 20); else done(seen);
  };
  tick();
})"""
"""When the page was last changed, told once ten looks in a row found nothing changed and nothing missing.

Looks are counted and not the time: while the browser reads the program that draws figures it looks at nothing.
"""

POINTS = """() => {
  const long = (list) => (list && list.length !== undefined && typeof list !== 'string' ? list.length : 0);
  const grid = (rows) => long(rows) * long(rows[0]);
  const of = (trace) =>
    Array.isArray(trace.z) && long(trace.z[0]) ? grid(trace.z)
    : Math.max(...['x', 'y', 'z', 'r', 'values', 'labels', 'locations', 'lat', 'lon'].map((name) => long(trace[name])));
  return [...document.querySelectorAll('.js-plotly-plot')]
    .flatMap((plot) => plot._fullData || [])
    .filter((trace) => trace.visible === true)
    .reduce((sum, trace) => sum + of(trace), 0);
}"""
"""Points of all figures of a page. `_fullData` holds the arrays as numbers; what was sent may be base64."""

_IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"
_QUIET = 0.2


@dataclass(slots=True)
class Wire:
    """What came over a page's WebSockets in bytes, and how many seconds the server ran for what the browser asked.

    A run lasts from the browser's frame that asks for it until the server's that says it is over; two at once count
    once.
    """

    received: int = 0
    seconds: float = 0.0
    last: float = field(default_factory=time.time)
    _asked: float | None = None

    def watch(self, page: Page) -> None:
        """Count from now on; before the page is opened."""
        page.add_init_script(_NOTE_CHANGES)
        # Not the methods themselves: Playwright would write on the object that they are bound to.
        page.on("websocket", lambda socket: socket.on("framesent", lambda payload: self.sent(payload)))
        page.on("websocket", lambda socket: socket.on("framereceived", lambda payload: self.took(payload)))

    def sent(self, payload: str | bytes) -> None:
        """A frame that the browser sent now."""
        if self._asked is None and _kind(BackMsg, payload) == "rerun_script":
            self._asked = time.time()

    def took(self, payload: str | bytes) -> None:
        """A frame that the browser received now."""
        self.received += len(payload)
        self.last = time.time()
        if self._asked is not None and _kind(ForwardMsg, payload) == "script_finished":
            self.seconds += self.last - self._asked
            self._asked = None


def _kind(message: type[BackMsg] | type[ForwardMsg], payload: str | bytes) -> str | None:
    """What a frame is; None for what is no message of Streamlit's."""
    if isinstance(payload, str):
        return None
    try:
        read = message.FromString(payload)
    except DecodeError:
        return None
    kind: str | None = read.WhichOneof("type")
    return kind


@dataclass(frozen=True, slots=True)
class Taken:
    """Milliseconds of one opening or one press: those that the server ran, and all until the page was drawn."""

    server: float
    drawn: float


def drawn(page: Page, wire: Wire, began: float, ran: float) -> Taken:
    """Wait until every figure stands and nothing ran, came or changed for a fifth of a second, which is not counted.

    `began` is the moment of the press by the clock, `ran` the seconds that the wire had counted by then.
    """
    page.wait_for_selector("[data-testid=stMain] :is(h1, h2)")
    while True:
        page.wait_for_selector(_IDLE)
        last = max(wire.last, began, float(page.evaluate(_CALM)) / 1000)
        if page.locator(_IDLE).count() and time.time() - last > _QUIET:
            return Taken((wire.seconds - ran) * 1000, (last - began) * 1000)
        page.wait_for_timeout(30)
