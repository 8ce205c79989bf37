"""Run the worker: `python -m ops.worker`, until SIGTERM or SIGINT."""

import logging
import os
import signal
import sys


def main() -> int:
    """Exit code 0 when asked to stop, 2 for bad settings; 75 is of ops/worker/ending.py."""
    # The first process of a container would not hear it otherwise, and what follows takes seconds to import.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    from ops.metrics import serve_metrics
    from ops.worker.running import work
    from sales_core.errors import SettingsError
    from sales_core.logs import configure_logs
    from sales_core.observing import observe_or_exit
    from sales_core.settings import settings_or_exit

    settings = settings_or_exit()
    configure_logs(settings.log_level, settings.log_format)
    observe_or_exit(settings, "ops.worker")
    _one_line_a_job()
    try:
        serve_metrics(settings)
        work(settings)
    except SettingsError as refused:
        print(f"settings: {refused}", file=sys.stderr)
        return 2
    return 0


def _one_line_a_job() -> None:
    """The queue's package tells of each job several times; here each has one line, of ops/worker/telling.py."""
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    told = logging.getLogger("procrastinate.worker")
    told.addFilter(lambda record: not str(getattr(record, "action", "")).startswith("job_"))


if __name__ == "__main__":
    sys.exit(main())
