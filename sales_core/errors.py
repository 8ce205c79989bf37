"""Every error of the dashboard, one tree.

DashboardError                what a user or operator may be shown: one sentence, no secrets
├── AskError                  a question that cannot be answered as asked
│   ├── UnknownName           a metric, dimension, operator or grain nobody declared
│   ├── BadPeriod             a period that cannot be read or has no day in it
│   └── NotPermitted          a name the viewer's role may not use
├── SourceError               the database did not answer, or refused
│   ├── SourceUnavailable     no connection, or lost in the middle
│   └── SourceTimeout         the statement ran past its limit
├── SettingsError             a setting that is missing, malformed, unknown or contradictory
├── IntakeError               a file that cannot be taken in; nothing of it was published
└── AccountError              an account, grant or password that breaks a rule
"""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches


class DashboardError(Exception):
    """One sentence that names the culprit, the rule and, where there is one, the nearest right answer."""


class AskError(DashboardError):
    """The question cannot be answered as it was asked."""


class UnknownName(AskError):
    """A name that is not declared; the message offers the nearest declared one.

    `also` holds other words for declared names, such as "revenue" for net sales.
    """

    def __init__(self, what: str, name: str, known: Iterable[str], also: Mapping[str, str] | None = None) -> None:
        meant = {known_name: known_name for known_name in sorted(known)} | dict(also or {})
        near = get_close_matches(name, meant, n=1, cutoff=0.5)
        hint = f"did you mean {meant[near[0]]!r}?" if near else f"known: {', '.join(sorted(set(meant.values())))}"
        super().__init__(f"unknown {what} {name!r}; {hint}")
        self.name = name


class BadPeriod(AskError):
    """A period that cannot be read, or that ends before it begins."""


class NotPermitted(AskError):
    """The viewer's role does not carry the permission that the name needs."""


class SourceError(DashboardError):
    """The database did not give an answer; never shown as an empty one."""


class SourceUnavailable(SourceError):
    """No connection to the database, or the connection was lost before the answer."""


class SourceTimeout(SourceError):
    """The statement ran past its time limit and was cancelled."""


class SettingsError(DashboardError):
    """A setting that is missing, malformed, unknown or contradicts another."""


class IntakeError(DashboardError):
    """A file that cannot be taken in; nothing of it was published."""


class AccountError(DashboardError):
    """An account, a grant or a password that breaks a rule."""
