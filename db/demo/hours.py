"""When in the day and the week orders come in, by channel: shops by day, online in the evening, offices on weekdays."""

import numpy as np

from db.demo.arrays import Floats, Ints
from db.demo.places import ONLINE, PARTNER, PHONE, SHOP

_BY_HOUR = {
    SHOP: (
        "000000000346874469840000",
        "000000000369988753000000",
        "000000000005788640000000",
    ),
    ONLINE: (
        "211000123333443334579974",
        "321100112456655555578754",
        "321100011245666666789985",
    ),
    PARTNER: (
        "000000005998368873000000",
        "000000000355430000000000",
        "000000000355430000000000",
    ),
    PHONE: (
        "000000004898557764000000",
        "000000000477620000000000",
        "000000000355430000000000",
    ),
}
"""Monday to Friday, Saturday, Sunday: a digit an hour from midnight on, its orders against the other hours'."""

_BY_WEEKDAY = {
    SHOP: (0.90, 0.90, 0.95, 1.00, 1.15, 1.90, 1.20),
    ONLINE: (1.00, 0.95, 0.95, 1.00, 0.95, 1.35, 2.20),
    PARTNER: (1.10, 1.10, 1.10, 1.05, 0.95, 0.12, 0.03),
    PHONE: (1.15, 1.10, 1.05, 1.00, 0.95, 0.25, 0.05),
}
"""How a channel stands against its own mean on each day of the week, Monday first."""

WEEKDAY_SHARES: Floats = np.array([_BY_WEEKDAY[channel] for channel in range(len(_BY_WEEKDAY))]).T
"""By weekday and channel."""

_KIND_OF_DAY = np.array([0, 0, 0, 0, 0, 1, 2])
"""By weekday, which of the rows of `_BY_HOUR` holds."""


def _ends() -> Floats:
    """By channel and kind of day, the share of orders before the end of each hour."""
    digits = np.array([[[int(d) for d in day] for day in _BY_HOUR[channel]] for channel in range(len(_BY_HOUR))])
    sums = np.cumsum(digits, axis=2, dtype=np.float64)
    ends: Floats = sums / sums[:, :, -1:]
    return ends


def weekdays(start: np.datetime64, days: Ints) -> Ints:
    """The day of the week, Monday 0, so many days after `start`."""
    found: Ints = ((start.astype("datetime64[D]").astype(np.int64) + days) + 3) % 7
    return found


def seconds(channel: Ints, weekday: Ints, rng: np.random.Generator) -> Ints:
    """Seconds from midnight of orders on such days."""
    ends = _ends()[channel, _KIND_OF_DAY[weekday]]
    hour = (rng.random(len(channel))[:, None] >= ends).sum(axis=1)
    drawn: Ints = (hour * 3600 + rng.integers(0, 3600, len(channel))).astype(np.int64)
    return drawn
