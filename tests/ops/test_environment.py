"""`make` and the environment it builds: from Python 3.11 alone, once, and never half."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from sales_core.settings import PROJECT

ASKED = {"setup", "run", "test", "check", "fmt", "migrate", "bench"}
MAKEFILE = (PROJECT / "Makefile").read_text()


def run(folder: Path, *command: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    ran = {**os.environ, **environment}
    return subprocess.run(command, cwd=folder, env=ran, capture_output=True, text=True, check=False)


def pinned(*names: str) -> str:
    """The lines of the project's own lock that pin these packages, with their hashes."""
    lock = (PROJECT / "requirements-dev.lock").read_text()
    found = [re.search(rf"^{name}==(?:.*\\\n)*.*\n", lock, re.MULTILINE) for name in names]
    return "".join(match.group() for match in found if match)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of the same make whose locks hold a package or two."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "ops").mkdir()
    for name in ("Makefile", "ops/environment.sh", "requirements-uv.lock"):
        shutil.copy(PROJECT / name, folder / name)
    (folder / "requirements-run.lock").write_text(pinned("idna"))
    (folder / "requirements-dev.lock").write_text(pinned("idna", "iniconfig"))
    return folder


def installed(folder: Path) -> set[str]:
    packages = folder / ".venv/lib/python3.11/site-packages"
    return {name for name in ("idna", "iniconfig") if list(packages.glob(f"{name}-*.dist-info"))}


def test_make_alone_lists_every_target_with_a_line() -> None:
    listed = run(PROJECT, "make").stdout
    targets = re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[0].split()
    assert set(targets) >= ASKED
    for target in set(targets) - {"help"}:
        assert re.search(rf"^  make {target} +\S.{{10,}}$", listed, re.MULTILINE), target


def test_the_locks_contain_one_another_and_name_no_machine() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^[\w.-]+(?:\[.*\])?==\S+", (PROJECT / name).read_text(), re.MULTILINE))

    production, running, development = map(
        pins, ("requirements.lock", "requirements-run.lock", "requirements-dev.lock")
    )
    assert production < running < development
    for name in ("requirements.lock", "requirements-run.lock", "requirements-dev.lock", "requirements-uv.lock"):
        text = (PROJECT / name).read_text()
        assert text.count("==") == len(re.findall(r"==\S+ \\\n    --hash=sha256:", text)), (
            f"a pin without hash in {name}"
        )
        assert not re.search(r"https?://|file:|/home/|/root/|/tmp/", text), name
        assert str(PROJECT) not in text


def test_an_environment_is_made_once_grows_to_the_tests_and_stays_there(small: Path) -> None:
    made = run(small, "ops/environment.sh", "run")
    assert (made.returncode, installed(small)) == (0, {"idna"}), made.stderr
    assert run(small, "ops/environment.sh", "run", PATH="/usr/bin:/bin").stdout == "", "nothing to do"
    assert run(small, "make", "setup").returncode == 0
    assert installed(small) == {"idna", "iniconfig"}
    assert run(small, "ops/environment.sh", "run").stdout == "", "the larger lock contains the smaller"
    assert installed(small) == {"idna", "iniconfig"}

    (small / "requirements-run.lock").write_text(pinned("iniconfig"))
    (small / "requirements-dev.lock").write_text(pinned("iniconfig"))
    assert run(small, "ops/environment.sh", "run").returncode == 0
    assert installed(small) == {"iniconfig"}, "a changed lock is followed, also by what is no longer in it"

    (small / "requirements-run.lock").write_text(pinned("idna").replace("sha256:", "sha256:0000"))
    refused = run(small, "ops/environment.sh", "run")
    assert refused.returncode == 1
    assert "error: the packages of requirements-run.lock could not be installed" in refused.stderr
    assert not (small / ".venv/installed-run.lock").exists()


def test_without_python_3_11_one_line_says_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "ops").mkdir()
    shutil.copy(PROJECT / "ops/environment.sh", tmp_path / "ops")
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("sh", "dirname", "cmp", "rm"):
        (tools / tool).symlink_to(str(shutil.which(tool)))
    ended = run(tmp_path, "ops/environment.sh", "run", PATH=str(tools))
    assert ended.returncode == 1
    assert ended.stderr == (
        "\033[31merror: Python 3.11 is needed and not on the PATH; say where it is: "
        "make run PYTHON=/path/to/python3.11\033[0m\n"
    )
    assert not (tmp_path / ".venv").exists()


def test_a_misspelt_variable_of_make_is_refused(tmp_path: Path) -> None:
    ended = run(PROJECT, "make", "run", "PROT=9000", f"DATA_DIR={tmp_path / 'data'}")
    assert ended.returncode == 2
    assert "settings: PROT is no setting; did you mean PORT?" in ended.stderr
