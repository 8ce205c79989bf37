"""Days and months as the browser writes them on figures: the viewer's names in the viewer's order, brought by us.

The chart library knows English alone and would fetch other languages; a figure takes them from its own settings.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.dates import get_day_names, get_month_names

from sales_core.manner import Manner, current

VIEWERS = "viewer"
"""The name under which a figure's settings hold the viewer's language."""

_TOKENS = re.compile(r"'((?:[^']|'')+)'|('')|(y+|M+|L+|d+)|([^'yMLd]+)")
_DIRECTIVES = {"y": "%Y", "yy": "%Y", "yyyy": "%Y", "d": "%-d", "dd": "%d", "M": "%-m", "MM": "%m", "MMM": "%b"} | {
    "MMMM": "%B",
    "L": "%-m",
    "LL": "%m",
    "LLL": "%b",
    "LLLL": "%B",
}


def day_marks() -> str:
    """How the chart writes days at an axis: as the viewer does, the year under the first of each."""
    return f"{directives(current().day_of_year)}\n%Y"


def directives(pattern: str) -> str:
    """A pattern of days of the locale data in the chart library's own letters: "d. MMM" is "%-d. %b".

    Between apostrophes letters are themselves; two apostrophes are one, there and elsewhere.
    """
    found = []
    for quoted, apostrophe, letters, rest in _TOKENS.findall(pattern):
        plain = quoted.replace("''", "'") or apostrophe[:1] or rest
        found.append(_DIRECTIVES.get(letters, "") or plain.replace("%", "%%"))
    return "".join(found)


@lru_cache(maxsize=64)
def days_and_months(manner: Manner) -> Mapping[str, Any]:
    """What the chart library wants to know of a language; weeks are listed from Sunday there, months from January."""
    known = Locale.parse(manner.locale)
    days, short_days = (get_day_names(width, locale=known) for width in ("wide", "abbreviated"))
    months, short_months = (get_month_names(width, locale=known) for width in ("wide", "abbreviated"))
    return {
        "days": [days[i] for i in _FROM_SUNDAY],
        "shortDays": [short_days[i] for i in _FROM_SUNDAY],
        "months": [months[i] for i in range(1, 13)],
        "shortMonths": [short_months[i] for i in range(1, 13)],
        "date": directives(manner.day),
        "year": "%Y",
        "month": directives(manner.month),
        "dayMonth": directives(manner.day_of_year),
        "dayMonthYear": directives(manner.day),
    }


_FROM_SUNDAY = (6, 0, 1, 2, 3, 4, 5)
