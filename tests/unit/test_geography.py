"""Countries on the map: what a name means, outlines that are whole, and nothing that is dropped."""

from decimal import Decimal

import pytest

from sales_core.charts.worldmap import world_map
from sales_core.geography.countries import codes_of
from sales_core.geography.outlines import FILE, outlines
from sales_core.query import Query
from sales_core.territories import DEFAULT, Places, by_country, of_places, places_of
from tests.unit.hand_made import answered

ASKED = by_country(DEFAULT)


@pytest.mark.parametrize(
    ("label", "codes"),
    [
        ("United States", ("US",)),
        ("USA", ("US",)),
        ("us", ("US",)),
        ("GBR", ("GB",)),
        ("United Kingdom", ("GB",)),
        ("EIRE", ("IE",)),
        ("RSA", ("ZA",)),
        ("Channel Islands", ("GG", "JE")),
        ("Czech Republic", ("CZ",)),
        ("Hong Kong", ("HK",)),
        ("Côte d'Ivoire", ("CI",)),
        ("  united   kingdom ", ("GB",)),
        ("European Community", ()),
        ("Unspecified", ()),
        ("Unknown", ()),
        ("Northwest", ()),
        ("<script>alert(1)</script>", ()),
        ("", ()),
    ],
)
def test_a_name_means_the_country_it_means_anywhere_or_none(label: str, codes: tuple[str, ...]) -> None:
    assert codes_of(label) == codes


def test_every_outline_is_closed_has_a_code_of_its_own_and_the_file_stays_small() -> None:
    codes = [outline.code for outline in outlines() if outline.code]
    assert len(codes) == len(set(codes)) > 230
    assert FILE.stat().st_size < 200_000
    for outline in outlines():
        for polygon in outline.polygons:
            for ring in polygon:
                assert ring[0] == ring[-1]
                assert len(ring) >= 4
                assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in ring)


def test_every_code_that_a_name_can_mean_is_drawn() -> None:
    drawn = {outline.code for outline in outlines()}
    also = ("uk", "uae", "holland", "turkey", "korea", "swaziland", "channel islands", "palestine", "macau", "burma")
    assert all(codes_of(name) and set(codes_of(name)) <= drawn for name in also)


def places(labels: list[str], values: list[str | None]) -> Places:
    money = [None if value is None else Decimal(value) for value in values]
    return places_of(answered(ASKED, {"country": labels, "country__key": labels, "net_sales": money}), "USD")


def test_what_is_no_country_is_said_with_its_value_and_nothing_is_dropped() -> None:
    found = places(["Spain", "European Community", "Unspecified"], ["100.00", "25.00", None])
    assert [place.labels for place in found.drawn] == [("Spain",)]
    assert found.left == (("European Community", "$25.00"), ("Unspecified", "—"))
    assert of_places(found, "net_sales") == (
        "1 country is on the map, darker for more; press one to look at it alone. "
        "Not on the map, but in every figure: European Community $25.00; Unspecified —."
    )


def test_two_names_of_one_country_are_one_place_that_tells_both() -> None:
    found = places(["UK", "United Kingdom"], ["9.00", "16.00"])
    (place,) = found.drawn
    assert place.labels == ("UK", "United Kingdom")
    assert place.weight == 5.0, "the root of 9 + 16"
    assert "$9.00" in place.told
    assert "$16.00" in place.told
    assert found.left == ()


def test_what_one_name_took_back_is_taken_from_what_the_other_sold() -> None:
    (place,) = places(["UK", "United Kingdom"], ["25.00", "-9.00"]).drawn
    assert place.weight == 4.0


def test_customers_that_two_names_of_one_country_may_share_are_not_added_up() -> None:
    asked = by_country(Query(("customers",), DEFAULT.period, by=("country",)))
    labels = ["UK", "United Kingdom"]
    (place,) = places_of(answered(asked, {"country": labels, "country__key": labels, "customers": [9, 4]}), "USD").drawn
    assert place.weight == 3.0


def test_a_name_with_markup_is_text_under_the_pointer() -> None:
    assert places(["<b>Spain</b>"], ["1.00"]).left == (("<b>Spain</b>", "$1.00"),)
    told = places(["Spain"], ["1.00"]).drawn[0].told
    assert told.startswith("<b>Spain</b><br>$1.00")


def test_the_first_thing_on_the_map_is_a_point_and_no_layer_of_elsewhere_is_on() -> None:
    """The browser looks at the first alone to decide whether it needs coast lines of its own."""
    drawn = places(["Spain", "Malta"], ["100.00", "-5.00"]).drawn
    figure = world_map(drawn)
    assert figure.data[0].type == "scattergeo"
    assert figure.data[0].locationmode is None
    assert not any(value for name, value in figure.layout.geo.to_plotly_json().items() if name.startswith("show"))
    shaded = figure.data[2]
    assert list(shaded.locations) == ["ES", "MT"]
    assert list(shaded.z) == [10.0, 0.0]
    assert [row for _, row in shaded.customdata] == [0, 1]
    marked = figure.data[3]
    assert [row for _, row in marked.customdata] == [1], "Malta is too small to be seen without a mark"


def test_a_map_of_nothing_is_land_alone() -> None:
    assert [trace.type for trace in world_map(()).data] == ["scattergeo", "choropleth"]


def test_the_map_is_by_country_whatever_the_list_is_of() -> None:
    asked = by_country(Query(("orders",), DEFAULT.period, by=("region",)))
    assert (asked.metrics, asked.by, asked.limit) == (("orders",), ("country",), None)
