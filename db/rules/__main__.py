"""Print the whole schema as SQL, for freezing into a migration: `python -m db.rules AREA`.

Areas: roles, tables, triggers, policies, privileges. Statements are separated by a blank line.
"""

import sys
from collections.abc import Callable, Iterable, Iterator

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateSequence, CreateTable, SetColumnComment, SetTableComment

from db.rules import policies, roles, triggers
from db.schema import access_sql, metadata
from db.schema.facts import order_ids


def table_statements(tables: Iterable[Table], *, sequences: bool = False) -> Iterator[str]:
    """CREATE TABLE, indexes and comments of the tables, which come in an order that can be executed."""
    dialect = postgresql.dialect(paramstyle="named")  # type: ignore[no-untyped-call]
    if sequences:
        yield str(CreateSequence(order_ids).compile(dialect=dialect))
    for table in tables:
        yield str(CreateTable(table).compile(dialect=dialect))
        for index in sorted(table.indexes, key=lambda i: str(i.name)):
            yield str(CreateIndex(index).compile(dialect=dialect))
        if table.comment:
            yield str(SetTableComment(table).compile(dialect=dialect))
        for column in table.columns:
            if column.comment:
                yield str(SetColumnComment(column).compile(dialect=dialect))


AREAS: dict[str, Callable[[], Iterable[str]]] = {
    "roles": roles.create_roles,
    "tables": lambda: table_statements(metadata.sorted_tables, sequences=True),
    "triggers": lambda: [triggers.RANDOM_H, *triggers.create_triggers()],
    "policies": policies.create_policies,
    "privileges": lambda: [*roles.privileges(metadata), *access_sql.CREATE],
}

if __name__ == "__main__":
    for statement in AREAS[sys.argv[1]]():
        text = "\n".join(line.rstrip() for line in statement.strip().splitlines() if line.strip())
        print(text + "\n")
