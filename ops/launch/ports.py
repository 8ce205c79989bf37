"""Whether the ports are free, asked before anything slow begins."""

import errno
import socket
import time

from ops.launch.errors import LaunchError, PortTakenError

_SEARCHED = 50


def require_free(variable: str, host: str, port: int, *, other: int, patience: float) -> None:
    """Raise PortTakenError, naming the variable, when the port is still taken after `patience` seconds.

    `other` is ours for another part, so it is not offered instead.
    """
    deadline = time.monotonic() + patience
    while not is_free(host, port):
        if time.monotonic() >= deadline:
            near = (each for each in range(port + 1, min(port + _SEARCHED, 65536)) if each != other)
            free = next((each for each in near if is_free(host, each)), None)
            hint = f"; {free} is free: make run {variable}={free}" if free else ""
            raise PortTakenError(f"{variable}={port} is in use by another program{hint}")
        time.sleep(0.1)


def is_free(host: str, port: int) -> bool:
    """Whether this process could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as refused:
            if refused.errno == errno.EADDRINUSE:
                return False
            raise LaunchError(f"cannot listen on {host} port {port}: {refused.strerror}") from refused
    return True
