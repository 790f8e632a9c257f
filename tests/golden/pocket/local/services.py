"""The services as plain processes: their order, their ports, their readiness."""

import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping
from pathlib import Path

from local.process import Command, LocalProcess
from local.run_folder import ROOT, RunFolder

# Whoever is in a later step calls those in the earlier ones; stopping goes the other way.
STEPS = (
    ("simulators", "db_postgres_service", "db_mongo_service"),
    ("api_service",),
    ("worker_service", "bot_service"),
)
DEFAULT_PORTS = {
    "api_service": 8000,
    "db_postgres_service": 8001,
    "db_mongo_service": 8002,
    "worker_service": 8003,
    "bot_service": 8004,
    "simulators": 8005,
}
_SERVERS = {
    "api_service": ("redis",),
    "db_postgres_service": ("postgres",),
    "db_mongo_service": ("mongo",),
    "worker_service": ("redis", "rabbitmq"),
    "bot_service": ("redis", "rabbitmq"),
    "simulators": (),
}
READY_SECONDS = 60.0
GRACE_SECONDS = 15.0


class ServiceFailedError(Exception):
    """A service did not become ready; the text ends with its last words."""


def present() -> tuple[str, ...]:
    """The services of this system, in the order in which they start."""
    return tuple(name for step in STEPS for name in step if folder_of(name).is_dir())


def servers_of(names: Iterable[str]) -> frozenset[str]:
    """The servers that the services need."""
    return frozenset(server for name in names for server in _SERVERS[name])


def service_of(name: str) -> str:
    """The service that a process name belongs to: a replica is called `worker_service-2`."""
    return name.partition("-")[0]


def folder_of(name: str) -> Path:
    """Where the service lives."""
    service = service_of(name)
    return ROOT / service if service == "simulators" else ROOT / "services" / service


def choose_ports(run: RunFolder, *, default: bool) -> dict[str, int]:
    """A port for each service: the documented ones, or free ones."""
    names = present()
    if not default:
        return dict(zip(names, run.free_ports(len(names)), strict=True))
    ports = {name: DEFAULT_PORTS[name] for name in names}
    taken = [f"{port} ({name})" for name, port in ports.items() if _is_taken(port)]
    if taken:
        raise ServiceFailedError(
            f"ports in use by other programs: {', '.join(taken)}; choose others with --ports free"
        )
    return ports


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def migrate(told: Mapping[str, str], run: RunFolder) -> None:
    """Brings the database to the newest revision."""
    folder = folder_of("db_postgres_service")
    done = subprocess.run(
        [str(python_of(folder)), "-m", "alembic", "upgrade", "head"],
        cwd=folder,
        env=dict(told),
        capture_output=True,
        text=True,
        check=False,
    )
    run.log("migrations").write_text(done.stdout + done.stderr)
    if done.returncode != 0:
        raise ServiceFailedError(f"the migrations failed:\n{done.stderr[-3000:]}")


def python_of(folder: Path) -> Path:
    """The Python of a service's own environment."""
    python = folder / ".venv/bin/python"
    if not python.exists():
        raise ServiceFailedError(f"{folder.name} has no environment; make it with `make install`")
    return python


def start(name: str, told: Mapping[str, str], port: int, run: RunFolder) -> LocalProcess:
    """Starts a service; it is not ready yet."""
    folder = folder_of(name)
    own = {**told, "PORT": str(port)}
    return LocalProcess(Command(name, (str(python_of(folder)), "-m", "src.main"), folder, own), run)


def wait_ready(process: LocalProcess, port: int) -> None:
    """Returns when the service answers that it is ready."""
    deadline = time.monotonic() + READY_SECONDS
    while not is_ready(port):
        if not process.running():
            raise ServiceFailedError(f"{process.name} ended:\n{process.log_tail()}")
        if time.monotonic() > deadline:
            raise ServiceFailedError(f"{process.name} is not ready:\n{process.log_tail()}")
        time.sleep(0.05)


def is_ready(port: int) -> bool:
    """Whether a service on the port says that it can work."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=3) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False
