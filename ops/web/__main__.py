"""Run the dashboard: `python -m ops.web`, on LISTEN_ADDRESS and PORT."""

import gc
import importlib
import sys

from ops.metrics import serve_metrics
from sales_core.logs import configure_logs
from sales_core.observing import observe_or_exit
from sales_core.settings import settings_or_exit

_HEAVY = ("pandas", "pyarrow", "plotly.graph_objects", "sqlalchemy", "streamlit", "streamlit_authenticator")


def main() -> int:
    """Serve until a signal says stop, once the schema is there. 1 where it does not come, 2 for a bad setting."""
    settings = settings_or_exit()
    from db.standing import NotThere, await_schema  # before there is a log: its libraries introduce themselves

    configure_logs(settings.log_level, settings.log_format)
    observe_or_exit(settings, "ops.web")
    _import_once_and_for_all(settings.log_level)
    try:
        if settings.database_url is not None:
            await_schema(settings.database_url)
    except NotThere as gone:
        print(gone, file=sys.stderr)
        return 1
    from ops.web.serving import serve

    serve_metrics(settings)
    serve(settings)
    return 0


def _import_once_and_for_all(log_level: str) -> None:
    """Load what every page needs and take it out of garbage collection.

    Streamlit collects fully after each run of a script; going through the modules each time would cost half of
    a run's processor time.
    """
    logger = importlib.import_module("streamlit.logger")
    importlib.import_module("ops.web.streamlit_logs").adopt_streamlits_loggers()
    logger.set_log_level("ERROR")  # it warns of everything that is imported outside of a page
    for name in _HEAVY:
        importlib.import_module(name)
    logger.set_log_level("INFO" if log_level == "debug" else log_level)
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    sys.exit(main())
