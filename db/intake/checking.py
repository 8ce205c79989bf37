"""Checking: every staged line gets its values, its kind, and, where it breaks a rule, the reason."""

from sqlalchemy import Connection, text

from db.calendar import FIRST_DAY, LAST_DAY
from db.intake import columns
from db.intake.credited import credited, uncredited
from db.intake.meanings import Meaning
from db.intake.shapes import KindRule, Moment, Number, Preset
from db.intake.staging import LINES
from db.intake.texts import quoted, says

CHECKED = "pg_temp.intake_checked"
"""A row a staged line: its values, `kind`, `reason` (null: it breaks no rule) and `repeated`."""

TAKEN = "reason IS NULL AND NOT repeated"
"""Of the checked lines, those that are to be taken in."""

RETURN = "return"

MOST = 10**12
"""Quantity times price of a line, either way, inclusive. Answers hold 21 digits before the point: the sum of ten
million such lines, at rates below 100."""

_DECIMALS = 6
"""Of a price; more can't be kept."""


def check(connection: Connection, preset: Preset) -> None:
    """Bring the read values of the staged lines into a table of their own, and judge them."""
    connection.execute(text(_create(preset)))
    connection.execute(text(_fill(preset)))
    connection.execute(text(f"ANALYZE {CHECKED}"))


def _create(preset: Preset) -> str:
    types = {**columns.ALWAYS, **columns.further(preset)}
    given = ", ".join(f"{meaning} {of_type}" for meaning, of_type in types.items())
    net = ", net_price numeric" if columns.has_net_price(preset) else ""
    return (
        f"CREATE TEMPORARY TABLE intake_checked (source_line integer NOT NULL, {given}{net}, kind text, reason text, "
        "repeated boolean NOT NULL) ON COMMIT DROP"
    )


def _fill(preset: Preset) -> str:
    """Lines join the read values by their text; OFFSET 0 has each step computed once a line."""
    read = [field.meaning for field in preset.fields if isinstance(field.holds, Number | Moment)]
    joins = "".join(
        f"\n            LEFT JOIN pg_temp.intake_{name} AS v_{name} ON v_{name}.written = l.{name}" for name in read
    )
    names = [*columns.ALWAYS, *columns.further(preset), *(["net_price"] if columns.has_net_price(preset) else [])]
    kept = f"CASE WHEN kind = '{RETURN}' THEN {credited(preset, 'net_price')} ELSE net_price END"
    instead = {str(Meaning.TERRITORY): _territory(preset), "net_price": kept}
    shown = [instead.get(name, str(name)) for name in names]
    net = f", {columns.computed_net_price(preset)} AS net_price" if columns.has_net_price(preset) else ""
    return f"""
        INSERT INTO {CHECKED} (source_line, {", ".join(names)}, kind, reason, repeated)
        SELECT source_line, {", ".join(shown)}, kind, {_last_reasons(preset)}, false
        FROM (SELECT *, CASE WHEN reason IS NULL THEN {_kind(preset)} END AS kind
              FROM (SELECT *, coalesce(fault, {", ".join(columns.faults(preset))}) AS reason{net}
                    FROM (SELECT l.source_line, l.fault, {", ".join(columns.values(preset))}
                          FROM {LINES} AS l{joins}
                          OFFSET 0) AS given
                    OFFSET 0) AS judged
              OFFSET 0) AS sorted
    """


def _territory(preset: Preset) -> str:
    return f"CASE WHEN territory = '' THEN {quoted(preset.no_territory)} ELSE territory END"


def _last_reasons(preset: Preset) -> str:
    """SQL for the reason of a line with its kind: what its values break together."""
    said = " AND line_kind = ''" if preset.has(Meaning.KIND) else ""
    finer = ""
    if columns.has_net_price(preset):
        finer = f"WHEN net_price <> round(net_price, {_DECIMALS}) THEN {_is_too_fine(preset)}"
    back = uncredited(preset, columns.net_price(preset))
    return f"""CASE WHEN kind = '{RETURN}' AND quantity > 0{said} THEN {_gives(preset)} {finer}
                    WHEN kind IS NOT NULL AND abs(quantity * price) > {MOST} THEN {_is_too_much(preset)}
                    {f"WHEN kind = '{RETURN}' THEN CASE {back} END" if back else ""}
                    ELSE reason END"""


def _kind(preset: Preset) -> str:
    """SQL for the kind of a sound line: the first rule that fits decides."""
    return f"CASE {' '.join(f'WHEN {_fits(rule, preset)} THEN {quoted(rule.kind)}' for rule in preset.kinds)} END"


def _fits(rule: KindRule, preset: Preset) -> str:
    """SQL that is true for lines of the rule's kind."""
    conditions = ["true"]
    if rule.document_prefix:
        conditions.append(f"starts_with(document, {quoted(rule.document_prefix)})")
    if rule.products:
        conditions.append(f"product IN ({', '.join(quoted(code) for code in rule.products)})")
    if rule.price_at_most is not None:
        conditions.append(f"price <= {rule.price_at_most}")
    if rule.word is not None:
        conditions.append(f"{columns.word(preset, Meaning.KIND, quoted(''))} = {quoted(rule.word)}")
    if rule.negative:
        conditions.append("quantity < 0")
    return " AND ".join(conditions)


def _gives(preset: Preset) -> str:
    """SQL for the message on a line that takes goods back but counts them up, whichever way that is meant."""
    quantity = preset.field(Meaning.QUANTITY)
    return says(quantity, "trim_scale(quantity)::text", "is above 0 on a line that takes goods back")


def _is_too_fine(preset: Preset) -> str:
    share = preset.header(Meaning.DISCOUNT_SHARE)
    return quoted(f"{preset.header(Meaning.PRICE)} less {share} has more than {_DECIMALS} decimals")


def _is_too_much(preset: Preset) -> str:
    """SQL for the message on a line whose amount no sale has."""
    quantity, price = (preset.header(meaning) for meaning in (Meaning.QUANTITY, Meaning.PRICE))
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
