"""Start a program that ends when the one that started it ends, and stop it in good time.

Linux only: the parent-death signal is the kernel's, so it arrives after `kill -9` of the parent too.
"""

import ctypes
import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import IO

NOBODY = 65534
_CLONE_NEWUSER = 0x10000000
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


class Identity(Enum):
    """Whom a program runs as; PostgreSQL refuses to run as uid 0."""

    CALLER = "the user who started it"
    NAMESPACE = "root, seen as nobody through a user namespace: files stay root's"
    NOBODY = "nobody: needs files and folders that nobody can reach"


def unprivileged() -> Identity:
    """The least that keeps a program from running as root on this machine."""
    if os.geteuid() != 0:
        return Identity.CALLER
    return Identity.NAMESPACE if _namespaces_work() else Identity.NOBODY


def _namespaces_work() -> bool:
    """Whether a user namespace may be made and mapped; tried in a child, since it can't be undone."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            _enter_namespace()
            status = 0
        finally:
            os._exit(status)  # never back into the caller's code
    return os.waitpid(child, 0)[1] == 0


def _enter_namespace() -> None:
    if _libc.unshare(_CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "no user namespace")
    for name, line in (
        ("setgroups", "deny"),
        ("uid_map", f"{NOBODY} 0 1"),
        ("gid_map", f"{NOBODY} 0 1"),
    ):
        Path(f"/proc/self/{name}").write_text(line)


def _before_exec(identity: Identity, when_parent_dies: signal.Signals) -> Callable[[], None]:
    parent = os.getpid()

    def become() -> None:
        match identity:
            case Identity.NAMESPACE:
                _enter_namespace()
            case Identity.NOBODY:
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            case Identity.CALLER:
                pass
        # After the change of user, which clears it.
        _libc.prctl(_PR_SET_PDEATHSIG, int(when_parent_dies), 0, 0, 0)
        if os.getppid() not in (parent, 0):  # 0: the parent is outside this namespace
            os._exit(1)  # the parent died before the signal was asked for

    return become


def start(
    command: Sequence[str | Path],
    *,
    output: IO[bytes] | int,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    identity: Identity = Identity.CALLER,
    when_parent_dies: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own, so that a terminal's Ctrl-C reaches only the caller.

    Call it from the main thread: the kernel ties the parent-death signal to the thread that forks.
    """
    return subprocess.Popen(
        [str(part) for part in command],
        env=dict(environment) if environment is not None else None,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=_before_exec(identity, when_parent_dies),
    )


def stop(
    process: subprocess.Popen[bytes],
    ask: signal.Signals = signal.SIGTERM,
    patience: float = 10,
) -> int:
    """Ask the program to end, insist after `patience` seconds, and return its exit status."""
    if process.poll() is None:
        process.send_signal(ask)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
    return process.wait()
