"""What no log line may hold is taken out of it, whoever logged it and however it is written."""

import json
import subprocess
import sys
import time

import pytest

from db.redaction import clean, is_secret, message_without_values, text_without_secrets
from sales_core.settings import PROJECT


@pytest.mark.parametrize(
    ("said", "logged"),
    [
        ("postgresql://sam:hunter2@db:5432/sales", "postgresql://sam:***@db:5432/sales"),
        ("postgresql://sam:p@ss@db/sales is away", "postgresql://sam:***@db/sales is away"),
        ("redis://:hunter2@cache:6379/0", "redis://:***@cache:6379/0"),
        ("GET /auth/session?t=TICKET HTTP/1.1", "GET /auth/session?*** HTTP/1.1"),
        ("http://here/sales?q=Jane+Doe", "http://here/sales?***"),
        ("Cookie: dashboard_session=abc; theme=dark", "Cookie: ***"),
        ("Authorization: Bearer abc", "Authorization: ***"),
        ("PASSWORD=hunter2 was refused", "PASSWORD=*** was refused"),
        ("session_id: 5f1e", "session_id: ***"),
        ("sent to jane.doe@example.com", "sent to ***"),
        ('null value\nDETAIL:  Failing row contains (7, Jane Doe).', "null value DETAIL: ***"),
        ("why? because of 3 / 4", "why? because of 3 / 4"),
        ("page /sales took 12 ms", "page /sales took 12 ms"),
    ],
)  # fmt: skip
def test_a_text_loses_passwords_queries_cookies_addresses_and_rows(said: str, logged: str) -> None:
    assert text_without_secrets(said) == logged


@pytest.mark.parametrize(
    ("said", "logged"),
    [
        ('invalid input syntax for type integer: "Jane Doe"', "invalid input syntax for type integer: '***'"),
        ("could not convert string to float: 'O\\'Neil 12'", "could not convert string to float: '***'"),
        ("customer 'O'Neil & Sons' is not known", "customer '***' is not known"),
        ("Jane's 'net_sales'", "Jane's 'net_sales'"),
        ("cut short: 'Jane Do", "cut short: '***'"),
        ("unknown metric 'net_sales'", "unknown metric 'net_sales'"),
        ("permission denied for table order_lines", "permission denied for table order_lines"),
    ],
)
def test_a_message_of_an_exception_loses_what_it_quotes_but_names_of_code(said: str, logged: str) -> None:
    assert message_without_values(said) == logged


@pytest.mark.parametrize("piece", ["a", "a-", "a/", "x@", "//x:", "'a ", '"\\', " ", "password"])
def test_a_message_of_any_length_and_kind_is_looked_through_at_once(piece: str) -> None:
    began = time.process_time()
    message_without_values(piece * 20_000)
    assert time.process_time() - began < 3


def test_a_long_text_is_cut_where_a_word_ends_so_that_no_half_of_a_secret_is_left() -> None:
    lead = "x " * 3_990  # the address begins before the 8,000th character and ends behind it
    told = text_without_secrets(f"{lead}postgresql://sam:{'hunter2' * 100}@db/sales")
    assert told == f"{lead}***"
    assert text_without_secrets("hunter2" * 2_000) == "***"


@pytest.mark.parametrize("key", ["password", "OWNER_DATABASE_PASSWORD", "sentry_dsn", "set-cookie", "ticket", "email"])
def test_some_keys_hide_whatever_they_hold(key: str) -> None:
    assert is_secret(key)
    assert clean(None, "", {key: ["a", {"b": 1}], "ms": 3}) == {key: "***", "ms": 3}


@pytest.mark.parametrize("key", ["request_id", "run_id", "page", "ms", "rows", "outcome", "process", "event"])
def test_what_an_operator_searches_by_is_kept(key: str) -> None:
    assert clean(None, "", {key: "3f9a01cc"}) == {key: "3f9a01cc"}


def test_what_stands_deeper_is_cleaned_too_and_a_strange_thing_is_told_by_its_kind_alone() -> None:
    class Customer:
        def __repr__(self) -> str:
            return "Jane Doe"

    event = {"detail": {"token": "abc", "found": ("/x?y=z", 7)}, "thing": Customer()}
    assert clean(None, "", event) == {"detail": {"token": "***", "found": ["/x?***", 7]}, "thing": "Customer"}


PROGRAM = """
import logging, threading, warnings, structlog
from sales_core.logs import configure_logs
configure_logs("info", {form!r})
def fails():
    raise ValueError("row 3: 'Jane Doe' at postgres://a:hunter2@db/x")
try:
    fails()
except ValueError as first:
    try:
        raise RuntimeError("Jane's order, seen by 'Jane Doe'") from first
    except RuntimeError:
        logging.getLogger("uvicorn.error").exception("it failed for jane@example.com")
warnings.warn("an old way, /sales?customer=Jane")
thread = threading.Thread(target=fails)
thread.start()
thread.join()
fails()
"""


@pytest.mark.parametrize("form", ["json", "console"])
def test_warnings_threads_and_the_end_of_a_process_are_told_like_everything_else(form: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(form=form)], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    for hidden in ("hunter2", "Jane Doe", "jane@example.com", "customer=Jane"):
        assert hidden not in ended.stderr
    assert "fails" in ended.stderr
    if form == "json":
        lines = [json.loads(line) for line in ended.stderr.splitlines()]
        assert [line["logger"] for line in lines] == ["uvicorn.error", "py.warnings", "thread", "process"]
        common = {"timestamp", "level", "logger", "process", "event"}
        assert all(common <= line.keys() for line in lines)
        assert [error["exc_type"] for error in lines[0]["exception"]] == ["RuntimeError", "ValueError"]
