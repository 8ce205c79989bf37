"""The columns of the checked lines: which there are, of what type, and how a staged text becomes one."""

from collections.abc import Iterator

from db.intake.meanings import Meaning
from db.intake.shapes import Choice, CurrencyCode, Field, Moment, Number, Preset, Text
from db.intake.texts import BLANKS, is_missing, quoted, says

ALWAYS = {
    Meaning.DOCUMENT: "text",
    Meaning.CUSTOMER: "text",
    Meaning.PRODUCT: "text",
    Meaning.PRODUCT_NAME: "text",
    Meaning.TERRITORY: "text",
    Meaning.ORDERED_AT: "timestamptz",
    Meaning.QUANTITY: "numeric(14, 3)",
    Meaning.PRICE: "numeric(18, 6)",
}
"""Columns that the checked lines have whatever the file has; what it lacks is empty there."""


def further(preset: Preset) -> dict[Meaning, str]:
    """The other columns that the file has, with their types."""
    return {
        field.meaning: "numeric" if isinstance(field.holds, Number) else "text"
        for field in preset.fields
        if field.meaning not in ALWAYS
    }


def has_net_price(preset: Preset) -> bool:
    """Whether the checked lines have a column `net_price`; where not, the price is the net price."""
    return any(preset.has(m) for m in (Meaning.NET_PRICE, Meaning.DISCOUNT_SHARE, Meaning.DISCOUNT))


def net_price(preset: Preset) -> str:
    """SQL for a line's price after its own discount."""
    return "net_price" if has_net_price(preset) else "price"


def computed_net_price(preset: Preset) -> str:
    """SQL for the net price from what the line has: as it says, else by its share of discount."""
    price = "price"
    if preset.has(Meaning.DISCOUNT_SHARE):
        price = "price * (1 - coalesce(discount_share, 0))"
    return f"coalesce(unit_net_price, {price})" if preset.has(Meaning.NET_PRICE) else price


def number(preset: Preset, meaning: Meaning, otherwise: str) -> str:
    """SQL for an amount of the checked lines, `otherwise` where the file or the line has none."""
    return f"coalesce({meaning}, {otherwise})" if preset.has(meaning) else otherwise


def word(preset: Preset, meaning: Meaning, otherwise: str) -> str:
    """SQL for a text of the checked lines, `otherwise` where the file has no such column."""
    return str(meaning) if preset.has(meaning) else otherwise


def values(preset: Preset) -> Iterator[str]:
    """SQL for each column's value as it is read, and for the fault of those read in a table of their own."""
    for field in preset.fields:
        name = field.meaning
        trimmed = f"btrim(l.{name}, {BLANKS})"
        match field.holds:
            case Text():
                yield f"{trimmed} AS {name}"
            case CurrencyCode():
                yield f"upper({trimmed}) AS {name}"
            case Choice():
                yield f"{_meant(trimmed, field.holds)} AS {name}, {trimmed} AS {name}_written"
            case Number() | Moment():
                yield f"v_{name}.value AS {name}, v_{name}.fault AS {name}_fault"
    for meaning in ALWAYS:
        if not preset.has(meaning):
            yield f"'' AS {meaning}"


def _meant(trimmed: str, holds: Choice) -> str:
    cases = (f"WHEN {quoted(written.casefold())} THEN {quoted(meant)}" for written, meant in holds.words.items())
    return f"CASE lower({trimmed}) WHEN '' THEN {quoted(holds.empty)} {' '.join(cases)} END"


def faults(preset: Preset) -> Iterator[str]:
    """SQL for each field's fault, null where the field is sound; in the order of the preset's fields."""
    for field in preset.fields:
        name = field.meaning
        match field.holds:
            case Text():
                yield _text_fault(field, field.holds)
            case CurrencyCode():
                wrong = says(field, name, "is no code of three letters")
                yield f"CASE WHEN {name} <> '' AND {name} !~ '^[A-Z]{{3}}$' THEN {wrong} END"
            case Choice():
                known = ", ".join(holds for holds in field.holds.words)
                yield f"CASE WHEN {name} IS NULL THEN {says(field, name + '_written', f'is none of {known}')} END"
            case Number() | Moment():
                yield f"{name}_fault"
    if preset.has(Meaning.SUBCATEGORY):
        alone = f"subcategory <> '' AND {word(preset, Meaning.CATEGORY, quoted(''))} = ''"
        wrong = says(preset.field(Meaning.SUBCATEGORY), "subcategory", "lies in no category")
        yield f"CASE WHEN {alone} THEN {wrong} END"


def _text_fault(field: Field, holds: Text) -> str:
    missing = f"WHEN {field.meaning} = '' THEN {is_missing(field)} " if field.required else ""
    too_long = says(field, field.meaning, f"is longer than {holds.longest} characters")
    return f"CASE {missing}WHEN length({field.meaning}) > {holds.longest} THEN {too_long} END"
