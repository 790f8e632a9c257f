"""What was written by hand, beside a running system and on its database."""

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
def pair(system: LocalSystem) -> Iterator[str]:
    """The address of the API, while it and its data service run."""
    data_port, api_port = system.run.free_ports(2)
    settings = {
        **_settings(system),
        "SERVICE_TOKEN": system.operator_token,
        "DATA_URL": f"http://127.0.0.1:{data_port}",
    }
    python = system.build.python
    with (
        _running(python, "data.py", data_port, settings),
        _running(python, "api.py", api_port, settings) as address,
    ):
        yield address


@contextmanager
def monolith(system: LocalSystem, workers: int) -> Iterator[str]:
    """The address of the one service, while so many processes of it run."""
    settings = {**_settings(system), "WORKERS": str(workers)}
    (port,) = system.run.free_ports(1)
    with _running(system.build.python, "monolith.py", port, settings) as address:
        yield address


def _settings(system: LocalSystem) -> dict[str, str]:
    url = system.servers.urls["postgres"].replace("://", "+asyncpg://", 1)
    return {"DATABASE_URL": url, "JWT_SECRET": system.run.secret("jwt_secret")}


@contextmanager
def _running(python: Path, program: str, port: int, settings: Mapping[str, str]) -> Iterator[str]:
    """The address of a program, which uses the libraries of the emitted services."""
    environment = {**os.environ, **settings, "PORT": str(port)}
    process = subprocess.Popen([python, HERE / program], env=environment)
    try:
        _wait(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


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
