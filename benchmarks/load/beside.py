"""The two processes that were written by hand, beside a running system and on its database."""

import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from msc.local.system import LocalSystem

HERE = Path(__file__).parent / "by_hand"
START_SECONDS = 30


@contextmanager
def pair(system: LocalSystem, secret: str) -> Iterator[str]:
    """The address of the API, while both run; they use the libraries of the emitted services."""
    data_port, api_port = system.run.free_ports(2)
    settings = {
        "SERVICE_TOKEN": system.operator_token,
        "DATABASE_URL": system.servers.urls["postgres"].replace("://", "+asyncpg://", 1),
        "DATA_URL": f"http://127.0.0.1:{data_port}",
        "JWT_SECRET": secret,
    }
    started = [
        _start(system.build.python, "data.py", data_port, settings),
        _start(system.build.python, "api.py", api_port, settings),
    ]
    try:
        _wait(data_port, started[0])
        _wait(api_port, started[1])
        yield f"http://127.0.0.1:{api_port}"
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait()


def _start(
    python: Path, program: str, port: int, settings: Mapping[str, str]
) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, **settings, "PORT": str(port)}
    return subprocess.Popen([python, HERE / program], env=environment)


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/openapi.json", timeout=1)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("a process that was written by hand did not start")
