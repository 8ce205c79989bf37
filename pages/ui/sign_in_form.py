"""streamlit-authenticator's form without its cookie: it asks for name and password, we decide."""

from typing import Any

from streamlit_authenticator import Authenticate
from streamlit_authenticator.controllers import AuthenticationController

from pages.ui import session
from sales_core.access import access_engine
from sales_core.accounts.check import Checked, check_password

_LABELS = {"Form name": "Sign in", "Username": "Name", "Password": "Password", "Login": "Sign in"}
_STATE = ("authentication_status", "username", "name", "email", "roles", "logout", "password_hint")


class SignInForm(Authenticate):  # type: ignore[misc]  # it comes without types
    """Its own set-up is left out: it would read and write a cookie by script."""

    def __init__(self) -> None:
        self._checked: Checked | None = None
        self.attrs = {"login_sleep_time": 0}
        self.path = self.api_key = None
        self.secret_key = "nothing is encrypted"  # noqa: S105
        self.cookie_controller = _NoCookie()
        self.authentication_controller = AuthenticationController({"usernames": {}}, None, False)
        self.authentication_controller.authentication_model.check_credentials = self._check

    def ask(self) -> tuple[Checked | None, bool]:
        """Draw the form. The person whose password was right just now, and whether one was tried in vain.

        Raises Locked, and SourceUnavailable.
        """
        session.drop(*_STATE)
        self.login(key="sign_in", fields=_LABELS)
        refused = session.kept("authentication_status") is False
        session.drop(*_STATE)
        return self._checked, refused

    def _check(self, name: str, password: str) -> bool:
        """What the form calls instead of looking into a list of users held in memory."""
        if not name or not password:
            return False
        self._checked = check_password(access_engine(), name, password, address=session.client_address())
        if self._checked is None:
            return False
        users: dict[str, Any] = self.authentication_controller.authentication_model.credentials["usernames"]
        users[name] = {"name": self._checked.display_name}
        return True


class _NoCookie:
    """Stands where the package keeps a signed cookie that no server could end."""

    def get_cookie(self) -> None:
        """There is none."""

    def set_cookie(self) -> None:
        """Our route sets ours."""

    def delete_cookie(self) -> None:
        """Our route removes ours."""
