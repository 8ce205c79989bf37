"""What README.md says of roles and pages is what the code holds: every line of both tables, and no other."""

import ast
from pathlib import Path

from sales_core.settings import PROJECT
from sales_core.viewer import PERMISSIONS, Permission, Role

README = PROJECT / "README.md"
ROLES_HEAD = f"| may | {' | '.join(Role)} |"
PAGES_HEAD = "| page | what it shows | open to |"


def table(head: str) -> list[str]:
    """The lines under a table's head."""
    lines = README.read_text(encoding="utf-8").splitlines()
    below = lines[lines.index(head) + 2 :]
    return below[: next(i for i, line in enumerate(below) if not line.startswith("|"))]


def declared() -> list[tuple[str, str, Permission]]:
    """File, title and permission of each page, as the router declares them; to import it would run it."""
    tree = ast.parse((PROJECT / "app.py").read_text(encoding="utf-8"))
    (rows,) = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and [ast.unparse(t) for t in node.targets] == ["_DECLARED"]
    ]
    assert isinstance(rows, ast.Tuple)
    cells = [[ast.unparse(cell) for cell in row.elts] for row in rows.elts if isinstance(row, ast.Tuple)]
    return [
        (ast.literal_eval(name), ast.literal_eval(title), Permission[needed.removeprefix("Permission.")])
        for _, name, title, _, needed in cells
    ]


def shown_by(page: Path) -> str:
    """What a page's own first line says that it shows."""
    first = (ast.get_docstring(ast.parse(page.read_text(encoding="utf-8"))) or "").splitlines()[0]
    return first.split(": ", 1)[1].rstrip(".")


def open_to(needed: Permission) -> str:
    """The roles that carry a permission, in words."""
    roles = [role for role in Role if needed in PERMISSIONS[role]]
    return "everyone" if roles == list(Role) else ", ".join(roles)


def test_the_table_of_roles_says_what_each_may() -> None:
    assert table(ROLES_HEAD) == [
        " ".join(["|", permission, "|", *("yes |" if permission in PERMISSIONS[role] else "|" for role in Role)])
        for permission in Permission
    ]


def test_the_table_of_pages_says_what_each_shows_and_to_whom() -> None:
    found = declared()
    assert len(found) > 10
    assert table(PAGES_HEAD) == [
        f"| {title} | {shown_by(PROJECT / 'pages' / f'{name}.py')} | {open_to(needed)} |"
        for name, title, needed in found
    ]
