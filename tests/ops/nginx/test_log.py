"""The log tells what was asked, by whom, and how it went, and holds nothing that opens a door."""

import json
from collections.abc import Mapping
from pathlib import Path

from sales_core import sessions
from tests.ops.gate.house import everything_in, file_in
from tests.ops.nginx.conftest import Front
from tests.ops.nginx.proxy import ask, logged, nginx
from tests.ops.people import NAMES, PASSWORD
from tests.ops.streamlit_client import session_of, tab
from tests.ops.web_process import Site, free_port

SAID = "what-nobody-may-read-later"


def signed_in(front: Front, site: Site) -> tuple[dict[str, str], Mapping[str, str]]:
    """Sign in and use what there is; every secret that was on the way, by name, and the cookies."""
    mark = site.get("/sign-in").cookies[NAMES.browser]
    ticket = sessions.issue_ticket(front.engine, front.ann.user_id, "/", mark)
    answer = site.get(f"/auth/session?t={ticket}", {NAMES.browser: mark})
    assert answer.status == 303
    session = answer.cookies[NAMES.session]
    route = site.get("/probe", {NAMES.session: session}).cookies["dashboard_route"]
    cookies = {NAMES.session: session, "dashboard_route": route}
    with tab(site, cookies) as opened:
        opened.ask(query=f"said={SAID}")
        heard = opened.listen()
        streamlit_session, path = session_of(heard), file_in(heard)
        assert SAID.encode() in everything_in(heard)
        assert ask(site, path, cookies=cookies).status == 200
        upload = f"/_stcore/upload_file/{streamlit_session}/a-file-of-somebody"
        ask(site, upload, method="PUT", cookies=cookies, body=b"x", headers={"origin": site.origin})
    headers = {"referer": f"{site.origin}/?said={SAID}", "user-agent": SAID}
    ask(site, f"/probe?said={SAID}", cookies=cookies, headers=headers)
    secrets = {"mark": mark, "ticket": ticket, "session": session, "said": SAID, "password": PASSWORD}
    return secrets | {"file": path.split("/")[2][:32], "streamlit session": streamlit_session}, cookies


def found_in(log: str, secrets: Mapping[str, str]) -> list[str]:
    return [name for name, secret in secrets.items() if secret in log]


def everything_said(site: Site) -> str:
    return "".join(file.read_text() for file in sorted(site.log.parent.glob("*.log")))


def test_nothing_that_opens_a_door_is_logged(front: Front) -> None:
    with nginx(front.apps, front.sidecar) as site:
        secrets, _ = signed_in(front, site)
        ended = ask(site, f"/a/b/{secrets['session']}?t={secrets['ticket']}")
        logged(site, ended)
        said = everything_said(site)
        assert "/auth/session" in said
        assert "/_stcore/upload_file/…" in said
        assert '"path":"/media/…"' in said
        assert found_in(said, secrets) == []


def test_the_search_would_find_it(front: Front, tmp_path: Path) -> None:
    """The same with a log that keeps the whole request."""
    for template in (Path(__file__).parents[3] / "ops" / "nginx" / "templates").glob("*.template"):
        text = template.read_text()
        if template.name.startswith("logs"):
            text = text.replace('"path":"$logged_path"', '"path":"$request_uri $http_cookie $http_referer"')
        (tmp_path / template.name).write_text(text)
    with nginx(front.apps, front.sidecar, templates=tmp_path) as site:
        secrets, _ = signed_in(front, site)
        logged(site, ask(site, "/sign-in"))
        found = found_in(everything_said(site), secrets)
    assert found == ["mark", "ticket", "session", "said", "file", "streamlit session"]


def test_neither_is_it_when_apps_are_gone_or_too_much_is_asked(front: Front) -> None:
    secrets = {"ticket": "a" * 43, "said": SAID}
    cookies = {NAMES.session: secrets["ticket"]}
    with nginx(f"127.0.0.1:{free_port()}", free_port(), NGINX_BURST="5", NGINX_REQUESTS_PER_SECOND="1") as site:
        for path in ("/auth/session", "/probe", "/health/live", "/_stcore/stream", "/static/x.js"):
            for _ in range(3):
                last = ask(site, f"{path}?t={secrets['ticket']}&said={SAID}", cookies=cookies, headers={"x-said": SAID})
        logged(site, last)
        said = everything_said(site)
    assert {'"status":502', '"status":429'} <= set(said.replace("\n", ",").split(","))
    assert found_in(said, secrets) == []


def test_each_line_is_one_object_that_says_what_was_asked_and_how_it_went(front: Front) -> None:
    told = logged(front.site, ask(front.site, "/sign-in?next=%2F", source="127.0.0.9"))
    assert set(told) == {
        "time",
        "level",
        "event",
        "request_id",
        "address",
        "method",
        "path",
        "status",
        "bytes",
        "seconds",
        "upstream",
        "upstream_status",
        "upstream_seconds",
        "cache",
        "requests_limited",
        "connections_limited",
    }
    assert (told["address"], told["method"], told["path"], told["status"]) == ("127.0.0.9", "GET", "/sign-in", 200)
    assert told["requests_limited"] == "PASSED"


def test_a_hostile_request_stays_one_line(front: Front) -> None:
    path = '/x"%0a{"a":1}/\\'
    assert logged(front.site, ask(front.site, path, headers={"user-agent": '"\\'}))["path"] == path
    for line in front.site.log.read_text().splitlines():
        json.loads(line)
