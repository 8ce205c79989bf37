"""Laws that every preset keeps, so that the SQL made from it means what it says."""

import pytest

from db.intake.shapes import Meaning, Moment, Number, Preset, Text
from db.schema.facts import KINDS
from sales_core.errors import UnknownName
from sales_core.intake import PRESETS, preset_named
from sales_core.intake.online_retail import FEES

every_preset = pytest.mark.parametrize("preset", PRESETS.values(), ids=list(PRESETS))


@every_preset
def test_each_meaning_has_one_column_of_its_sort(preset: Preset) -> None:
    assert sorted(field.meaning for field in preset.fields) == sorted(Meaning)
    assert len({field.header for field in preset.fields}) == len(preset.fields)
    sorts = {Meaning.QUANTITY: Number, Meaning.PRICE: Number, Meaning.ORDERED_AT: Moment}
    assert all(isinstance(field.holds, sorts.get(field.meaning, Text)) for field in preset.fields)


@every_preset
def test_a_line_without_document_product_amount_or_moment_is_never_taken_in(preset: Preset) -> None:
    optional = {field.meaning for field in preset.fields if not field.required}
    assert optional <= {Meaning.PRODUCT_NAME, Meaning.CUSTOMER, Meaning.TERRITORY}


@every_preset
def test_every_line_is_of_a_kind_that_facts_know_and_the_last_rule_fits_all(preset: Preset) -> None:
    assert {rule.kind for rule in preset.kinds} <= {*KINDS, "return"}
    last = preset.kinds[-1]
    assert (last.document_prefix, last.products, last.price_at_most) == ("", (), None)


@every_preset
def test_numbers_fit_their_columns(preset: Preset) -> None:
    room = {Meaning.QUANTITY: (11, 3), Meaning.PRICE: (12, 6)}
    for field in preset.fields:
        if isinstance(field.holds, Number):
            assert (field.holds.whole_digits, field.holds.decimals) <= room[field.meaning]


def test_fee_codes_are_case_sensitive_and_each_says_why() -> None:
    assert {"M", "m", "POST", "D"} <= set(FEES)
    assert "post" not in FEES
    assert all(FEES.values())


def test_an_unknown_preset_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(UnknownName, match="did you mean 'online_retail'"):
        preset_named("online-retail")
