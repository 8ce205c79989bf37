"""All checks in their order, from outside inwards. A check that can't go on says so and the next is still made."""

from collections.abc import Callable, Iterator

from ops.validate import outside
from ops.validate.books import net_sales
from ops.validate.browsing import Browsing
from ops.validate.person import Seen, read_overview, sign_in, sign_out
from ops.validate.told import Told, Verdict, bad, good
from ops.validate.wanted import Wanted
from sales_core.errors import DashboardError, SourceError


def checks(wanted: Wanted) -> Iterator[Told]:
    """One line after the other, as they are found."""
    nobody = Browsing(wanted)
    yield _told("tls", outside.transport, nobody)
    yield _told("headers", outside.headers, nobody)
    yield _told("closed", outside.closed, nobody)
    found, states = outside.health(Browsing(wanted.of_health()))
    yield found
    yield outside.part(states, "cache", "answers are remembered")
    yield outside.part(states, "worker", "scheduled work is done")
    yield from _as_somebody(wanted)


def _told(what: str, check: Callable[[Browsing], Told], browsing: Browsing) -> Told:
    try:
        return check(browsing)
    except DashboardError as error:
        return bad(what, str(error))


def _as_somebody(wanted: Wanted) -> Iterator[Told]:
    somebody = Browsing(wanted)
    try:
        sign_in(somebody)
    except DashboardError as error:
        yield bad("sign-in", f"as {wanted.user}: {error}")
        yield Told(Verdict.SKIPPED, "number", "nobody is signed in")
        return
    yield good("sign-in", f"as {wanted.user}, by the form")
    yield _told("cookies", outside.cookies, somebody)
    yield _number(somebody)
    yield _told("sign-out", _ended, somebody)


def _ended(somebody: Browsing) -> Told:
    sign_out(somebody)
    lives = somebody.get("/").status == 200
    return bad("sign-out", "the session lives on") if lives else good("sign-out", "the session is over at once")


def _number(somebody: Browsing) -> Told:
    """Net sales of each day of the overview against the database. Asked again once, should an import fall between."""
    try:
        told = compared(read_overview(somebody), somebody.wanted.database_url)
        if told.verdict is Verdict.FAILED:
            told = compared(read_overview(somebody), somebody.wanted.database_url)
    except DashboardError as error:
        return bad("number", str(error))
    return told


def compared(seen: Seen, database_url: str) -> Told:
    """Every day to its last digit."""
    if "all territories" not in seen.caption:
        raise SourceError(f"VALIDATE_USER must see all territories; the page says: {seen.caption}")
    if not seen.by_day:
        raise SourceError("the overview has no day to compare")
    stored = net_sales(database_url, seen.by_day)
    other = {day: (seen.by_day[day], stored[day]) for day in stored if seen.by_day[day] != stored[day]}
    if other:
        day, (shown, in_books) = next(iter(other.items()))
        return bad("number", f"{len(other)} of {len(stored)} days differ; {day}: page {shown}, database {in_books}")
    total = sum(stored.values())
    return good("number", f"net sales of {len(stored)} days, {total:,.6f} in all, each day as in the database")
