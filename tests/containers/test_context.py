"""Laws of the build: what reaches it, as the builder itself reads .dockerignore, and how long it takes again."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.containers.engine import built, engine, image, once
from tests.containers.locks import ROOT

pytestmark = pytest.mark.containers
PROBE = "localhost/sales-dashboard-context:test"
AGAIN = "localhost/sales-dashboard-again:test"
BOUND_BYTES = 2_000_000

PLANTED = (
    ".git/config",
    ".env",
    ".env.production",
    ".data/pg/PG_VERSION",
    ".venv/bin/python",
    "secrets/database_password",
    "tests/test_x.py",
    "docs/x.md",
    "bench/x.py",
    "build/x",
    "ops/launch/x.py",
    "ops/image/x.sh",
    "ops/web/tls.pem",
    "ops/sidecar/.env.local",
    "db/server.key",
    "sales_core/__pycache__/x.pyc",
    "sales_core/secrets.toml",
    "a_folder_of_tomorrow/x",
)
"""What a working folder may hold and no build may see."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder: the project's files, and beside them what must not reach the build."""
    made = tmp_path_factory.mktemp("working")
    words = ("git", "ls-files", "--cached", "--others", "--exclude-standard")
    for name in subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines():
        if (ROOT / name).is_file():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, made / name)
    for name in PLANTED:
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text("planted\n")
    return made


@pytest.fixture(scope="module")
def context(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, int]]:
    """Size of each file that the builder is given."""
    recipe = tmp_path_factory.mktemp("recipe") / "Dockerfile"
    recipe.write_text("FROM scratch\nCOPY . /\n")
    built(folder, PROBE, "-f", str(recipe))
    there = Path(engine("image", "mount", PROBE).stdout.strip())
    yield {str(file.relative_to(there)): file.stat().st_size for file in there.rglob("*") if file.is_file()}
    engine("image", "unmount", PROBE)
    engine("image", "rm", PROBE)


def test_the_build_is_given_less_than_two_megabytes(context: dict[str, int], measured: Callable[[str], None]) -> None:
    measured(f"build context: {len(context)} files, {sum(context.values()) / 1e6:.2f} MB; by folder:")
    for top in sorted({name.partition("/")[0] for name in context}):
        inside = [size for name, size in context.items() if name.partition("/")[0] == top]
        measured(f"  {sum(inside) / 1e3:7.1f} kB  {len(inside):4} files  {top}")
    assert 500_000 < sum(context.values()) < BOUND_BYTES


def test_the_build_is_given_no_history_data_secret_or_test(context: dict[str, int]) -> None:
    assert set(context) & set(PLANTED) == set()
    tops = {"app.py", "db", "migrations", "ops", "pages", "sales_core", ".streamlit"}
    locks = {f"requirements{kind}.lock" for kind in ("", "-observe", "-sbom", "-uv")}
    assert {name.partition("/")[0] for name in context} == tops | locks


def test_a_build_after_a_change_of_code_is_measured_and_uses_what_was_built(
    folder: Path, measured: Callable[[str], None]
) -> None:
    built(folder, AGAIN)
    changed = folder / "sales_core/__init__.py"
    changed.write_text(changed.read_text() + "\nCHANGED = 42\n")
    seconds = built(folder, AGAIN)
    measured(f"build after a change of code: {seconds:.1f} s (aim: at most 15)")
    assert once("python", "-c", "import sales_core; print(sales_core.CHANGED)", of=AGAIN).stdout == "42\n"
    first, second = (json.loads(engine("image", "inspect", name).stdout)[0] for name in (image(), AGAIN))
    # All but the code's own layers are the very same: an upgrade moves megabytes, not the whole.
    shared = [a for a, b in zip(first["RootFS"]["Layers"], second["RootFS"]["Layers"], strict=False) if a == b]
    assert len(shared) >= len(second["RootFS"]["Layers"]) - 3
    engine("image", "rm", "--force", AGAIN)
