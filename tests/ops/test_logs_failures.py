"""What a viewer is shown when something fails, and what the operator finds by its reference. Real failures only."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from db.engine import make_engine
from tests.conftest import as_login
from tests.kept_secrets import PLANTED
from tests.ops.installation import owner_sql
from tests.ops.log_of import Line, await_line, lines_of
from tests.ops.people import Person, account, cookies_of
from tests.ops.streamlit_client import tab
from tests.ops.web_process import Site, running

REFERENCE = re.compile(r"Reference `([0-9a-f]{8}-[0-9a-f]{8})`")
PERSON = PLANTED.person("Planted Person-5d2e")
FROM_NGINX = "0f" * 16


@dataclass(frozen=True, slots=True)
class House:
    """A site on a database of its own; its log is JSON of every level, proxies on this machine are believed."""

    site: Site
    owner_url: str
    engine: Engine
    ann: Person

    def cookies(self) -> Mapping[str, str]:
        """Of a session that no process has asked for yet."""
        return cookies_of(self.site, self.engine, self.ann)

    @contextmanager
    def broken(self, statement: str, mended: str) -> Iterator[None]:
        """While something of the database is broken."""
        owner_sql(self.owner_url, statement)
        try:
            yield
        finally:
            owner_sql(self.owner_url, mended)


@contextmanager
def opened(module: str, owner_url: str, log: Path) -> Iterator[House]:
    engine = make_engine(as_login(owner_url))
    settings = {"LOG_FORMAT": "json", "LOG_LEVEL": "debug", "TRUSTED_PROXIES": "127.0.0.0/8"}
    with running(module, as_login(owner_url), log, **settings) as site:
        yield House(site, owner_url, engine, account(engine, "ann"))
    engine.dispose()


@pytest.fixture(scope="module")
def house(new_database: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The dashboard itself."""
    with opened("ops.web", new_database(), tmp_path_factory.mktemp("failing") / "site.log") as made:
        yield made


@pytest.fixture
def buggy(owner_url: str, tmp_path: Path) -> Iterator[House]:
    """A page with bugs, behind the same gate."""
    with opened("tests.ops.failing_site", owner_url, tmp_path / "site.log") as made:
        yield made


def texts_in(heard: list[ForwardMsg]) -> str:
    """All that the messages draw, as text; Streamlit's own box for exceptions must not be among it."""
    drawn = [m.delta.new_element for m in heard if m.WhichOneof("type") == "delta"]
    assert [e for e in drawn if e.WhichOneof("type") == "exception"] == []
    return "\n".join(f"{e.alert.body}{e.markdown.body}{e.heading.body}" for e in drawn)


def referred(said: str) -> str:
    found = REFERENCE.findall(said)
    assert found, said
    return str(found[0])


def asked(house: House, query: str = "", press: str | None = None) -> list[ForwardMsg]:
    """What the page draws, and then, with `press`, what it draws after that button."""
    cookies = house.cookies()
    with tab(house.site, cookies) as one:
        one.ask(query=query)
        heard = one.listen(seconds=90)
        if press is not None:
            one.ask(query=query, press=widget_in(heard, press))
            heard = one.listen(seconds=90)
        return heard


def widget_in(heard: list[ForwardMsg], label: str) -> str:
    buttons = [m.delta.new_element.button for m in heard if m.WhichOneof("type") == "delta"]
    return next(str(button.id) for button in buttons if button.label == label)


def test_a_database_that_refuses_is_told_in_words_and_its_reference_finds_the_traceback(house: House) -> None:
    readers = "dashboard_reader, dashboard_reader_costs"
    with house.broken(
        f"REVOKE SELECT ON sales.order_lines FROM {readers}", f"GRANT SELECT ON sales.order_lines TO {readers}"
    ):
        said = texts_in(asked(house))
    assert "The database refused the question" in said
    reference = referred(said)
    line = await_line(house.site.log, lambda line: line.get("run_id") == reference and "exception" in line)
    assert (line["page"], line["level"], line["process"]) == ("overview", "error", "ops.web")
    kinds = [error["exc_type"] for error in line["exception"]]
    assert kinds[0] == "SourceError"
    assert "InsufficientPrivilege" in kinds
    assert any("workspace.py" in frame["filename"] for frame in line["exception"][0]["frames"])
    ended = await_line(
        house.site.log, lambda line: line["event"] == "page run ended" and line.get("run_id") == reference
    )
    assert ended["ms"] > 0


BUGS = (("bug=page", None, "ValueError"), ("bug=part", None, "TypeError"), ("", "Press", "LookupError"))
"""In the page, in a part of it, in what a button does: query, button, kind of error."""


def test_a_bug_is_told_in_words_and_its_reference_finds_the_traceback(buggy: House) -> None:
    for query, press, kind in BUGS:
        said = texts_in(asked(buggy, query, press))
        assert "Something went wrong here" in said
        assert "tell whoever runs this dashboard" in said
        assert kind not in said
        run = [line for line in await_run(buggy.site.log, referred(said)) if "exception" in line]
        assert run[0]["exception"][0]["exc_type"] == kind
    assert PERSON.lower() not in buggy.site.log.read_text().lower()


def await_run(log: Path, reference: str) -> list[Line]:
    """All lines of the run that the reference names, once it ended: as failed."""
    ended = await_line(log, lambda line: line["event"] == "page run ended" and line.get("run_id") == reference)
    assert ended["outcome"] == "failed"
    assert ended["ms"] > 0
    return [line for line in lines_of(log) if line.get("run_id") == reference]


def test_a_failing_request_gets_a_page_with_the_id_that_came_from_nginx(house: House) -> None:
    cookies, rename = house.cookies(), "ALTER TABLE app.sessions RENAME COLUMN"
    with house.broken(f"{rename} expires_at TO gone_at", f"{rename} gone_at TO expires_at"):
        answer = house.site.request("GET", "/sales", cookies, {"x-request-id": FROM_NGINX})
    assert answer.status == 500
    assert answer.headers["x-request-id"] == FROM_NGINX
    assert FROM_NGINX in answer.text
    assert "Something went wrong here" in answer.text
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    line = await_line(house.site.log, lambda line: line["event"] == "request failed")
    assert line["request_id"] == FROM_NGINX
    assert line["exception"][0]["exc_type"] == "UndefinedColumn"
    ended = await_line(house.site.log, lambda line: line["event"] == "request ended" and line["status"] == 500)
    assert (ended["request_id"], ended["page"], ended["method"]) == (FROM_NGINX, "sales", "GET")
    assert ended["ms"] > 0


def test_each_request_without_an_id_gets_one_and_all_lines_have_one_shape(house: House) -> None:
    ids = [house.site.get("/sign-in").headers["x-request-id"] for _ in range(3)]
    assert all(re.fullmatch("[0-9a-f]{32}", each) for each in ids)
    assert len(set(ids)) == 3
    asked(house)
    loggers = {line["logger"] for line in lines_of(house.site.log)}
    assert "uvicorn.error" in loggers
    assert "ops.web.script_runs" in loggers
