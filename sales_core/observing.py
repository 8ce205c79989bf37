"""Where else a process tells of itself, if the settings name it: Sentry for errors, OpenTelemetry for spans.

Their packages are not among those that every installation has: they are looked for only when they are asked for.
"""

import sys

from sales_core.errors import SettingsError
from sales_core.settings import Settings

_LOCK = "install requirements-observe.lock, or leave it unset"


def observe(settings: Settings, process: str) -> None:
    """Begin to tell, under the process's name; SettingsError where a package is missing that a setting needs."""
    if settings.sentry_dsn:
        try:
            from sales_core.sentry import report_errors
        except ModuleNotFoundError as missing:
            raise SettingsError(f"SENTRY_DSN needs the package {missing.name}: {_LOCK}") from None
        report_errors(settings.sentry_dsn, settings.environment, process)
    if settings.otlp_endpoint:
        try:
            from sales_core.otlp import send_spans
        except ModuleNotFoundError as missing:
            raise SettingsError(f"OTLP_ENDPOINT needs the package {missing.name}: {_LOCK}") from None
        send_spans(settings.otlp_endpoint, process)


def observe_or_exit(settings: Settings, process: str) -> None:
    """For a program's first lines, as `settings_or_exit`: one line on stderr and exit code 2 where it can not be."""
    try:
        observe(settings, process)
    except SettingsError as refused:
        print(f"settings: {refused}", file=sys.stderr)
        raise SystemExit(2) from None
