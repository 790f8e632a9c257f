"""Ports that are free and not reserved by another run."""

import random
import socket
from collections.abc import Sequence
from pathlib import Path

from filelock import FileLock

# Below the ports that systems hand out to outgoing connections.
PORT_RANGE = (20_000, 32_000)


def reserve(count: int, own: Path, others: Sequence[Path], lock: Path) -> tuple[int, ...]:
    """Free ports, recorded in `own`, so that nobody else chooses them before they are in use."""
    chosen: list[int] = []
    with FileLock(lock):
        while len(chosen) < count:
            port = random.randrange(*PORT_RANGE)
            if any((folder / str(port)).exists() for folder in (own, *others)):
                continue
            if is_free(port):
                (own / str(port)).touch()
                chosen.append(port)
    return tuple(chosen)


def is_free(port: int) -> bool:
    """Whether the port can be bound."""
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def is_taken(port: int) -> bool:
    """Whether the port accepts connections."""
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex(("127.0.0.1", port)) == 0
