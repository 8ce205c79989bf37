"""Who asks, and what they may see: roles, permissions, row scope. Frozen values, no look-ups."""

from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """What a role may do; the text is the sentence shown to an admin."""

    VIEW_SALES = "see sales figures of the territories granted"
    VIEW_COSTS = "see costs and margins"
    ASK_FREELY = "take all figures of a page away in one file"
    BRING_IN = "bring in files of sales and take them back"
    OPERATE = "see the dashboard's own work and who uses what, and start, retry and cancel jobs"


class Role(StrEnum):
    """A named set of permissions."""

    VIEWER = "viewer"
    ANALYST = "analyst"
    MANAGER = "manager"
    ADMIN = "admin"


_SEES = frozenset({Permission.VIEW_SALES})
_ASKS = _SEES | {Permission.ASK_FREELY}
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.VIEWER: _SEES,
    Role.ANALYST: _ASKS,
    Role.MANAGER: _ASKS | {Permission.VIEW_COSTS},
    Role.ADMIN: frozenset(Permission),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """The territories whose rows may be seen. An empty grant is zero rows; "everything" is explicit."""

    everything: bool = False
    territories: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if self.everything and self.territories:
            raise ValueError("a scope is either everything or a set of territories, not both")

    @property
    def setting(self) -> str:
        """The value of `dashboard.scope` for the row policies: 'everything', '' or '1,2,3' in ascending order."""
        return "everything" if self.everything else ",".join(str(t) for t in sorted(self.territories))

    def __str__(self) -> str:
        if self.everything:
            return "all territories"
        count = len(self.territories)
        return f"{count} granted {'territory' if count == 1 else 'territories'}" if count else "no territory"


EVERYTHING = Scope(everything=True)
NOTHING = Scope()


@dataclass(frozen=True, slots=True)
class Choices:
    """How a viewer wants numbers and days written, by a language tag, and figures saved; "" leaves it to the browser.

    They decide no number.
    """

    locale: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Viewer:
    """One who asks. `user_id` is the sign-in name; `name` is for display."""

    user_id: str
    name: str
    role: Role
    scope: Scope
    choices: Choices = Choices()

    def can(self, permission: Permission) -> bool:
        """Whether the viewer's role carries the permission."""
        return permission in PERMISSIONS[self.role]
