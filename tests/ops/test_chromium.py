"""Where the tests' Chromium comes from: the PATH, else apt as root, else playwright; else one red line."""

from pathlib import Path

import pytest

from tests.ops.standing_in import Machine

PLAYWRIGHT = "python -m playwright install chromium"
BY_APT = [
    "apt-get update -qq",
    "apt-get install -qq -y --no-install-recommends chromium fonts-dejavu-core",
]
MISSING = (
    "\033[31merror: the browser tests need Chromium: put chromium on the PATH, or run make test as root once\033[0m\n"
)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """One without Chromium, where apt and playwright fail."""
    made = Machine(tmp_path, "ops/chromium.sh")
    made.user(0)
    made.program("apt-get", "echo E: no packages here >&2; exit 100")
    made.program("python", "echo no download here >&2; exit 1", where=".venv/bin")
    return made


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome"])
def test_one_on_the_path_is_taken_and_nothing_is_installed(machine: Machine, name: str) -> None:
    machine.program(name)
    ended = machine.run()
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
    assert machine.calls == [f"{name} --version"]


def test_one_on_the_path_that_does_not_start_is_passed_over(machine: Machine) -> None:
    machine.program("chromium-browser", "exit 127")
    machine.program("python", where=".venv/bin")
    assert machine.run().returncode == 0
    assert machine.calls == ["chromium-browser --version", BY_APT[0], PLAYWRIGHT]


def test_root_gets_it_by_apt(machine: Machine) -> None:
    chromium = machine.tools / "chromium"
    machine.program("apt-get", f'[ "$1" = update ] || {{ echo "exit 0" >{chromium}; /bin/chmod +x {chromium}; }}')
    ended = machine.run()
    assert (ended.returncode, ended.stderr) == (0, "")
    assert machine.calls == BY_APT


def test_whoever_is_not_root_gets_playwrights_own(machine: Machine) -> None:
    machine.user(1000)
    machine.program("python", where=".venv/bin")
    ended = machine.run()
    assert (ended.returncode, ended.stderr) == (0, "")
    assert machine.calls == [PLAYWRIGHT]


def test_where_apt_fails_its_reason_is_shown_and_playwright_is_asked(machine: Machine) -> None:
    machine.program("python", where=".venv/bin")
    ended = machine.run()
    assert (ended.returncode, ended.stderr) == (0, "E: no packages here\n")
    assert machine.calls == [BY_APT[0], PLAYWRIGHT]


def test_where_nothing_works_the_reasons_stand_above_one_red_line(machine: Machine) -> None:
    ended = machine.run()
    assert ended.returncode == 1
    assert ended.stderr == f"E: no packages here\nno download here\n{MISSING}"
    assert machine.calls == [BY_APT[0], PLAYWRIGHT]
