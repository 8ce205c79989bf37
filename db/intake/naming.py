"""What the source's names of territories, channels, people, promotions and the like mean here.

A name means what it meant to the source's last import that booked by it, also after what it names was renamed here; a
name that no import knows means what is called so. Each import keeps its names in its notes.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, text

from db.intake.documents import DOCUMENTS, attributes
from db.intake.meanings import Meaning
from db.intake.shapes import Preset
from db.intake.texts import quoted

NAMES = "pg_temp.intake_names"
"""A row a name in the file: what it is a name of, and its id here."""


@dataclass(frozen=True, slots=True)
class Sort:
    """A reference table whose rows are known by their names."""

    table: str
    key: str
    booked_in: str
    """Facts of an import that prove an id: nobody else can have been given it while one of them has it. Or the table
    itself, where no fact names it."""


TERRITORIES, CHANNELS, PEOPLE, PROMOTIONS = "territories", "channels", "people", "promotions"
SEGMENTS, CATEGORIES, TEAMS = "segments", "categories", "teams"

SORTS: dict[str, Sort] = {
    TERRITORIES: Sort("sales.territories", "territory_id", "sales.orders"),
    CHANNELS: Sort("sales.channels", "channel_id", "sales.orders"),
    PEOPLE: Sort("sales.people", "person_id", "sales.orders"),
    PROMOTIONS: Sort("sales.promotions", "promotion_id", "sales.order_lines"),
    SEGMENTS: Sort("sales.segments", "segment_id", ""),
    CATEGORIES: Sort("sales.categories", "category_id", ""),
    TEAMS: Sort("sales.teams", "team_id", ""),
}

_OF_DOCUMENTS = {
    TERRITORIES: Meaning.TERRITORY,
    CHANNELS: Meaning.CHANNEL,
    PEOPLE: Meaning.SALESPERSON,
}


def begin(connection: Connection) -> None:
    """Make the table of names."""
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE intake_names (what text NOT NULL, name text NOT NULL, id integer NOT NULL, "
            "PRIMARY KEY (what, name)) ON COMMIT DROP"
        )
    )


def find(connection: Connection, preset: Preset, what: str, named: str) -> None:
    """Fill in the names that mean something already; `named` is SQL for the file's names, a column `name`."""
    sort = SORTS[what]
    proof = (
        f"{sort.booked_in} AS f WHERE f.import_id = n.import_id AND" if sort.booked_in else f"{sort.table} AS f WHERE"
    )
    connection.execute(
        text(f"""
        INSERT INTO {NAMES}
        SELECT '{what}', d.name, coalesce(m.id, t.{sort.key})
        FROM ({named}) AS d
        LEFT JOIN (
            SELECT n.name, n.id FROM (
                SELECT DISTINCT ON (n.key) n.key AS name, n.value::integer AS id, import_id
                FROM app.imports, jsonb_each_text(notes -> '{what}') AS n
                WHERE preset = :preset AND state = 'published' ORDER BY n.key, import_id DESC) AS n
            WHERE EXISTS (SELECT FROM {proof} f.{sort.key} = n.id)) AS m ON m.name = d.name
        LEFT JOIN {sort.table} AS t ON t.name = d.name
        WHERE coalesce(m.id, t.{sort.key}) IS NOT NULL ON CONFLICT DO NOTHING
        """),
        {"preset": preset.name},
    )


def add(connection: Connection, what: str, named: str, columns: str = "", values: str = "") -> None:
    """Add the names that mean nothing yet, with ids behind the highest.

    `columns` and `values` are of the same number: SQL for what else a row has, from the columns of `named`.
    """
    sort = SORTS[what]
    connection.execute(
        text(f"""
        WITH added AS (
            INSERT INTO {sort.table} ({sort.key}, name{columns})
            SELECT (SELECT coalesce(max({sort.key}), 0) FROM {sort.table})
                   + row_number() OVER (ORDER BY d.name COLLATE "C"), d.name{values}
            FROM ({named}) AS d
            WHERE NOT EXISTS (SELECT FROM {NAMES} AS k WHERE k.what = '{what}' AND k.name = d.name)
            RETURNING name, {sort.key} AS id)
        INSERT INTO {NAMES} SELECT '{what}', name, id FROM added
        """)
    )


def used(connection: Connection, preset: Preset) -> dict[str, dict[str, int]]:
    """For an import's notes: the names by which it books, and what they mean. Empty where it books no document."""
    if not connection.execute(text(f"SELECT EXISTS (SELECT FROM {DOCUMENTS} WHERE is_new)")).scalar_one():
        return {}
    names: dict[str, dict[str, int]] = {what: {} for what in _OF_DOCUMENTS}
    booked = " ".join(
        f"WHEN '{what}' THEN name IN (SELECT {of_document(preset, meaning)} FROM {DOCUMENTS} AS d WHERE is_new)"
        for what, meaning in _OF_DOCUMENTS.items()
    )
    rows = connection.execute(
        text(f"SELECT what, name, id FROM {NAMES} WHERE CASE what {booked} ELSE true END ORDER BY what, name")
    )
    for row in rows:
        names.setdefault(row.what, {})[row.name] = row.id
    return names


def of_document(preset: Preset, meaning: Meaning) -> str:
    """SQL for what the document `d` says, with the preset's own word where neither it nor the file says anything."""
    otherwise = {Meaning.TERRITORY: preset.no_territory, Meaning.CHANNEL: preset.channel}.get(meaning)
    own = "NULL\\:\\:text" if otherwise is None else quoted(otherwise)
    return f"coalesce(d.{meaning}, {own})" if meaning in attributes(preset) else own
