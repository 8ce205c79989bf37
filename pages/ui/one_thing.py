"""The board of a page that is of one thing, such as one customer: it is found, named, and asked about alone."""

from collections.abc import Callable
from dataclasses import dataclass

from pages.ui import heading, opening
from pages.ui.asking import workspace
from pages.ui.controls import filter_bar
from pages.ui.session import require_viewer
from pages.ui.states import told
from sales_core import questions
from sales_core.query import Query
from sales_core.result import Result
from sales_core.viewer import Permission, Viewer


@dataclass(frozen=True, slots=True)
class OneThing:
    """What such a page is of. `name` is that of the page and of the dimension whose value it is.

    `beside` are the dimensions that say what kind of thing it is, `tiles` the metrics of its totals.
    """

    name: str
    beside: tuple[str, ...]
    default: Query
    normal: Callable[[Query], Query]
    tiles: Callable[[Viewer], tuple[str, ...]]


def board_of_one(
    thing: OneThing,
    draw: Callable[[Viewer, Query, Result], None],
    under_title: Callable[[Query, Viewer], None] = lambda asked, viewer: None,
) -> None:
    """All of the page: the bar, and what it changes. `draw` and `under_title` are handed the question kept to it."""
    viewer, page = require_viewer(Permission.VIEW_SALES), thing.name
    with told("board"):
        opening.leave_where_wanted()
        key = opening.key_of_page(page, page, thing.default, thing.normal)
        found = opening.identity(page, key, thing.beside, viewer)
        if found is None:
            opening.not_found(page)
            return
        head, bar = heading.places(found.name)
        with bar:
            asked = filter_bar(page, thing.default, thing.normal)
        opening.go_where_opened(asked)
        of_it = questions.of_one(asked, page, found.key)
        totals = workspace().run(questions.totals(of_it, thing.tiles(viewer)), viewer)
        with head:
            heading.covered(found.beside or f"One {page}", viewer, totals)
            under_title(of_it, viewer)
        heading.filters_in_words(page, totals)
        if not heading.shown_as_empty(page, totals, viewer):
            draw(viewer, of_it, totals)
