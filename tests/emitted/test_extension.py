"""An extension replaces adapters and adds parts, and the types hold."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytestmark = pytest.mark.emitted

API = '''"""Ours."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from fastapi import FastAPI
from src.core.adapters import Adapters
from src.core.container import Container


@dataclass(frozen=True, slots=True)
class StoppedClock:
    """It is always the first day of 2031."""

    def now(self) -> datetime:
        return datetime(2031, 1, 1, tzinfo=UTC)

    def today(self) -> date:
        return date(2031, 1, 1)


def adapt(adapters: Adapters) -> Adapters:
    return replace(adapters, clock=StoppedClock())


def extend(app: FastAPI, container: Container) -> None:
    @app.get("/ours")
    async def ours() -> dict[str, str]:
        return {"today": container.verify_email.clock.today().isoformat()}
'''
ASK_API = """
from fastapi.testclient import TestClient
from src.core.config import Settings
from src.main import create_app

settings = Settings(
    service_token="t" * 32, postgres_service_url="http://localhost:1", jwt_secret="s" * 32,
    redis_url="redis://localhost:1",
)
print(TestClient(create_app(settings)).get("/ours").json()["today"])
"""
WORKER = '''"""Ours."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from src.core.adapters import Adapters
from src.core.extension import Listener
from src.scheduler.job import Job
from src.scheduler.schedule import Every


@dataclass(frozen=True, slots=True)
class Printer:
    """Prints what would be sent."""

    async def send(self, to: str, subject: str, text: str, message_id: str) -> None:
        print(to, subject, text, message_id)


async def tidy(due_at: datetime) -> None:
    print(due_at)


def adapt(adapters: Adapters) -> Adapters:
    return replace(adapters, emails=Printer())


def listeners(_: Adapters) -> tuple[Listener, ...]:
    return ()


def jobs(_: Adapters) -> tuple[Job, ...]:
    return (Job("tidy", Every(timedelta(hours=1)), False, tidy),)
'''
ASK_WORKER = """
from src.core.adapters import default_adapters, open_connections
from src.core.config import Settings
from src.ext import wiring

settings = Settings(
    service_token="t" * 32, postgres_service_url="http://localhost:1",
    mongo_service_url="http://localhost:1", redis_url="redis://localhost:1",
    rabbitmq_url="amqp://localhost:1", sendgrid_api_key="k", sendgrid_api_url="http://localhost:1",
    email_sender="us@system.example",
)
adapters = wiring.adapt(default_adapters(open_connections(settings)))
print(type(adapters.emails).__name__, wiring.jobs(adapters)[0].name)
"""


@contextmanager
def extended(service: Path, text: str) -> Iterator[None]:
    """The service with an extension, which is taken away again."""
    wiring = service / "src" / "ext" / "wiring.py"
    before = wiring.read_text("utf-8")
    wiring.write_text(text, "utf-8")
    try:
        yield
    finally:
        wiring.write_text(before, "utf-8")


def python(service: Path, *arguments: str) -> str:
    """What the service's own Python prints."""
    command = [str(service.parents[1] / ".venv" / "bin" / "python"), *arguments]
    done = subprocess.run(command, cwd=service, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def types(service: Path) -> str:
    return python(service, "-m", "mypy", "--config-file", "../../pyproject.toml", "src")


def test_api_runs_with_another_clock_and_a_route(emitted: Path) -> None:
    service = emitted / "services" / "api_service"
    with extended(service, API):
        assert "no issues found" in types(service)
        assert python(service, "-c", ASK_API).splitlines()[-1] == "2031-01-01"


def test_worker_runs_with_another_mail_and_a_job(emitted: Path) -> None:
    service = emitted / "services" / "worker_service"
    with extended(service, WORKER):
        assert "no issues found" in types(service)
        assert python(service, "-c", ASK_WORKER).strip() == "Printer tidy"


def test_extension_of_the_wrong_shape_is_a_type_error(emitted: Path) -> None:
    service = emitted / "services" / "worker_service"
    wrong = WORKER.replace("def jobs(_: Adapters)", "def jobs(_: int)")
    with extended(service, wrong), pytest.raises(AssertionError, match="Extension"):
        types(service)
