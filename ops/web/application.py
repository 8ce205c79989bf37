"""The application: Streamlit's own, with our routes in it and the gate around it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.middleware import Middleware
from streamlit.runtime.pages_manager import PagesManager
from streamlit.starlette import App

from ops.web import script_runs
from ops.web.entrance import Entrance
from ops.web.following import Following
from ops.web.gate import Gate
from ops.web.proxies import Proxies
from ops.web.routes import Routes
from ops.web.streamlit_logs import adopt_streamlits_loggers
from sales_core.errors import SettingsError
from sales_core.settings import PROJECT, Settings

SCRIPT = PROJECT / "app.py"


def build(settings: Settings, script: Path = SCRIPT) -> App:
    """The application for these settings; it connects when it starts."""
    if settings.database_url is None:
        raise SettingsError("DATABASE_URL is not set; `make run` starts a database when there is none")
    # Else Streamlit, until app.py has run once, would serve each file in pages/ by itself.
    PagesManager.uses_pages_directory = False
    adopt_streamlits_loggers()
    script_runs.follow_runs()
    entrance = Entrance.build(settings.database_url, secure=settings.cookie_secure)

    @asynccontextmanager
    async def lifespan(app: App) -> AsyncIterator[None]:
        del app
        await entrance.store.start()
        try:
            yield
        finally:
            await entrance.store.close()

    return App(
        script,
        lifespan=lifespan,
        routes=Routes(entrance).listing(),
        middleware=[
            Middleware(Proxies, trusted=settings.trusted_proxies),
            Middleware(Following, headers=entrance.headers),
            Middleware(Gate, entrance=entrance),
        ],
        on_script_error=script_runs.on_error,
    )
