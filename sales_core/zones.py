"""The time zones that a day can end by: those that the program and the database mean the same by."""

from functools import cache
from zoneinfo import available_timezones

_OF_THE_MACHINE = ("localtime", "posixrules")
_VARIANTS = ("posix/", "right/")


@cache
def known_zones() -> frozenset[str]:
    """The names of the IANA database, without what one machine alone means and without copies by other seconds."""
    return frozenset(
        name for name in available_timezones() if name not in _OF_THE_MACHINE and not name.startswith(_VARIANTS)
    )
