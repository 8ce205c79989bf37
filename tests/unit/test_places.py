"""Where a browser may be sent after sign-in."""

import pytest

from sales_core.places import farewell_address, local_path, path_of, sign_in_address

HOSTILE = [
    None,
    "",
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "/%2fevil.example",
    "/%5cevil.example",
    "/%252fevil.example",
    "/%09/evil.example",
    "/\t/evil.example",
    "/ok\r\nSet-Cookie: x=1",
    "/ok%0d%0aSet-Cookie: x=1",
    " /about",
    "javascript:alert(1)",
    "about",
    "/sign-in",
    "/sign-in?next=/sign-in",
    "/%73ign-in",
    "/auth/bye",
    "/auth/session?t=x",
    "/_stcore/stream",
    "/" + "a" * 5000,
]


@pytest.mark.parametrize("wanted", HOSTILE)
def test_a_hostile_next_becomes_the_front_page(wanted: str | None) -> None:
    assert local_path(wanted) == "/"
    assert sign_in_address(wanted or "") == "/sign-in"


@pytest.mark.parametrize(
    "wanted", ["/", "/about", "/about?v=1&period=2011&where=a%3Db", "/about?next=https://x.example"]
)
def test_a_local_path_is_kept_with_its_query(wanted: str) -> None:
    assert local_path(wanted) == wanted


def test_addresses_carry_the_way_on_as_one_parameter() -> None:
    assert sign_in_address("/about?a=1&b=2") == "/sign-in?next=%2Fabout%3Fa%3D1%26b%3D2"
    assert farewell_address("/about") == "/auth/bye?next=%2Fabout"
    assert farewell_address("/") == "/auth/bye"


def test_the_path_of_a_full_address_drops_the_host() -> None:
    assert path_of("http://127.0.0.1:8501/about?a=1") == "/about?a=1"
    assert path_of("http://127.0.0.1:8501") == "/"
    assert path_of(None) == "/"
