"""What the loader says while it works, and how it ends without a database."""

import io

import pytest

from db.demo.__main__ import Progress, main


class Terminal(io.StringIO):
    """Text that believes it is a screen."""

    def isatty(self) -> bool:
        return True


def test_elsewhere_than_on_a_terminal_there_is_a_line_every_ten_per_cent() -> None:
    out = io.StringIO()
    progress = Progress(out)
    for done in range(201):
        progress(done, 200)
    lines = out.getvalue().splitlines()
    assert [line.split(" of ")[0] for line in lines] == [f"demo: {percent:3d} %" for percent in range(0, 101, 10)]
    assert all(line.endswith(" a second") for line in lines)


def test_on_a_terminal_one_line_is_written_over_and_left_when_all_is_done() -> None:
    out = Terminal()
    progress = Progress(out)
    for done in range(1001):
        progress(done, 1000)
    assert out.getvalue().count("\r") == 101
    assert out.getvalue().count("\n") == 1
    assert out.getvalue().rstrip(" ").endswith("\n")
    assert f"[{'#' * 30}] demo: 100 % of 1,000 lines" in out.getvalue()


def test_without_a_database_it_says_which_variable_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert main(["--lines", "10"]) == 2
    assert "DATABASE_URL" in capsys.readouterr().err


def test_a_database_that_does_not_answer_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://dashboard@/x?host=/nowhere")
    assert main(["--lines", "10"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("the demo data could not be loaded: ")
    assert told.count("\n") == 1
