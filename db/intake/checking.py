"""Checking: every staged line gets its values, its kind, and, where it breaks a rule, the reason."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, text

from db.calendar import FIRST_DAY, LAST_DAY
from db.intake.shapes import Field, KindRule, Meaning, Moment, Number, Preset, Text
from db.intake.staging import LINES
from db.intake.values import is_missing, quoted, read_moments, read_numbers, says

CHECKED = "pg_temp.intake_checked"
"""A row a staged line: its values, `kind`, `reason` (null: it breaks no rule) and `repeated`."""

TAKEN = "reason IS NULL AND NOT repeated"
"""Of the checked lines, those that are to be taken in."""

RETURN = "return"

MOST = 10**12
"""Quantity times price of a line, either way, inclusive. Answers hold 21 digits before the point: the sum of ten
million such lines, at rates below 100."""

_CREATE = """
    CREATE TEMPORARY TABLE intake_checked (
        source_line integer NOT NULL, document text, customer text, product text, product_name text, territory text,
        ordered_at timestamptz, quantity numeric(14, 3), price numeric(18, 6), kind text, reason text,
        repeated boolean NOT NULL
    ) ON COMMIT DROP
"""


def check(connection: Connection, preset: Preset, now: datetime) -> None:
    """Read the values of the staged lines into a table of their own. `now` decides what lies too far ahead."""
    for field in preset.fields:
        match field.holds:
            case Number():
                read_numbers(connection, field, field.holds)
            case Moment():
                read_moments(connection, field, field.holds, now)
            case Text():
                pass
    connection.execute(text(_CREATE))
    connection.execute(text(_fill(preset)))
    connection.execute(text(f"ANALYZE {CHECKED}"))


def _fill(preset: Preset) -> str:
    """Lines join the read values by their text; OFFSET 0 has each step computed once a line."""
    values = [field.meaning for field in preset.fields if not isinstance(field.holds, Text)]
    joins = "".join(
        f"\n            LEFT JOIN pg_temp.intake_{name} AS v_{name} ON v_{name}.written = l.{name}" for name in values
    )
    trimmed = ", ".join(f"btrim(l.{f.meaning}) AS {f.meaning}" for f in preset.fields if isinstance(f.holds, Text))
    given = ", ".join(f"v_{name}.value AS {name}, v_{name}.fault AS {name}_fault" for name in values)
    return f"""
        INSERT INTO {CHECKED} (source_line, document, customer, product, product_name, territory,
                               ordered_at, quantity, price, kind, reason, repeated)
        SELECT source_line, document, customer, product, product_name,
               CASE WHEN territory = '' THEN {quoted(preset.no_territory)} ELSE territory END,
               ordered_at, quantity, price, kind,
               CASE WHEN kind = '{RETURN}' AND quantity > 0 THEN {_gives(preset)}
                    WHEN kind IS NOT NULL AND abs(quantity * price) > {MOST} THEN {_is_too_much(preset)}
                    ELSE reason END, false
        FROM (SELECT *, CASE WHEN reason IS NULL THEN {_kind(preset.kinds)} END AS kind
              FROM (SELECT *, coalesce(fault, {", ".join(_faults(preset))}) AS reason
                    FROM (SELECT l.source_line, l.fault, {trimmed}, {given}
                          FROM {LINES} AS l{joins}
                          OFFSET 0) AS given
                    OFFSET 0) AS judged
              OFFSET 0) AS sorted
    """


def _faults(preset: Preset) -> Iterator[str]:
    """SQL for each field's fault, null where the field is sound; in the order of the preset's fields."""
    for field in preset.fields:
        match field.holds:
            case Text():
                yield _text_fault(field, field.holds)
            case Number() | Moment():
                yield f"{field.meaning}_fault"


def _text_fault(field: Field, holds: Text) -> str:
    missing = f"WHEN {field.meaning} = '' THEN {is_missing(field)} " if field.required else ""
    too_long = says(field, field.meaning, f"is longer than {holds.longest} characters")
    return f"CASE {missing}WHEN length({field.meaning}) > {holds.longest} THEN {too_long} END"


def _kind(rules: tuple[KindRule, ...]) -> str:
    """SQL for the kind of a sound line: the first rule that fits decides."""
    return f"CASE {' '.join(f'WHEN {_fits(rule)} THEN {quoted(rule.kind)}' for rule in rules)} END"


def _fits(rule: KindRule) -> str:
    """SQL that is true for lines of the rule's kind."""
    conditions = ["true"]
    if rule.document_prefix:
        conditions.append(f"starts_with(document, {quoted(rule.document_prefix)})")
    if rule.products:
        conditions.append(f"product IN ({', '.join(quoted(code) for code in rule.products)})")
    if rule.price_at_most is not None:
        conditions.append(f"price <= {rule.price_at_most}")
    return " AND ".join(conditions)


def _gives(preset: Preset) -> str:
    """SQL for the message on a line that takes goods back but counts them up, whichever way that is meant."""
    quantity = preset.field(Meaning.QUANTITY)
    return says(quantity, "trim_scale(quantity)::text", "is above 0 on a line that takes goods back")


def _is_too_much(preset: Preset) -> str:
    """SQL for the message on a line whose amount no sale has."""
    quantity, price = (preset.field(meaning).header for meaning in (Meaning.QUANTITY, Meaning.PRICE))
    return (
        f"{quoted(quantity + ' times ' + price + ' is ')} || trim_scale(quantity * price)::text || "
        f"{quoted(f', more than {MOST} either way')}"
    )


def refuse_days_outside_the_calendar(connection: Connection, preset: Preset, business_zone: str) -> None:
    """A line whose business day, by the company's clock, is no day of the calendar would be in no period."""
    moment = preset.field(Meaning.ORDERED_AT)
    rule = f"is no day from {FIRST_DAY} to {LAST_DAY} by the company's clock, which is that of "
    connection.execute(
        text(f"""
        UPDATE {CHECKED} AS c SET reason = {says(moment, "btrim(l.ordered_at)", rule)} || CAST(:zone AS text)
        FROM {LINES} AS l WHERE l.source_line = c.source_line AND c.reason IS NULL AND c.ordered_at IS NOT NULL
            AND (c.ordered_at < timestamp '{FIRST_DAY}' AT TIME ZONE CAST(:zone AS text)
                 OR c.ordered_at >= (date '{LAST_DAY}' + 1)::timestamp AT TIME ZONE CAST(:zone AS text))
        """),
        {"zone": business_zone},
    )


def counts(connection: Connection) -> dict[str, int]:
    """How many of the checked lines are of each kind, `rejected` and `repeated` apart."""
    rows = connection.execute(
        text(f"""
        SELECT CASE WHEN reason IS NOT NULL THEN 'rejected' WHEN repeated THEN 'repeated' ELSE kind END AS fate,
               count(*) AS lines
        FROM {CHECKED} GROUP BY 1
        """)
    )
    return {row.fate: row.lines for row in rows}
