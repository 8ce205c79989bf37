"""The system as a person meets it: the sign-in form, a page, the file of a figure's rows."""

import contextlib
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from streamlit.proto.WidgetStates_pb2 import WidgetState

from ops.validate.browsing import Browsing
from ops.validate.tab import Run, Tab, tab
from sales_core.errors import SourceError, SourceUnavailable
from sales_core.places import SIGN_IN

FIGURE, METRIC = "trend", "net_sales"
"""The figure of the overview whose file is read, and its column."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the overview says: how rows are called in words, and net sales of each of its days."""

    caption: str
    by_day: dict[date, Decimal]


def sign_in(browsing: Browsing) -> None:
    """Through the form, as people do. Raises SourceError, with what the page says, when it lets nobody in."""
    wanted = browsing.wanted
    page = SIGN_IN.strip("/")
    browsing.get(SIGN_IN)
    with tab(browsing) as opened:
        form = dict(_widgets(opened.run(page)))
        if not {"Name", "Password", "Sign in"} <= form.keys():
            raise SourceError(f"{wanted.origin}{SIGN_IN} shows no sign-in form")
        answer = opened.run(
            page,
            WidgetState(id=form["Name"], string_value=wanted.user),
            WidgetState(id=form["Password"], string_value=wanted.password),
            WidgetState(id=form["Sign in"], trigger_value=True),
        )
    ticket = answer.redirect()
    if not ticket:
        raise SourceError("; ".join(answer.texts()[-2:]) or "the form says nothing")
    browsing.get(ticket)


def sign_out(browsing: Browsing) -> None:
    """End the session that was opened, by the button in the frame; the server closes the page."""
    with tab(browsing) as opened:
        widgets = dict(_widgets(opened.run("account")))
        with contextlib.suppress(SourceUnavailable):
            opened.run("account", WidgetState(id=widgets["Sign out"], trigger_value=True))


def read_overview(browsing: Browsing) -> Seen:
    """The overview as it opens, and the file of its figure by day. Raises SourceError when a part is missing."""
    with tab(browsing) as opened:
        run = opened.run("")
        captions = [text for text in run.texts() if "data through" in text]
        if not captions:
            raise SourceError("the overview says: " + "; ".join(run.texts()[-3:]))
        rows = _rows(browsing, opened, run)
    try:
        return Seen(captions[0], {date.fromisoformat(row["day"][:10]): Decimal(row[METRIC]) for row in rows})
    except (KeyError, InvalidOperation, ValueError) as error:
        raise SourceError(f"the file of net sales by day is not as documented: {error!r}") from error


def _widgets(run: Run) -> Iterator[tuple[str, str]]:
    """Label and id of what can be typed into or pressed."""
    for element in run.elements():
        kind = element.WhichOneof("type")
        if kind in ("text_input", "button"):
            found = getattr(element, kind)
            yield str(found.label), str(found.id)


def _rows(browsing: Browsing, opened: Tab, run: Run) -> list[dict[str, str]]:
    buttons = (e.download_button for e in run.elements() if e.WhichOneof("type") == "download_button")
    file = next((b.deferred_file_id for b in buttons if b.id.endswith(f"csv-{FIGURE}")), None)
    if file is None:
        raise SourceError("the overview offers no file of net sales by day")
    answer = browsing.get(opened.file(run.session(), file))
    if answer.status != 200:
        raise SourceError(f"the file of net sales by day is answered with {answer.status}")
    return list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"))))
