"""The documents of the checked lines: which there are, what they are of, and the numbers of their lines."""

from sqlalchemy import Connection, text

from db.first_rows import GUEST
from db.intake.checking import CHECKED
from db.intake.meanings import OF_DOCUMENTS, Meaning
from db.intake.shapes import Preset
from db.intake.texts import quoted

DOCUMENTS = "pg_temp.intake_documents"
"""A row a document (customer, number); customer_id and order_id where they are known already."""

PLACES = "pg_temp.intake_places"
"""A row a line: its document and its number there."""


def attributes(preset: Preset) -> list[Meaning]:
    """What the file says of documents, so that the lines of one may not differ in it."""
    return [meaning for meaning in OF_DOCUMENTS if meaning == Meaning.TERRITORY or preset.has(meaning)]


def _said(meaning: Meaning) -> str:
    """SQL for what a line says of it, null where it says nothing; a line without a territory is of `no_territory`."""
    value = meaning if meaning == Meaning.TERRITORY else f"nullif({meaning}, '')"
    return f"{value}"


def number_lines(connection: Connection, preset: Preset) -> None:
    """Find the documents of the checked lines, and number the lines of each."""
    of = attributes(preset)
    typed = "".join(f", {meaning} text, several_{meaning} boolean" for meaning in of)
    connection.execute(
        text(f"""
        CREATE TEMPORARY TABLE intake_documents (
            document_key integer NOT NULL, customer text NOT NULL, document text NOT NULL, ordered_at timestamptz
            {typed}, customer_id integer, order_id bigint, is_new boolean) ON COMMIT DROP
        """)
    )
    connection.execute(text(_documents(of)))
    connection.execute(text(f"ANALYZE {DOCUMENTS}"))
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE intake_places (source_line integer NOT NULL, document_key integer NOT NULL, "
            "line_no integer NOT NULL) ON COMMIT DROP"
        )
    )
    connection.execute(text(_PLACES))
    connection.execute(text(f"ANALYZE {PLACES}"))


def _documents(of: list[Meaning]) -> str:
    sound = "FILTER (WHERE reason IS NULL)"
    values = "".join(f", min({_said(m)}) {sound}, min({_said(m)}) {sound} <> max({_said(m)}) {sound}" for m in of)
    names = "".join(f", {meaning}, several_{meaning}" for meaning in of)
    return f"""
        INSERT INTO {DOCUMENTS} (document_key, customer, document, customer_id, ordered_at{names})
        SELECT row_number() OVER (ORDER BY min(source_line)), customer, document,
               CASE WHEN customer = '' THEN {GUEST} END, min(ordered_at) {sound}{values}
        FROM {CHECKED} WHERE document <> '' GROUP BY customer, document
    """


_PLACES = f"""
    INSERT INTO {PLACES} (source_line, document_key, line_no)
    SELECT source_line, document_key, row_number() OVER (PARTITION BY document_key ORDER BY source_line)
    FROM {CHECKED} JOIN {DOCUMENTS} USING (customer, document)
"""
"""Lines that can't be taken in are counted too: the file with such a line put right numbers the others the same."""


def refuse_contradicting_lines(connection: Connection, preset: Preset) -> None:
    """A document has the territory, currency and so on of the first line that says one; who says another is refused."""
    for meaning in attributes(preset):
        several = f"SELECT EXISTS (SELECT FROM {DOCUMENTS} WHERE several_{meaning})"
        if connection.execute(text(several)).scalar_one():
            connection.execute(text(_first_said(meaning)))
            connection.execute(text(_refusal(meaning, preset)))


def _first_said(meaning: Meaning) -> str:
    return f"""
        UPDATE {DOCUMENTS} AS d SET {meaning} = f.{meaning} FROM (
            SELECT DISTINCT ON (document_key) document_key, c.{meaning}
            FROM {DOCUMENTS} JOIN {PLACES} USING (document_key) JOIN {CHECKED} AS c USING (source_line)
            WHERE several_{meaning} AND reason IS NULL AND c.{meaning} <> '' ORDER BY document_key, source_line) AS f
        WHERE d.document_key = f.document_key
    """


def _refusal(meaning: Meaning, preset: Preset) -> str:
    said, document = preset.header(meaning), preset.header(Meaning.DOCUMENT)
    return f"""
        UPDATE {CHECKED} AS c SET reason = {quoted(said + " ")} || quote_literal(left(c.{meaning}, 60))
            || {quoted(f" contradicts the first line of {document} ")} || d.document || ', which has '
            || quote_literal(left(d.{meaning}, 60))
        FROM {DOCUMENTS} AS d WHERE d.several_{meaning} AND c.reason IS NULL AND c.{meaning} <> ''
            AND c.customer = d.customer AND c.document = d.document AND c.{meaning} <> d.{meaning}
    """


def drop_documents_without_lines(connection: Connection, taken: str) -> None:
    """Keep the documents that have a line to be taken in; needed only where some line is not."""
    connection.execute(
        text(f"""
        DELETE FROM {DOCUMENTS} WHERE document_key NOT IN (
            SELECT document_key FROM {PLACES} JOIN {CHECKED} USING (source_line) WHERE {taken})
        """)
    )


def name_new_documents(connection: Connection) -> None:
    """Give an id to every document that isn't there yet."""
    connection.execute(
        text(f"UPDATE {DOCUMENTS} SET is_new = true, order_id = nextval('sales.order_ids') WHERE order_id IS NULL")
    )
    connection.execute(text(f"ANALYZE {DOCUMENTS}"))
