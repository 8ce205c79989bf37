"""The house as a law: layers, no cycles, guarded pages, small rooms, nothing built at import."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ("db", "sales_core", "pages.ui", "pages", "app", "ops")
"""Lowest first; a module may import its own layer and those before it."""

STREAMLIT_FREE = ("db", "sales_core")
DATABASE_FREE = ("pages", "pages.ui", "app")
NO_GUARD = ("pages.sign_in",)
"""Pages for those who are nobody yet."""


def _files() -> list[Path]:
    tops = [ROOT / "app.py", *(ROOT / top for top in ("db", "sales_core", "pages", "ops"))]
    return sorted(f for top in tops for f in ([top] if top.suffix else top.rglob("*.py")) if f.is_file())


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {_name(path): path for path in _files()}


def _layer(module: str) -> str:
    found = [layer for layer in LAYERS if module == layer or module.startswith(layer + ".")]
    assert found, f"{module} is in no layer; the layers are {', '.join(LAYERS)}"
    return max(found, key=len)


def _imports(path: Path, *, only_top: bool = False) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in tree.body if only_top else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                both = f"{node.module}.{alias.name}"
                yield both if both in MODULES else node.module


def test_every_module_has_a_layer_and_imports_only_downwards() -> None:
    wrong = [
        f"{module} ({_layer(module)}) imports {target} ({_layer(target)})"
        for module, path in MODULES.items()
        for target in _imports(path)
        if target in MODULES and LAYERS.index(_layer(target)) > LAYERS.index(_layer(module))
    ]
    assert not wrong, "\n".join(wrong)


def test_no_module_imports_itself_through_others() -> None:
    graph = {
        module: {t for t in _imports(path, only_top=True) if t in MODULES and t != module}
        for module, path in MODULES.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


@pytest.mark.parametrize(
    ("layers", "forbidden"),
    [
        (STREAMLIT_FREE, ("streamlit", "streamlit_authenticator")),
        (DATABASE_FREE, ("sqlalchemy", "psycopg", "redis", "db")),
    ],
)
def test_a_layer_knows_only_what_is_its_own(layers: tuple[str, ...], forbidden: tuple[str, ...]) -> None:
    wrong = [
        f"{module} imports {target}"
        for module, path in MODULES.items()
        if _layer(module) in layers
        for target in _imports(path)
        if target.split(".")[0] in forbidden
    ]
    assert not wrong, "\n".join(wrong)


def _pages() -> list[Path]:
    return [p for name, p in MODULES.items() if _layer(name) == "pages" and p.name != "__init__.py"]


@pytest.mark.parametrize("page", _pages(), ids=lambda p: p.stem)
def test_the_first_statement_of_every_page_is_its_guard(page: Path) -> None:
    if _name(page) in NO_GUARD:
        return
    body = [
        node
        for node in ast.parse(page.read_text(encoding="utf-8")).body
        if not isinstance(node, ast.Import | ast.ImportFrom)
        and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    ]
    first = body[0]
    assert isinstance(first, ast.Assign | ast.Expr), f"{page.name} begins with {ast.unparse(first)[:60]}"
    assert isinstance(first.value, ast.Call), f"{page.name} begins with {ast.unparse(first)[:60]}"
    called = ast.unparse(first.value.func).split(".")[-1]
    assert called == "require_viewer", f"{page.name} must begin with require_viewer(...)"


def test_only_one_room_touches_the_session_state() -> None:
    users = [name for name, path in MODULES.items() if "session_state" in _code(path)]
    assert users == ["pages.ui.session"], users


def _code(path: Path) -> str:
    """The module's code without its docstrings and comments."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            node.value.value = ""
    return ast.unparse(tree)


def test_no_file_is_longer_than_300_lines_and_half_have_no_more_than_110() -> None:
    tops = ("db", "sales_core", "pages", "ops", "bench", "tests", "migrations")
    files = [f for top in tops for f in (ROOT / top).rglob("*.py")] + [ROOT / "app.py"]
    lengths = {str(f.relative_to(ROOT)): len(f.read_text(encoding="utf-8").splitlines()) for f in files}
    long = {name: length for name, length in lengths.items() if length > 300}
    assert not long, long
    assert median(lengths.values()) <= 110


def test_no_test_runs_a_loop_where_a_browser_may_keep_one() -> None:
    said = "asyncio." + "run"
    tests = [path for path in (ROOT / "tests").rglob("*.py") if path.name != "loops.py"]
    assert [path.name for path in tests if said in path.read_text(encoding="utf-8")] == []


def test_importing_the_core_builds_nothing() -> None:
    """No engine, client or settings at import: it works with a database that is not there and bad settings."""
    code = "import sys, importlib\nfor name in sys.argv[1:]: importlib.import_module(name)\nprint('imported')"
    names = [m for m in MODULES if _layer(m) in ("db", "sales_core") and not m.endswith("__main__")]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, *names],
        cwd=ROOT,
        env={"PATH": "/nonexistent", "PORT": "not a port", "DATABASE_URL": "nonsense"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "imported", done.stderr[-2000:]
