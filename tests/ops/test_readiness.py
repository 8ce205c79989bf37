"""docs/readiness.md holds: what it names is there, what is cheap is shown, nothing is done without a command."""

import re
import shlex
import subprocess
import sys
from dataclasses import dataclass

import pytest

from sales_core.settings import PROJECT

PAGE = (PROJECT / "docs/readiness.md").read_text(encoding="utf-8")
NOT_YET = "not yet"


@dataclass(frozen=True, slots=True)
class Promise:
    """One row of a table of five columns."""

    words: str
    files: tuple[str, ...]
    commands: tuple[str, ...]
    cheap: bool
    result: str


def promises() -> list[Promise]:
    rows = [line.strip("|").split("|") for line in PAGE.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in row] for row in rows if len(row) == 5]
    return [
        Promise(words, coded(files), coded(commands), cheap == "yes", result)
        for words, files, commands, cheap, result in cells
        if words != "promise" and not words.startswith("---")
    ]


def coded(cell: str) -> tuple[str, ...]:
    return tuple(re.findall(r"`([^`]+)`", cell))


def target_exists(name: str) -> bool:
    return re.search(rf"^{re.escape(name)}:", (PROJECT / "Makefile").read_text(), re.MULTILINE) is not None


@pytest.mark.parametrize("promise", promises(), ids=lambda p: p.words[:50])
def test_a_promise_names_what_is_there_or_says_not_yet(promise: Promise) -> None:
    assert promise.result, "each promise has a last result"
    if promise.result == NOT_YET:
        assert not promise.files + promise.commands, "what is not there has nothing to show"
        return
    assert promise.files, "where it is"
    assert promise.commands, "what shows it"
    for file in promise.files:
        assert (PROJECT / file).exists(), file
    for command in promise.commands:
        program, *rest = shlex.split(command)
        if program == "make":
            assert target_exists(rest[0]), command
        elif program != "python":
            assert (PROJECT / program).is_file(), command
        for path in (each for each in rest if each.startswith("tests/")):
            assert (PROJECT / path).exists(), command


@pytest.mark.parametrize("promise", promises(), ids=lambda p: p.words[:50])
def test_a_result_is_of_this_test_or_names_its_commit_or_is_none(promise: Promise) -> None:
    """Else the page would go on saying that something passes which nobody has run for a year."""
    if promise.cheap or promise.result == NOT_YET:
        return
    assert re.match(r"not run on the newest commit\b|(passed|failed) at [0-9a-f]{7}\b", promise.result), promise.result


def test_there_are_promises_of_both_kinds() -> None:
    """Else the page is not read as it is written."""
    assert {promise.result == NOT_YET for promise in promises()} == {True, False}
    assert len([p for p in promises() if p.cheap]) >= 3


@pytest.mark.timeout(600)
@pytest.mark.parametrize("command", [c for p in promises() if p.cheap for c in p.commands])
def test_what_is_cheap_to_show_is_shown(command: str) -> None:
    words = shlex.split(command)
    if words[0] == "python":
        words[0] = sys.executable
    run = subprocess.run(words, cwd=PROJECT, capture_output=True, text=True, timeout=500, check=False)
    assert run.returncode == 0, run.stdout[-2000:] + run.stderr[-2000:]
