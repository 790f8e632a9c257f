"""The services as plain processes: their order, their environment, their readiness."""

import os
import secrets
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from local.process import Command, LocalProcess
from local.run_folder import ROOT, RunFolder
from local.servers.probes import free_ports

ORDER = (
    "simulators",
    "db_postgres_service",
    "db_mongo_service",
    "api_service",
    "worker_service",
    "bot_service",
)
DEFAULT_PORTS = {
    "api_service": 8000,
    "db_postgres_service": 8001,
    "db_mongo_service": 8002,
    "worker_service": 8003,
    "bot_service": 8004,
    "simulators": 8005,
}
READY_SECONDS = 40.0
GRACE_SECONDS = 15.0
SERVICE_TOKEN = "local-service-token-" + secrets.token_hex(16)


class ServiceFailedError(Exception):
    """A service did not become ready; the text ends with its last words."""


def present() -> tuple[str, ...]:
    """The services of this system, in the order in which they start."""
    return tuple(name for name in ORDER if folder_of(name).is_dir())


def folder_of(name: str) -> Path:
    """Where the service lives."""
    return ROOT / name if name == "simulators" else ROOT / "services" / name


def choose_ports(*, default: bool) -> dict[str, int]:
    """A port for each service: the documented ones, or free ones."""
    if default:
        return {name: DEFAULT_PORTS[name] for name in present()}
    names = present()
    return dict(zip(names, free_ports(len(names)), strict=True))


def environment(servers: Mapping[str, str], ports: Mapping[str, int]) -> dict[str, str]:
    """What every service is told; `servers` are URLs by name, with databases of this run."""
    def url(name: str) -> str:
        return f"http://127.0.0.1:{ports[name]}" if name in ports else ""

    postgres = servers["postgres"].replace("postgresql://", "postgresql+asyncpg://", 1)
    return {
        **{key: value for key, value in os.environ.items() if key in {"PATH", "HOME", "LANG"}},
        "ENVIRONMENT": "development",
        "LOG_LEVEL": "INFO",
        "HOST": "127.0.0.1",
        "SERVICE_TOKEN": SERVICE_TOKEN,
        "DATABASE_URL": postgres,
        "MONGO_URL": servers["mongo"],
        "MONGO_DATABASE": f"records_{secrets.token_hex(4)}",
        "REDIS_URL": servers["redis"],
        "RABBITMQ_URL": servers["rabbitmq"],
        "POSTGRES_SERVICE_URL": url("db_postgres_service"),
        "MONGO_SERVICE_URL": url("db_mongo_service"),
        "API_SERVICE_URL": url("api_service"),
        "PUBLIC_URL": url("api_service"),
        "JWT_SECRET": "local-jwt-secret-" + secrets.token_hex(16),
        "FIRST_ACCOUNT_PASSWORD": "change me in production",
        "TELEGRAM_API_URL": f"{url('simulators')}/telegram",
        "TELEGRAM_BOT_TOKEN": "700000001:local-bot-token-000000000000",
        "SENDGRID_API_URL": f"{url('simulators')}/sendgrid",
        "SENDGRID_API_KEY": "local-sendgrid-key",
        "EMAIL_SENDER": "no-reply@localhost",
        "PYTHONUNBUFFERED": "1",
    }


def migrate(told: Mapping[str, str], run: RunFolder) -> None:
    """Brings the database to the newest revision."""
    folder = folder_of("db_postgres_service")
    done = subprocess.run(
        [str(folder / ".venv/bin/python"), "-m", "alembic", "upgrade", "head"],
        cwd=folder,
        env=dict(told),
        capture_output=True,
        text=True,
        check=False,
    )
    run.log("migrations").write_text(done.stdout + done.stderr)
    if done.returncode != 0:
        raise ServiceFailedError(f"the migrations failed:\n{done.stderr[-3000:]}")


def start(name: str, told: Mapping[str, str], port: int, run: RunFolder) -> LocalProcess:
    """Starts a service; it is not ready yet."""
    folder = folder_of(name)
    python = str(folder / ".venv/bin/python")
    own = {**told, "PORT": str(port)}
    return LocalProcess(Command(name, (python, "-m", "src.main"), folder, own), run)


def wait_ready(process: LocalProcess, port: int) -> None:
    """Returns when the service answers that it is ready."""
    deadline = time.monotonic() + READY_SECONDS
    while not _is_ready(port):
        if not process.running():
            raise ServiceFailedError(f"{process.name} ended:\n{process.log_tail()}")
        if time.monotonic() > deadline:
            raise ServiceFailedError(f"{process.name} is not ready:\n{process.log_tail()}")
        time.sleep(0.05)


def _is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=3) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False
