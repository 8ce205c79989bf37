"""Laws of `make quality`: the workflow runs it all and nothing else, each look finds what it is for, all is well."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from ops.quality import dead_code, duplication, frozen_sql, links
from ops.quality.reporting import ROOT, Allowed, Finding, allowed, left

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
MAKEFILE = (ROOT / "Makefile").read_text()
PACKAGES = {
    ("deploy", "build"): {"contents": "read", "packages": "write"},
    ("deploy", "staging"): {"contents": "read", "packages": "read"},
    ("deploy", "production"): {"contents": "read", "packages": "read"},
}
"""What a job may do beside reading the code: workflow and job, and its rights."""
LOOKS = ("types", "complexity", "duplication", "dead-code", "docs", "migrations")
CHEAP = LOOKS[1:]
"""Types take minutes, and `make check` looks at them anyway."""

DEAD = '"""A module."""\n\n\ndef used() -> int:\n    return 1\n\n\ndef forgotten() -> int:\n    return used()\n'
TWICE = "\n".join(f"line_{i} = {i}" for i in range(9))


def jobs(workflow: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(workflow.read_text())["jobs"]
    return found


def test_a_job_a_look_and_make_quality_runs_them_all() -> None:
    workflow = ROOT / ".github/workflows/code-quality.yml"
    ran = {name: [s["run"] for s in job["steps"] if "run" in s] for name, job in jobs(workflow).items()}
    assert ran == {look: [f"make {look}"] for look in LOOKS}
    assert re.search(rf"^quality: {' '.join(LOOKS)} ##", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_may_only_read_and_trusts_only_exact_commits(workflow: Path) -> None:
    """But for a release, which brings images into the registry and out of it."""
    assert yaml.safe_load(workflow.read_text())["permissions"] == {"contents": "read"}
    for name, job in jobs(workflow).items():
        assert job.get("permissions") == PACKAGES.get((workflow.stem, name))
        assert job["timeout-minutes"] <= 60
        for used in (step for step in job["steps"] if "uses" in step):
            assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", used["uses"])
            assert "checkout" not in used["uses"] or used["with"]["persist-credentials"] is False


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_a_pinned_commit_is_one_version_everywhere(workflow: Path) -> None:
    pinned = dict(re.findall(r"uses: (actions/[a-z-]+)@([0-9a-f]{40} # v[0-9.]+)$", workflow.read_text(), re.MULTILINE))
    everywhere = "".join(path.read_text() for path in WORKFLOWS)
    assert pinned
    assert {name: set(re.findall(rf"{name}@(.*)", everywhere)) for name in pinned} == {
        name: {commit} for name, commit in pinned.items()
    }


@pytest.mark.parametrize("look", CHEAP)
def test_a_look_finds_nothing(look: str) -> None:
    done = subprocess.run(["make", "-s", look], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_block_that_was_copied_is_found(tmp_path: Path) -> None:
    one, other = tmp_path / "one.py", tmp_path / "other.py"
    for file in (one, other):
        file.write_text(f"first = '{file.stem}'\n{TWICE}\nlast = '{file.stem}'\n")
    assert list(duplication.doubles([one, other], 8)) == [f"9 similar lines: {one}:2, {other}:2"]
    assert list(duplication.doubles([one, other], 10)) == []


def test_a_name_that_nothing_uses_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "dead.py").write_text(DEAD)
    monkeypatch.setattr(dead_code, "ROOT", tmp_path)
    assert [(f.path, f.line, f.name) for f in dead_code.unused(("code",))] == [("code/dead.py", 8, "forgotten")]


def test_a_line_that_allows_says_why_and_is_itself_needed(tmp_path: Path) -> None:
    found = [Finding("db/a.py", 3, "forgotten", "forgotten is used by nothing")]
    assert left(found, (Allowed("db/*", "forgotten", "x"),), "list") == []
    assert left(found, (Allowed("ops/*", "forgotten", "x"),), "list") == [
        "db/a.py:3: forgotten is used by nothing",
        "list: ops/*:forgotten allows nothing any more",
    ]
    (tmp_path / "list").write_text("db/*:forgotten\n")
    with pytest.raises(ValueError, match="is not `path:name  # why`"):
        allowed(tmp_path / "list")


def test_a_link_a_heading_and_a_path_that_lead_nowhere_are_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# Of Rows & Sums\n[a](#of-rows--sums) [b](gone.md) [c](#gone) `db/gone.py` [d](https://x.example)\n"
    )
    assert list(links.astray(page, tmp_path)) == [
        "page.md: the link gone.md leads nowhere",
        "page.md: #gone: no such heading",
        "page.md: `db/gone.py` is not there",
    ]


def test_a_module_and_a_name_in_it_are_paths_too(tmp_path: Path) -> None:
    (tmp_path / "db").mkdir()
    (tmp_path / "db" / "a.py").write_text("def found() -> None: ...\n")
    paths = ("db/a", "db/a.py", "db/a.found", "db/a.lost", "db/b")
    assert [links.is_there(tmp_path, path) for path in paths] == [True, True, True, False, False]


def test_a_lock_that_a_later_revision_holds_is_found_where_it_stands(tmp_path: Path) -> None:
    revision = tmp_path / "0009"
    revision.mkdir()
    (revision / "a.sql").write_text(
        "CREATE TABLE app.fresh (a bigint PRIMARY KEY)\n\nCREATE INDEX one ON app.fresh (a)\n"
    )
    (revision / "b.sql").write_text("SELECT 1\n\nCREATE INDEX many ON sales.orders (ordered_at)\n")
    (revision / "b_down.sql").write_text("DROP TABLE app.fresh\n")
    found = [(f.path, f.line, f.name) for f in frozen_sql.findings(revision)]
    assert ("0009/b.sql", 3, "require-concurrent-index-creation") in found
    assert {name for _, _, name in found} == {
        "require-concurrent-index-creation",
        "require-lock-timeout",
        "require-statement-timeout",
    }
    assert all(path == "0009/b.sql" for path, _, name in found if name.startswith("require-concurrent"))
