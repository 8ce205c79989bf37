"""Where the tests' nginx comes from: the PATH, else apt as root; else one red line."""

from pathlib import Path

import pytest

from tests.ops.standing_in import Machine

UPDATE = "apt-get update -qq"
INSTALL = "apt-get install -qq -y --no-install-recommends"
MISSING = (
    "\033[31merror: the tests of the proxy need nginx and envsubst: "
    "put them on the PATH, or run make test as root once\033[0m\n"
)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """One with neither program, where apt fails."""
    made = Machine(tmp_path, "ops/nginx.sh")
    made.user(0)
    made.program("apt-get", "echo E: no packages here >&2; exit 100")
    return made


def test_what_is_on_the_path_is_taken_and_nothing_is_installed(machine: Machine) -> None:
    machine.program("nginx")
    machine.program("envsubst")
    ended = machine.run()
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
    assert machine.calls == []


@pytest.mark.parametrize(
    ("there", "packages"),
    [([], "nginx-light gettext-base"), (["nginx"], "gettext-base"), (["envsubst"], "nginx-light")],
)
def test_root_gets_what_is_missing_by_apt(machine: Machine, there: list[str], packages: str) -> None:
    for name in there:
        machine.program(name)
    made = " ".join(str(machine.tools / name) for name in ("nginx", "envsubst"))
    machine.program("apt-get", f'[ "$1" = update ] || for p in {made}; do echo >$p; /bin/chmod +x $p; done')
    ended = machine.run()
    assert (ended.returncode, ended.stderr) == (0, "")
    assert [" ".join(call.split()) for call in machine.calls] == [UPDATE, f"{INSTALL} {packages}"]


def test_whoever_is_not_root_is_told_in_one_line(machine: Machine) -> None:
    machine.user(1000)
    ended = machine.run()
    assert (ended.returncode, ended.stderr) == (1, MISSING)
    assert machine.calls == []


def test_where_apt_fails_its_reason_stands_above(machine: Machine) -> None:
    ended = machine.run()
    assert (ended.returncode, ended.stderr) == (1, f"E: no packages here\n{MISSING}")
