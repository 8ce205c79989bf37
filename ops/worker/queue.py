"""The queue as this process reaches it: procrastinate on the schema `jobs`, as `dashboard_app`."""

from procrastinate import App, PsycopgConnector
from sqlalchemy import Engine, make_url

from db.engine import driver_url
from db.rules.jobs import SCHEMA
from db.rules.roles import APP
from ops.worker.pace import Pace
from ops.worker.tasks import add_tasks
from sales_core.settings import Settings

_OPTIONS = f"-c role={APP} -c search_path={SCHEMA} -c timezone=UTC -c statement_timeout=30000 -c lock_timeout=10000"
_PATIENCE = {
    "connect_timeout": 3,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
_OWN_CONNECTIONS = 3
"""Besides one a job: heartbeat, schedule, looks for what was left."""


def app_for(settings: Settings, database_url: str, engine: Engine, pace: Pace) -> App:
    """The app with all tasks; it connects when it is opened. Tasks work through `engine`."""
    url = make_url(driver_url(database_url)).set(drivername="postgresql")
    connector = PsycopgConnector(
        conninfo=url.render_as_string(hide_password=False),
        min_size=1,
        max_size=settings.worker_concurrency + _OWN_CONNECTIONS,
        timeout=10,
        kwargs={"options": _OPTIONS, "application_name": "sales-dashboard-worker", **_PATIENCE},
    )
    app = App(connector=connector, periodic_defaults={"max_delay": pace.overdue})
    add_tasks(app, engine, settings)
    return app
