"""Folders of uploads: a killed process's go at the next start, a living one's stay; and there is a bound."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from sales_core.errors import IntakeError
from sales_core.intake import uploading
from sales_core.intake.upload_folders import FOLDER_PREFIX, remove_unowned, upload_folder
from sales_core.intake.upload_room import UploadRoom
from tests.conftest import as_login
from tests.ops.web_process import running

HOLDING = """
from sales_core.intake.upload_folders import upload_folder
with upload_folder() as folder:
    (folder / "sales.csv").write_text("a")
    print(folder, flush=True)
    input()
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, of this process and of those that it starts."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def other(folder: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """Another process in the middle of taking in, and its folder."""
    process = subprocess.Popen([sys.executable, "-c", HOLDING], stdin=-1, stdout=-1, text=True)
    assert process.stdin
    assert process.stdout
    yield process, Path(process.stdout.readline().strip())
    process.kill()
    process.wait()
    process.stdin.close()
    process.stdout.close()


def test_a_living_process_keeps_its_folder_and_a_killed_one_s_goes(
    other: tuple[subprocess.Popen[str], Path],
) -> None:
    process, theirs = other
    with upload_folder() as own:
        assert remove_unowned() == 0
        assert (theirs / "sales.csv").exists()
        process.kill()
        process.wait()
        assert (theirs / "sales.csv").exists(), "it is left behind"
        assert remove_unowned() == 1
        assert not theirs.exists()
        assert own.exists()
    assert not own.exists()


def test_what_is_no_folder_of_uploads_is_left_alone(folder: Path) -> None:
    elsewhere = folder / "somebody's"
    elsewhere.mkdir()
    (folder / f"{FOLDER_PREFIX}link").symlink_to(elsewhere)
    (folder / f"{FOLDER_PREFIX}file").write_text("a")
    assert remove_unowned() == 0
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [elsewhere.name, f"{FOLDER_PREFIX}link", f"{FOLDER_PREFIX}file"]
    )


def test_the_application_removes_them_as_it_starts(
    folder: Path, other: tuple[subprocess.Popen[str], Path], owner_url: str, tmp_path: Path
) -> None:
    _, theirs = other
    (left := folder / f"{FOLDER_PREFIX}killed").mkdir()
    with running("ops.web", as_login(owner_url), tmp_path / "web.log"):
        assert not left.exists()
        assert theirs.exists()


def test_more_than_the_room_is_refused_in_words_and_room_comes_back() -> None:
    room = UploadRoom(most=10 << 20)
    with room.taken("first.csv", 6 << 20):
        with pytest.raises(IntakeError) as refused, room.taken("second.csv", 5 << 20):
            pass
        assert str(refused.value) == (
            "'second.csv' has 5 MB, and 6 MB of other files are being taken in; together no more than 10 MB may be. "
            "Try again when those are done"
        )
        with room.taken("third.csv", 4 << 20):
            pass
    with room.taken("second.csv", 10 << 20):
        pass
    with pytest.raises(IntakeError, match=r"'vast\.csv' has 11 MB; no more than 10 MB are taken in at a time"):
        room.taken("vast.csv", (10 << 20) + 1).__enter__()


def test_an_upload_beyond_the_room_is_refused_before_it_is_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploading, "_ROOM", UploadRoom(most=3))
    with pytest.raises(IntakeError, match="no more than 1 MB"), uploading._ROOM.taken("one.csv", 4):
        pass
    assert list(folder.iterdir()) == []
    with uploading._written("two.csv", BytesIO(b"abcd")) as path:
        assert path.read_bytes() == b"abcd"
        assert path.parent.name.startswith(FOLDER_PREFIX)
    assert list(folder.iterdir()) == []
