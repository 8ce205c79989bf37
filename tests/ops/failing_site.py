"""Run the page with bugs behind the real gate: `python -m tests.ops.failing_site`."""

from pathlib import Path

from ops.web.serving import serve
from sales_core.logs import configure_logs
from sales_core.observing import observe_or_exit
from sales_core.settings import load_settings

if __name__ == "__main__":
    settings = load_settings()
    configure_logs(settings.log_level, settings.log_format)
    observe_or_exit(settings, "tests.ops.failing_site")
    serve(settings, Path(__file__).parent / "failing" / "app.py")
