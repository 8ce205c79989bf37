"""Accounts by command: `python -m sales_core.accounts add NAME --role admin --everything`."""

import argparse
import sys
from collections.abc import Sequence

from sqlalchemy import Engine

from sales_core.access import access_engine
from sales_core.accounts import book
from sales_core.accounts.directory import Account, listing, territory_ids
from sales_core.audit import COMMAND_LINE
from sales_core.errors import DashboardError
from sales_core.viewer import NOTHING, Role, Scope


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; 0 when done, 2 when it was refused, with the reason on stderr."""
    asked = _parser().parse_args(words)
    try:
        _run(access_engine(), asked)
    except DashboardError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _run(engine: Engine, asked: argparse.Namespace) -> None:
    match asked.command:
        case "add":
            scope = _scope(engine, asked)
            password = book.add(
                engine, asked.name, Role(asked.role), scope, actor=COMMAND_LINE, display_name=asked.display_name
            )
            _print_password(asked.name, password)
            if scope == NOTHING:
                print("It sees no rows yet: grant it some with `grant`.", file=sys.stderr)
        case "list":
            _print_accounts(listing(engine))
        case "reset":
            _print_password(asked.name, book.reset(engine, asked.name, actor=COMMAND_LINE))
        case "grant":
            book.grant(engine, asked.name, _scope(engine, asked), actor=COMMAND_LINE)
        case "role":
            book.change_role(engine, asked.name, Role(asked.role), actor=COMMAND_LINE)
        case "disable":
            book.disable(engine, asked.name, actor=COMMAND_LINE)
        case "enable":
            book.enable(engine, asked.name, actor=COMMAND_LINE)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sales_core.accounts", description="Who may sign in.")
    commands = parser.add_subparsers(dest="command", required=True)
    roles = [role.value for role in Role]
    add = _named(commands, "add", "make an account and print its one-time password")
    add.add_argument("--role", choices=roles, required=True)
    add.add_argument("--display-name", help="how pages call the person; the name when not given")
    _add_scope(add, required=False)
    commands.add_parser("list", help="show every account")
    _named(commands, "reset", "print a new one-time password; ends a lockout and the sessions")
    _add_scope(_named(commands, "grant", "replace the territories that may be seen"), required=True)
    _named(commands, "role", "replace the role").add_argument("--role", choices=roles, required=True)
    _named(commands, "disable", "close the account and end its sessions")
    _named(commands, "enable", "open a closed account again")
    return parser


def _named(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", command: str, help_text: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(command, help=help_text)
    parser.add_argument("name", help="the sign-in name")
    return parser


def _add_scope(parser: argparse.ArgumentParser, *, required: bool) -> None:
    scope = parser.add_mutually_exclusive_group(required=required)
    scope.add_argument("--territory", action="append", metavar="NAME", help="a territory; may be repeated")
    scope.add_argument("--everything", action="store_true", help="all territories, those to come included")
    scope.add_argument("--nothing", action="store_true", help="no territory")


def _scope(engine: Engine, asked: argparse.Namespace) -> Scope:
    if asked.everything:
        return Scope(everything=True)
    return Scope(territories=territory_ids(engine, asked.territory)) if asked.territory else NOTHING


def _print_password(name: str, password: str) -> None:
    """The password alone on stdout, so that a script can take it; the words beside it on stderr."""
    print(f"One-time password of {name}, to be changed at the first sign-in:", file=sys.stderr)
    print(password)


def _print_accounts(accounts: Sequence[Account]) -> None:
    for account in accounts:
        state = "" if account.enabled else ", disabled"
        fresh = ", has not signed in since the last reset" if account.must_change_password else ""
        print(f"{account.sign_in_name}: {account.role}, sees {account.scope}{state}{fresh}")


if __name__ == "__main__":
    sys.exit(main())
