"""How numbers and days are written: by a locale, the words around them staying English.

A run of a page sets whose manner it is once, by `use`; all that is worded afterwards in that run follows. Where nobody
looks, as on the command line and in tests, it is the house's own.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import match_skeleton

_TAG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Manner:
    """A locale by Babel's name, with the patterns of days and months, long and without the year, and of times.

    `picture` is the kind that the browser saves figures as.
    """

    locale: str
    day: str
    day_of_year: str
    month: str
    quarter: str
    time: str
    picture: str = "png"

    @property
    def tag(self) -> str:
        """The locale as browsers name it: en-US."""
        return self.locale.replace("_", "-")


HOUSE = Manner("en_US", "d MMM yyyy", "d MMM", "MMM yyyy", "QQQ yyyy", "HH:mm")
"""Numbers as in the United States, days so that nobody takes one for another."""

_current: ContextVar[Manner] = ContextVar("manner", default=HOUSE)


def current() -> Manner:
    """The manner of the one who looks."""
    return _current.get()


def use(manner: Manner) -> None:
    """Write by this manner from here on, in this run."""
    _current.set(manner)


@contextmanager
def used(manner: Manner) -> Iterator[None]:
    """Write by this manner inside the block."""
    token = _current.set(manner)
    try:
        yield
    finally:
        _current.reset(token)


def chosen(*tags: str | None, picture: str = "") -> Manner:
    """The manner of the first tag that names a locale; the house's own when none does."""
    found = next((found for tag in tags if tag and (found := manner_of(tag))), HOUSE)
    return replace(found, picture=picture) if picture else found


@lru_cache(maxsize=256)
def manner_of(tag: str) -> Manner | None:
    """The manner of a language tag as browsers send it, such as zh-Hans-CN, or of the nearest known; else None."""
    if not _TAG.fullmatch(tag):
        return None
    parts = re.split("[-_]", tag)
    for length in range(len(parts), 0, -1):
        try:
            return _of(Locale.parse("_".join(parts[:length])))
        except (UnknownLocaleError, ValueError):
            continue
    return None


def _of(locale: Locale) -> Manner:
    wanted = ("yMMMd", "MMMd", "yMMM", "yQQQ")
    day, day_of_year, month, quarter = (_pattern(locale, skeleton) for skeleton in wanted)
    return Manner(str(locale), day, day_of_year, month, quarter, str(locale.time_formats["short"].pattern))


def _pattern(locale: Locale, skeleton: str) -> str:
    known = locale.datetime_skeletons
    found = skeleton if skeleton in known else match_skeleton(skeleton, known)
    return str(known[found].pattern) if found else HOUSE.day
