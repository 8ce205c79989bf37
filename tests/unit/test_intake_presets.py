"""Laws that every preset keeps, so that the SQL made from it means what it says."""

import pytest

from db.intake.meanings import DIVIDED, Meaning
from db.intake.shapes import Choice, CurrencyCode, Moment, Number, Preset, Text
from db.schema.facts import KINDS
from sales_core.errors import UnknownName
from sales_core.intake import PRESETS, preset_named
from sales_core.intake.header import folded
from sales_core.intake.online_retail import FEES
from sales_core.intake.orders import ORDERS
from sales_core.settings import PROJECT

every_preset = pytest.mark.parametrize("preset", PRESETS.values(), ids=list(PRESETS))


@every_preset
def test_each_meaning_has_one_column_of_its_sort(preset: Preset) -> None:
    meanings = [field.meaning for field in preset.fields]
    assert len(set(meanings)) == len(meanings)
    assert {Meaning.DOCUMENT, Meaning.PRODUCT, Meaning.QUANTITY, Meaning.ORDERED_AT, Meaning.PRICE} <= set(meanings)
    names = [folded(name) for field in preset.fields for name in {field.header, *field.also}]
    assert len(set(names)) == len(names)
    for field in preset.fields:
        assert isinstance(field.holds, SORTS.get(field.meaning, Text)), field.header


AMOUNTS = {
    Meaning.QUANTITY, Meaning.PRICE, Meaning.NET_PRICE, Meaning.DISCOUNT_SHARE, Meaning.DISCOUNT, Meaning.TAX,
    Meaning.SHIPPING, Meaning.UNIT_COST, *DIVIDED,
}  # fmt: skip
SORTS: dict[Meaning, type[object]] = {
    **dict.fromkeys(AMOUNTS, Number),
    **dict.fromkeys((Meaning.STATUS, Meaning.KIND, Meaning.RESTOCKED), Choice),
    Meaning.ORDERED_AT: Moment,
    Meaning.CURRENCY: CurrencyCode,
}


@every_preset
def test_a_line_without_document_product_amount_or_moment_is_never_taken_in(preset: Preset) -> None:
    needed = {Meaning.DOCUMENT, Meaning.PRODUCT, Meaning.QUANTITY, Meaning.ORDERED_AT, Meaning.PRICE}
    assert not needed & {field.meaning for field in preset.fields if not field.required or field.may_lack}
    assert not [field for field in preset.fields if field.may_lack and field.required]


@every_preset
def test_every_line_is_of_a_kind_that_facts_know_and_the_last_rule_fits_all(preset: Preset) -> None:
    assert {rule.kind for rule in preset.kinds} <= {*KINDS, "return"}
    last = preset.kinds[-1]
    assert (last.document_prefix, last.products, last.price_at_most) == ("", (), None)
    assert (last.word, last.negative) == (None, False)


@every_preset
def test_numbers_fit_their_columns(preset: Preset) -> None:
    for field in preset.fields:
        if isinstance(field.holds, Number):
            room = (11, 3) if field.meaning == Meaning.QUANTITY else (12, 6)
            assert field.holds.whole_digits <= room[0]
            assert field.holds.decimals <= room[1]


def test_fee_codes_are_case_sensitive_and_each_says_why() -> None:
    assert {"M", "m", "POST", "D"} <= set(FEES)
    assert "post" not in FEES
    assert all(FEES.values())


def test_an_unknown_preset_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(UnknownName, match="did you mean 'online_retail'"):
        preset_named("online-retail")


def test_the_columns_of_order_lines_are_written_down_with_all_their_names() -> None:
    written = (PROJECT / "docs" / "intake.md").read_text(encoding="utf-8")
    for field in ORDERS.fields:
        also = ", ".join(field.also) + " " if field.also else ""
        [row] = [line for line in written.splitlines() if line.startswith(f"| {field.header} | {also}|")]
        assert ("| must;" in row) is not field.may_lack
