"""From written text to numbers: a table `pg_temp.intake_<meaning>` a column, of `written`, `value` and `fault`.

`value` is null where the text breaks a rule or is empty; `fault` is the rule and the text that breaks it. The steps are
MATERIALIZED so that an expression is evaluated once a text, not once a mention.
"""

from sqlalchemy import Connection, text

from db.intake.shapes import Field, Number
from db.intake.texts import SHOWN, if_missing, says, table_of

_BLANK = "[ \u00a0\u202f''\u2019]"
"""What may group thousands beside the mark that is not the decimal one; the quote is doubled for SQL."""

PLAIN = (
    f"CASE WHEN bare ~ '^[+-]?[0-9]{{1,3}}({_BLANK})[0-9]{{3}}(\\1[0-9]{{3}})*([.,][0-9]*)?$' "
    f"THEN regexp_replace(bare, '{_BLANK}', '', 'g') ELSE bare END"
)
"""SQL for a number without the blanks or apostrophes that group its thousands."""


def _bare_number(mark: str) -> str:
    """SQL for a number as PostgreSQL reads it; null where the text is none. `mark` is the decimal one."""
    other = "," if mark == "." else "."
    grouped = f"^[+-]?[0-9]{{1,3}}([{other}][0-9]{{3}})+([{mark}][0-9]*)?$"
    single = f"^[+-]?([0-9]+[{mark}]?[0-9]*|[{mark}][0-9]+)$"
    return f"""CASE WHEN length(plain) > {SHOWN} THEN NULL
            WHEN plain ~ '{single}' THEN replace(plain, '{mark}', '.')
            WHEN plain ~ '{grouped}' THEN replace(replace(plain, '{other}', ''), '{mark}', '.') END"""


def read_numbers(connection: Connection, field: Field, holds: Number, mark: str) -> None:
    """Make and fill the table of a number's column, whose decimal mark is the point or the comma."""
    size = f"numeric({holds.whole_digits + holds.decimals}, {holds.decimals})"
    connection.execute(
        text(f"CREATE TEMPORARY TABLE intake_{field.meaning} (written text, value {size}, fault text) ON COMMIT DROP")
    )
    connection.execute(
        text(f"""
        INSERT INTO pg_temp.intake_{field.meaning}
        WITH plains AS MATERIALIZED (
            SELECT written, bare, {PLAIN} AS plain FROM {table_of(field)}
        ), numbers AS MATERIALIZED (
            SELECT written, bare, ({_bare_number(mark)})\\:\\:numeric AS value FROM plains
        ), checked AS MATERIALIZED (
            SELECT written, value, CASE {if_missing(field)} {_faults(field, holds)} END AS fault FROM numbers
        )
        SELECT written, CASE WHEN fault IS NULL THEN value END, fault FROM checked
        """)
    )
    connection.execute(text(f"ANALYZE pg_temp.intake_{field.meaning}"))


def _faults(field: Field, holds: Number) -> str:
    rules = [
        ("value IS NULL", "is not a number"),
        (f"value <> round(value, {holds.decimals})", f"has more than {holds.decimals} decimals"),
        (f"abs(value) >= 1e{holds.whole_digits}", f"has more than {holds.whole_digits} digits before the point"),
    ]
    if not holds.zero:
        rules.append(("value = 0", "is 0"))
    if holds.least is not None:
        rules.append((f"value < {holds.least}", f"is below {holds.least}"))
    if holds.most is not None:
        rules.append((f"value > {holds.most}", f"is above {holds.most}"))
    return " ".join(f"WHEN {broken} THEN {says(field, 'bare', rule)}" for broken, rule in rules)
