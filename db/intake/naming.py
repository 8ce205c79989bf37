"""What the source's names of territories and of its channel mean here.

A name means what it meant to the source's last import that booked an order by it, also after the territory or channel
was renamed here; a name that no import knows means what is called so. Each import keeps its names in its notes.
"""

from sqlalchemy import Connection, text

from db.intake.matching import DOCUMENTS, NAMES
from db.intake.shapes import Preset

_MEANT = """
    SELECT n.name, n.id FROM (
        SELECT DISTINCT ON (n.key) n.key AS name, n.value::integer AS id, import_id
        FROM app.imports, jsonb_each_text(notes -> '{what}') AS n
        WHERE preset = :preset AND state = 'published' ORDER BY n.key, import_id DESC) AS n
    WHERE EXISTS (SELECT FROM sales.orders AS o WHERE o.import_id = n.import_id AND o.{column} = n.id)
"""
"""An id counts while an order of that import still has it: nobody else can have been given it since."""

_TERRITORIES = f"""
    INSERT INTO {NAMES}
    SELECT d.territory, coalesce(m.id, t.territory_id)
    FROM (SELECT DISTINCT territory FROM {DOCUMENTS} WHERE territory IS NOT NULL) AS d
    LEFT JOIN ({_MEANT.format(what="territories", column="territory_id")}) AS m ON m.name = d.territory
    LEFT JOIN sales.territories AS t ON t.name = d.territory
    WHERE coalesce(m.id, t.territory_id) IS NOT NULL
"""

_CHANNEL = f"""
    SELECT coalesce(
        (SELECT id FROM ({_MEANT.format(what="channels", column="channel_id")}) AS m WHERE name = :channel),
        (SELECT channel_id FROM sales.channels WHERE name = :channel))
"""

_USED = f"SELECT name, territory_id FROM {NAMES} WHERE name IN (SELECT territory FROM {DOCUMENTS} WHERE is_new)"


def find_territories(connection: Connection, preset: Preset) -> None:
    """Fill the table of names with those of the documents that have a territory already."""
    connection.execute(
        text("CREATE TEMPORARY TABLE intake_names (name text NOT NULL, territory_id integer NOT NULL) ON COMMIT DROP")
    )
    connection.execute(text(_TERRITORIES), {"preset": preset.name})


def channel(connection: Connection, preset: Preset) -> int | None:
    """The id of the preset's channel, None where there is none yet."""
    found = connection.execute(text(_CHANNEL), {"preset": preset.name, "channel": preset.channel}).scalar_one()
    return None if found is None else int(found)


def used(connection: Connection, preset: Preset) -> dict[str, dict[str, int]]:
    """For an import's notes: the names by which it books documents, and what they mean. Empty where it books none."""
    territories = {row.name: row.territory_id for row in connection.execute(text(_USED))}
    known = channel(connection, preset)
    channels = {preset.channel: known} if territories and known is not None else {}
    return {"territories": territories, "channels": channels}
