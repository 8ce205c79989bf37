"""The version of an answer: random marks summed over the days and topics it depends on, in the rows' own snapshot."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection, text

_VERSION = text("""
WITH spans AS (
    SELECT range_agg(daterange(s, e)) AS days FROM unnest(CAST(:starts AS date[]), CAST(:ends AS date[])) AS t (s, e)
), parts AS (
    SELECT m.h::numeric AS h FROM rollup.marks AS m, spans
    WHERE m.day >= CAST(:low AS date) AND m.day < CAST(:high AS date) AND m.day <@ spans.days
    UNION ALL
    SELECT s.h FROM rollup.settled AS s, spans
    WHERE s.day >= CAST(:low AS date) AND s.day < CAST(:high AS date) AND s.day <@ spans.days
    UNION ALL
    SELECT t.h FROM rollup.topic_marks AS t WHERE t.topic = ANY(CAST(:topics AS text[]))
)
SELECT coalesce(sum(h), 0)::text, (SELECT max(ordered_at) FROM sales.orders WHERE ordered_at <= now()) FROM parts
""")


def version_and_newest(
    connection: Connection, days: Sequence[tuple[date, date]], topics: Sequence[str]
) -> tuple[str, datetime | None]:
    """The version of what `days` (half-open) and `topics` hold, and the newest order that the connection may see,
    orders dated ahead left out.

    Both come from one statement, so from one snapshot; read the rows in the same transaction at REPEATABLE READ.
    """
    version, newest = connection.execute(
        _VERSION,
        {
            "starts": [start for start, _ in days],
            "ends": [end for _, end in days],
            "low": min(start for start, _ in days),
            "high": max(end for _, end in days),
            "topics": list(topics),
        },
    ).one()
    return version, newest
