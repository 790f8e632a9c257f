"""The services as plain processes: their order, their ports, their readiness."""

import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping, Sequence

from msc.local.build import SIMULATORS, Build
from msc.local.failure import LocalError
from msc.local.runs.folder import RunFolder
from msc.local.runs.ports import is_taken
from msc.local.runs.process import Command, LocalProcess, how_it_ended

# Services of later steps call those of earlier ones; they stop in reverse order.
STEPS = (
    (SIMULATORS, "db_postgres_service", "db_mongo_service"),
    ("api_service",),
    ("worker_service", "bot_service"),
)
ORDER = (
    "api_service", "db_postgres_service", "db_mongo_service", "worker_service", "bot_service",
    SIMULATORS,
)  # fmt: skip
FIRST_PORT = 8000
MIGRATORS = {
    "db_postgres_service": ("-m", "alembic", "upgrade", "head"),
    "db_mongo_service": ("-m", "src.migrate"),
}
_SERVERS = {
    "api_service": ("redis",),
    "db_postgres_service": ("postgres",),
    "db_mongo_service": ("mongo",),
    "worker_service": ("redis", "rabbitmq"),
    "bot_service": ("redis", "rabbitmq"),
    SIMULATORS: (),
}
READY_SECONDS = 60.0
GRACE_SECONDS = 15.0


def servers_of(names: Iterable[str]) -> frozenset[str]:
    """The servers that the services require."""
    return frozenset(server for name in names for server in _SERVERS[name])


def choose_ports(names: Sequence[str], run: RunFolder, first: int | None) -> dict[str, int]:
    """A port for each service: consecutive from the first one, or any free ones."""
    if first is None:
        return dict(zip(names, run.free_ports(len(names)), strict=True))
    ports = {name: first + ORDER.index(name) for name in names}
    taken = [f"{port} ({name})" for name, port in ports.items() if is_taken(port)]
    if taken:
        raise LocalError(
            f"another program listens on {', '.join(taken)}; choose other ports with "
            f"`--ports {first + 1000}`, the first of {len(ORDER)}, or `--ports free`"
        )
    return ports


def migrate(build: Build, name: str, environment: Mapping[str, str], run: RunFolder) -> None:
    """Brings the database of a data service up to date."""
    done = subprocess.run(
        [str(build.python), *MIGRATORS[name]],
        cwd=build.folder(name),
        env=dict(environment),
        capture_output=True,
        text=True,
        check=False,
    )
    run.log(f"migrations_{name}").write_text(done.stdout + done.stderr)
    if done.returncode != 0:
        raise LocalError(
            f"the migrations failed:\n{done.stderr[-3000:]}\n"
            "start with empty stores with: msc up --fresh"
        )


def start(
    build: Build, name: str, environment: Mapping[str, str], port: int, run: RunFolder
) -> LocalProcess:
    """Starts a service without waiting for it."""
    arguments = (str(build.python), "-m", "src.main")
    own = {**environment, "PORT": str(port)}
    return LocalProcess(Command(name, arguments, build.folder(name), own), run)


def wait_ready(process: LocalProcess, port: int) -> None:
    """Returns when the service reports that it is ready."""
    deadline = time.monotonic() + READY_SECONDS
    while not is_ready(port):
        code = process.exit_code()
        if code is not None:
            raise LocalError(
                f"{process.name} ended while it started: {how_it_ended(code)}; its last lines:\n"
                f"{process.log_tail()}"
            )
        if time.monotonic() > deadline:
            raise LocalError(
                f"{process.name} is not ready after {READY_SECONDS:.0f} seconds; its last lines:\n"
                f"{process.log_tail()}"
            )
        time.sleep(0.05)


def is_ready(port: int) -> bool:
    """Whether the service on the port reports that it is ready."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=3) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False
