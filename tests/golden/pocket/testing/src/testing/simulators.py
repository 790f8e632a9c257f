"""The outside providers, played by a process of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

FOLDER = Path(__file__).resolve().parents[3] / "simulators"
START_SECONDS = 60


@contextmanager
def running_simulators() -> Iterator[str]:
    """Their address, while they run."""
    url = f"http://127.0.0.1:{free_port()}"
    environment = {**os.environ, "HOST": "127.0.0.1", "PORT": url.rpartition(":")[2]}
    command = (sys.executable, "-m", "src.main")
    with subprocess.Popen(command, cwd=FOLDER, env=environment) as process:
        try:
            wait_until_ready(url, process)
            yield url
        finally:
            process.terminate()


def free_port() -> int:
    """A free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_ready(url: str, process: "subprocess.Popen[bytes]") -> None:
    """Returns when they answer; fails when they end, or take too long."""
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            httpx.get(f"{url}/ready").raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"the simulators in {FOLDER} did not start")
