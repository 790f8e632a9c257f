"""The running system that the environment names, or the one in containers."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Those that docker-compose.dev.yml publishes.
PORTS = {
    "api_service": 8000,
    "db_postgres_service": 8001,
    "db_mongo_service": 8002,
    "worker_service": 8003,
    "bot_service": 8004,
    "simulators": 8005,
}
TOKEN = "OPERATOR_TOKEN="


@dataclass(frozen=True, slots=True)
class RunningSystem:
    """Where the services answer, what opens them, and where they write; no folder: containers."""

    urls: dict[str, str]
    operator_token: str
    logs: Path | None

    def log(self, service: str) -> str:
        """The output of a service so far."""
        if self.logs is None:
            return container_log(service)
        file = self.logs / f"{service}.log"
        return file.read_text() if file.exists() else ""


def running_system() -> RunningSystem:
    """From SYSTEM_API_SERVICE_URL and so on, or else the addresses of `make up`."""
    logs = os.environ.get("SYSTEM_LOGS")
    return RunningSystem(
        {name: address(name) for name in PORTS if folder(name).is_dir()},
        os.environ.get("SYSTEM_OPERATOR_TOKEN") or token_of_development(),
        Path(logs) if logs else None,
    )


def folder(service: str) -> Path:
    """Where the code of a service is."""
    return ROOT / service if service == "simulators" else ROOT / "services" / service


def address(service: str) -> str:
    """The address of a service."""
    return os.environ.get(f"SYSTEM_{service.upper()}_URL") or f"http://127.0.0.1:{PORTS[service]}"


def token_of_development() -> str:
    """The token in the settings that the containers use."""
    lines = (ROOT / ".env").read_text().splitlines()
    return next(line.removeprefix(TOKEN) for line in lines if line.startswith(TOKEN))


def container_log(service: str) -> str:
    """The output of a service's container so far."""
    command = ["docker", "compose", "logs", "--no-color", service]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
