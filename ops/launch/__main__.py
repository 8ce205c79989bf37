"""`python -m ops.launch`: run the dashboard until Ctrl-C. Exit code 0 when asked to stop, 1 failed, 2 bad settings."""

import sys

from db.errors import StoreError
from ops.launch.errors import StopAskedError
from ops.launch.run import run
from ops.launch.screen import Screen
from ops.launch.signals import stopping_on_signals
from sales_core.errors import DashboardError, SettingsError
from sales_core.settings import launch_settings


def main() -> int:
    """Run until asked to stop; every failure is one line on stderr."""
    screen = Screen()
    try:
        settings = launch_settings()
        with stopping_on_signals():
            run(settings, screen)
    except StopAskedError:
        screen.line("   Stopped.")
        return 0
    except SettingsError as refused:
        print(f"settings: {refused}", file=sys.stderr)
        return 2
    except (DashboardError, StoreError, OSError) as failed:
        print(f"error: {failed}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
