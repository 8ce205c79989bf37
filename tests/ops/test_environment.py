"""`make` and the environment it builds: from Python 3.11 alone, once, and never half."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from sales_core.settings import PROJECT
from tests.ops.standing_in import Machine

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
    for name in (
        "requirements.lock",
        "requirements-run.lock",
        "requirements-observe.lock",
        "requirements-dev.lock",
        "requirements-uv.lock",
    ):
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


def test_two_at_once_make_one_environment(small: Path) -> None:
    shutil.rmtree(small / ".venv", ignore_errors=True)
    (small / "requirements-run.lock").write_text(pinned("idna"))
    command = ["ops/environment.sh", "run"]
    both = [subprocess.Popen(command, cwd=small, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    ended = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], ended
    made = [out for out, _ in ended if b"a new one in .venv" in out]
    assert len(made) == 1
    assert [out for out, _ in ended if out not in made] == [b""], "the other waits, then finds all there"
    assert installed(small) == {"idna"}


NO_PYTHON = (
    "\033[31merror: Python 3.11 is needed and not on the PATH; say where it is: "
    "make run PYTHON=/path/to/python3.11\033[0m\n"
)
NO_VENV = (
    "\033[31merror: python3.11 can't make an environment; on Debian and Ubuntu, as root: "
    "apt-get install python3.11-venv\033[0m\n"
)
# Debian's Python: no ensurepip until its package is there; making the environment is not tried for real here.
WITHOUT_VENV = 'case "$*" in *ensurepip*) [ -e installed ] ;; "-m venv"*) exit 1 ;; esac'


@pytest.fixture
def bare(tmp_path: Path) -> Machine:
    return Machine(tmp_path, "ops/environment.sh")


def test_without_python_3_11_one_line_says_what_is_missing(bare: Machine) -> None:
    ended = bare.run("run")
    assert (ended.returncode, ended.stderr) == (1, NO_PYTHON)
    assert not (bare.folder / ".venv").exists()


def test_root_gets_what_debians_python_lacks_by_apt(bare: Machine) -> None:
    bare.user(0)
    bare.program("python3.11", WITHOUT_VENV)
    bare.program("apt-get", "touch installed")
    ended = bare.run("run")
    asked = [call for call in bare.calls if call.startswith("apt-get") or "venv .venv" in call]
    assert asked == ["apt-get update -qq", "apt-get install -qq -y python3.11-venv", "python3.11 -m venv .venv"]
    assert ended.stderr == "\033[31merror: python3.11 could not make an environment in .venv\033[0m\n"


def test_where_debians_python_lacks_it_and_apt_can_not_help_one_red_line_says_what_to_install(bare: Machine) -> None:
    bare.user(1000)
    bare.program("python3.11", WITHOUT_VENV)
    bare.program("apt-get", "echo E: no packages here >&2; exit 100")
    ended = bare.run("run")
    assert (ended.returncode, ended.stderr) == (1, NO_VENV)
    assert not [call for call in bare.calls if call.startswith("apt-get")]
    bare.user(0)
    ended = bare.run("run")
    assert (ended.returncode, ended.stderr) == (1, f"E: no packages here\n{NO_VENV}")
    assert not (bare.folder / ".venv").exists()


def test_a_misspelt_variable_of_make_is_refused(tmp_path: Path) -> None:
    ended = run(PROJECT, "make", "run", "PROT=9000", f"DATA_DIR={tmp_path / 'data'}")
    assert ended.returncode == 2
    assert "settings: PROT is no setting; did you mean PORT?" in ended.stderr
