"""A network of one's own: its ports and names meet nobody else's on this machine."""

import contextlib
import ctypes
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

_NEW_NETWORK = 0x40000000  # CLONE_NEWNET of <linux/sched.h>
_libc = ctypes.CDLL(None, use_errno=True)


@contextlib.contextmanager
def network_apart() -> Iterator[list[str]]:
    """The words before a command that make it run in there; the thread that asks is in there too until the end.

    What it starts meanwhile, threads and programs, is born into it. Mounts are apart as well, but for this thread.
    """
    words = ["unshare", "--net", "--mount", "sh", "-c", "ip link set lo up && echo ready && exec sleep infinity"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as keeper:
        assert keeper.stdout is not None
        assert keeper.stdout.readline() == "ready\n"
        home = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        try:
            _move(Path(f"/proc/{keeper.pid}/ns/net"))
            yield ["nsenter", f"--target={keeper.pid}", "--net", "--mount", f"--wd={Path.cwd()}", "--"]
        finally:
            _set(home)
            os.close(home)
            keeper.kill()


def _move(network: Path) -> None:
    there = os.open(network, os.O_RDONLY)
    try:
        _set(there)
    finally:
        os.close(there)


def _set(network: int) -> None:
    if _libc.setns(network, _NEW_NETWORK):
        raise OSError(ctypes.get_errno(), "setns")
