"""The launch from beginning to end; whatever was started is stopped in the opposite order."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine

from db.engine import make_engine
from ops.launch.children import Child, await_answer, python_children, watch
from ops.launch.claim import claim
from ops.launch.demo import load_demo_once
from ops.launch.ports import require_free
from ops.launch.preparation import FIRST_ACCOUNT, bring_up_to_date, first_account
from ops.launch.screen import Screen
from ops.launch.servers import Servers, servers
from sales_core.company import settle
from sales_core.running import written
from sales_core.settings import Settings

# After kill -9 of a launcher its children may need a moment to let go of their ports.
_AFTER_A_KILL_SECONDS = 5.0


def run(settings: Settings, screen: Screen) -> None:
    """Start everything and watch it. Returns never: raises StopAskedError, or what went wrong."""
    screen.line("\n   Sales dashboard\n")
    with claim(settings.data_dir, _url(settings.port)):
        _require_ports(settings)
        with servers(settings, screen) as started, _told(settings.running_file, started):
            environment = _environment(settings, started)
            bring_up_to_date(started, screen)
            with _engine(started) as engine:
                books = settle(engine, settings)
                load_demo_once(engine, settings.demo, books, environment, screen)
            logs = settings.data_dir / "logs"
            with python_children({"app": "ops.web", "sidecar": "ops.sidecar"}, environment, logs) as children:
                _await_both(children, settings, screen)
                # After the app, which people wait for. It has no port of its own for metrics here: that is the app's.
                with python_children({"worker": "ops.worker"}, {**environment, "METRICS_PORT": "0"}, logs) as workers:
                    # Last, so that nothing can go wrong between making the password and showing it.
                    with _engine(started) as engine:
                        password = first_account(engine, screen)
                    _summary(settings, password, screen)
                    watch([*children, *workers, *started.embedded])


def _require_ports(settings: Settings) -> None:
    patience = _AFTER_A_KILL_SECONDS if settings.running_file.exists() else 0.0
    app, sidecar = settings.port, settings.sidecar_port
    require_free("PORT", settings.listen_address, app, other=sidecar, patience=patience)
    require_free("SIDECAR_PORT", settings.listen_address, sidecar, other=app, patience=patience)


@contextlib.contextmanager
def _engine(started: Servers) -> Iterator[Engine]:
    engine = make_engine(started.database_url, pool_size=1)
    try:
        yield engine
    finally:
        engine.dispose()


def _environment(settings: Settings, started: Servers) -> dict[str, str]:
    """What the children are told: the caller's environment, with every address settled."""
    settled = {
        "PORT": str(settings.port),
        "SIDECAR_PORT": str(settings.sidecar_port),
        "LISTEN_ADDRESS": settings.listen_address,
        "DATA_DIR": str(settings.data_dir),
        "PYTHONUNBUFFERED": "1",
    }
    return {**os.environ, **settled, **started.environment}


@contextlib.contextmanager
def _told(file: Path, started: Servers) -> Iterator[None]:
    """Keep the servers' addresses where commands in other shells find them, while they run."""
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    file.write_text(written(os.getpid(), started.environment))
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def _await_both(children: list[Child], settings: Settings, screen: Screen) -> None:
    app, sidecar = children
    with screen.step("App and sidecar") as step:
        await_answer(app, settings.listen_address, settings.port, "/")
        await_answer(sidecar, settings.listen_address, settings.sidecar_port, "/health/live")
        step.done(f"ports {settings.port} and {settings.sidecar_port}")


def _summary(settings: Settings, password: str | None, screen: Screen) -> None:
    rows = [("Open", _url(settings.port))]
    if password is not None:
        rows.append(("Sign in", f"{FIRST_ACCOUNT}, one-time password {password} (shown only now)"))
    else:
        rows.append(("Password", f"lost it? .venv/bin/python -m sales_core.accounts reset {FIRST_ACCOUNT}"))
    rows += [
        ("Health", f"{_url(settings.sidecar_port)}/api/health"),
        ("Data", f"{settings.data_dir} (logs in {settings.data_dir.name}/logs)"),
        ("Stop", "Ctrl-C"),
    ]
    screen.table(rows)


def _url(port: int) -> str:
    return f"http://localhost:{port}"
