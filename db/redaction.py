"""What no log line may hold: a step of the logs that takes secrets and personal data out of every event.

Here and not above: the migration logs too. Keys that are known to hold such things lose their value; texts lose what
stands where a URL has its password or its query, the values of cookies and tokens, e-mail addresses, and what
PostgreSQL quotes from rows. Messages of exceptions lose all that they quote, names of code excepted: what is quoted
may come from a file or a person.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from typing import Any
from uuid import UUID

HIDDEN = "***"

_SECRET_PARTS = ("password", "passwd", "secret", "token", "cookie", "credential", "dsn")
_SECRET_KEYS = frozenset(
    {
        "address", "agent", "authorization", "body", "client", "content", "customer", "email", "file", "filename",
        "frame", "headers", "ip", "name", "parameters", "params", "person", "phone", "query", "query_string", "rows_of",
        "salesperson", "search", "session", "session_id", "text", "ticket", "user", "user_agent", "user_name", "who",
    }
)  # fmt: skip
_STATEMENTS = ("sql", "plan")
"""Values are bound to statements, never written into them, and a plan is made without any."""
_IN_TEXT = (
    (re.compile(r"(//[^\s:/@'\"]*:)[^\s'\"]*@"), rf"\1{HIDDEN}@"),
    (re.compile(r"(/[^\s?'\"<>]*+)\?[^\s'\"<>]+"), rf"\1?{HIDDEN}"),
    (re.compile(r"\b((?:set-)?cookie|authorization)(['\"]?\s*[:=]\s*).*", re.I), rf"\1\2{HIDDEN}"),
    (
        re.compile(
            r"(?<![\w-])([\w-]*(?:password|passwd|secret|token|ticket|session(?:_?id)?))(['\"]?\s*[=:]\s*)[^\s,;&)}]+",
            re.I,
        ),
        rf"\1\2{HIDDEN}",
    ),
    (re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+"), HIDDEN),
    (re.compile(r"(?<!\s)\s*+\b(DETAIL|CONTEXT|HINT):.*", re.S), rf" \1: {HIDDEN}"),
)
_LONGEST = 8_000
"""Characters of a text: a message may repeat a whole file, and looking through it takes the square of its length."""
_QUOTED = re.compile(r"(?<!\w)'(?:[^\\\n]|\\.)*?(?:'(?!\w)|$)|\"(?:[^\"\\\n]|\\.)*(?:\"|$)", re.M)
"""An apostrophe within a word neither opens nor closes; what is opened and never closed goes to the line's end."""
_OF_CODE = re.compile(r"['\"][a-z][a-z0-9]*(?:[_.][a-z0-9]+)*['\"]")


def clean(_logger: object, _method: str, event: Mapping[str, Any]) -> dict[str, Any]:
    """A structlog processor, for the end of the chain: the event without what no line may hold."""
    return {key: _value(key, value) for key, value in event.items()}


def text_without_secrets(text: str) -> str:
    """The text with passwords, queries, cookies, tokens, addresses and quoted rows hidden; a very long one is cut."""
    text = text if len(text) <= _LONGEST else _cut(text)
    for found, put in _IN_TEXT:
        text = found.sub(put, text)
    return text


def _cut(text: str) -> str:
    """As far as the last whole word: half of an address might no longer be known for what it is."""
    words = text[:_LONGEST].rsplit(None, 1)
    return f"{words[0] if len(words) > 1 else ''} {HIDDEN}".lstrip()


def message_without_values(message: str) -> str:
    """An exception's message: as `text_without_secrets`, and without anything quoted but names of code."""
    return _QUOTED.sub(_unless_of_code, text_without_secrets(message))


def _unless_of_code(found: re.Match[str]) -> str:
    return found[0] if _OF_CODE.fullmatch(found[0]) else f"'{HIDDEN}'"


def is_secret(key: str) -> bool:
    """Whether what stands under the key is hidden whatever it is."""
    name = key.lower().replace("-", "_")
    return name in _SECRET_KEYS or any(part in name for part in _SECRET_PARTS)


def _value(key: str, value: Any) -> Any:
    if key == "exception" and isinstance(value, list):
        return [_trace(each) for each in value]
    if is_secret(key) and value is not None:
        return HIDDEN
    return _plain(key, value)


def _plain(key: str, value: Any) -> Any:
    match value:
        case bool() | int() | float() | None:
            return value
        case str():
            return value if key in _STATEMENTS else text_without_secrets(value)
        case Mapping():
            return {str(k): _value(str(k), v) for k, v in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_value(key, each) for each in value]
        case BaseException():
            return f"{type(value).__name__}: {message_without_values(str(value))}"
        case date() | timedelta() | Decimal() | Enum() | PurePath() | UUID():
            return text_without_secrets(str(value))
        case _:
            return type(value).__name__  # what it would print of itself is unknown


def _trace(error: Any) -> Any:
    """One exception of a traceback as structlog tells it: frames are places in code, messages may quote values."""
    if not isinstance(error, dict):
        return error
    return {
        **error,
        "exc_value": message_without_values(str(error.get("exc_value", ""))),
        "exc_notes": [message_without_values(str(note)) for note in error.get("exc_notes", ())],
        "exceptions": [[_trace(each) for each in inner] for inner in error.get("exceptions", ())],
    }
