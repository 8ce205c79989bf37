"""How triggers are written: statement triggers with transition tables, run as the writer, always on."""

from collections.abc import Iterator


def function(name: str, body: str, declare: str = "") -> str:
    """CREATE FUNCTION of a trigger that returns nothing; `body` is indented statements."""
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$\n"
        f"{declare}BEGIN\n{body}\n    RETURN NULL;\nEND $$"
    )


def planned(statement: str, into: str = "") -> str:
    """The statement, planned each time it runs: a plan kept from when tables were small would scan them for ever."""
    return f"    EXECUTE $sql${statement}$sql${f' INTO {into}' if into else ''};"


def trigger(table: str, event: str, function: str, name: str) -> Iterator[str]:
    """A statement trigger after `event`, with the transition tables that the event has, and always on."""
    referencing = {
        "INSERT": "REFERENCING NEW TABLE AS new_rows",
        "DELETE": "REFERENCING OLD TABLE AS old_rows",
        "UPDATE": "REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows",
    }[event]
    named = f"{name}_{event.lower()}"
    yield (
        f"CREATE TRIGGER {named} AFTER {event} ON sales.{table} {referencing} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
    )
    yield f"ALTER TABLE sales.{table} ENABLE ALWAYS TRIGGER {named}"
