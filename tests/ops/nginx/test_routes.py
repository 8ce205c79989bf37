"""Which address is answered by whom, and what is kept and squeezed on the way."""

import gzip
import json
import re

import pytest

from tests.ops.nginx.conftest import Front
from tests.ops.nginx.proxy import ask, logged


@pytest.mark.parametrize(
    "path",
    [
        "/metrics",
        "/metrics/",
        "/metrics/x",
        "/metrics?x=1",
        "//metrics",
        "/%6detrics",
        "/health/../metrics",
        "/health/..%2fmetrics",
        "/api/health/../../metrics",
        "/./metrics",
    ],
)
def test_figures_of_operation_are_nowhere_to_be_had(front: Front, path: str) -> None:
    reply = ask(front.site, path)
    assert reply.status == 404
    assert "There is nothing here" in reply.text


def test_no_spelling_reaches_the_sidecars_own_figures(front: Front) -> None:
    for path in ("/health/metrics", "/health/%252e%252e/metrics", "/health//metrics", "/health/live/../../metrics"):
        reply = ask(front.site, path)
        assert reply.status == 404, path
        assert "dashboard_" not in reply.text


def test_health_is_the_sidecars_answer(front: Front) -> None:
    assert json.loads(ask(front.site, "/health/live").text) == {"status": "ok"}
    told = json.loads(ask(front.site, "/api/health").text)
    assert {"status", "app", "database", "migrations"} <= set(told)
    assert all(isinstance(state, str) for state in told.values())


def test_who_is_an_admin_is_seen_through_the_proxy(front: Front) -> None:
    """On a busy machine the sidecar may not find out in time, and then tells states alone."""
    cookies = front.cookies()
    asked = (json.loads(ask(front.site, "/api/health", cookies=cookies).text) for _ in range(20))
    assert any(not isinstance(state, str) for told in asked for state in told.values())


def test_static_files_are_kept_for_good_and_squeezed(front: Front) -> None:
    page = ask(front.site, "/sign-in").text
    script = re.search(r'src="(/static/js/[^"]+\.js)"', page)
    assert script is not None
    ask(front.site, script[1])
    reply = ask(front.site, script[1], headers={"accept-encoding": "gzip"})
    plain = ask(front.first, script[1])
    assert reply.one("cache-control") == plain.one("cache-control")
    assert "immutable" in reply.one("cache-control")
    assert reply.one("content-encoding") == "gzip"
    assert reply.one("vary") == "Accept-Encoding"
    assert gzip.decompress(reply.body) == plain.body
    assert len(reply.body) < len(plain.body) / 2
    kept = logged(front.site, reply)
    assert (kept["path"], kept["cache"], kept["upstream"]) == (script[1], "HIT", "")


def test_a_question_mark_makes_no_second_copy_of_a_static_file(front: Front) -> None:
    script = re.search(r'src="(/static/js/[^"]+\.js)"', ask(front.site, "/sign-in").text)
    assert script is not None
    ask(front.site, script[1])
    assert logged(front.site, ask(front.site, f"{script[1]}?another"))["cache"] == "HIT"


def test_where_no_page_is_our_own_page_says_so(front: Front) -> None:
    reply = ask(front.site, "/no/such/page")
    assert reply.status == 404
    assert "There is nothing here" in reply.text
    assert reply.one("x-request-id") in reply.text


def test_what_a_script_asks_for_keeps_the_apps_own_refusal(front: Front) -> None:
    reply = ask(front.site, "/media/" + "0" * 32 + ".csv")
    assert (reply.status, reply.text) == (401, "sign in first")


def test_the_process_tells_that_it_lives_and_asks_nobody(front: Front) -> None:
    assert ask(front.site, "/nginx-alive").status == 204
