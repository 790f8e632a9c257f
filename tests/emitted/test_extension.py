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

tokens = {name: name * 3 for name in Settings.model_fields if "_to_" in name}
settings = Settings(
    **tokens, environment="test", jwt_secret="s" * 32,
    postgres_service_url="http://localhost:1",
    redis_url="redis://localhost:1",
)
print(TestClient(create_app(settings)).get("/ours").json()["today"])
"""
USE_CASES = '''"""Ours."""

from dataclasses import dataclass, replace

from shared.dtos.booking import Booking
from src.application.caller import Caller
from src.application.use_case import UseCase
from src.application.use_cases.book_room import BookRoomInput
from src.core.use_cases import UseCases


@dataclass(frozen=True, slots=True)
class Announced:
    """Says which day is asked for, and books."""

    inner: UseCase[BookRoomInput, Booking]

    async def execute(self, inputs: BookRoomInput, caller: Caller) -> Booking:
        print(f"booking for {inputs.day}")
        return await self.inner.execute(inputs, caller)


def adapt(use_cases: UseCases) -> UseCases:
    return replace(use_cases, book_room=Announced(use_cases.book_room))
'''
BOOK = """
import asyncio
from datetime import date
from uuid import uuid4
from src.application.caller import Caller
from src.application.use_cases.book_room import BookRoomInput
from src.core.config import Settings
from src.core.container import build_container
from src.ext import wiring

tokens = {name: name * 3 for name in Settings.model_fields if "_to_" in name}
settings = Settings(
    **tokens, environment="test", jwt_secret="s" * 32,
    postgres_service_url="http://localhost:1",
    redis_url="redis://localhost:1",
)
book_room = build_container(settings, wiring.adapt).use_cases.book_room
try:
    asyncio.run(book_room.execute(BookRoomInput(uuid4(), date(2030, 1, 31)), Caller()))
except Exception as error:
    print(type(book_room.inner).__name__, type(error).__name__)
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

tokens = {name: name * 3 for name in Settings.model_fields if "_to_" in name}
settings = Settings(
    **tokens, environment="test", postgres_service_url="http://localhost:1",
    mongo_service_url="http://localhost:1", api_service_url="http://localhost:1",
    redis_url="redis://localhost:1",
    rabbitmq_url="amqp://localhost:1", sendgrid_api_key="k", sendgrid_api_url="http://localhost:1",
    email_sender="us@system.example",
)
adapters = wiring.adapt(default_adapters(open_connections(settings)))
print(type(adapters.emails).__name__, wiring.jobs(adapters)[0].name)
"""


@contextmanager
def extended(service: Path, text: str, module: str = "wiring") -> Iterator[None]:
    """The service with an extension, which is taken away again."""
    extension = service / "src" / "ext" / f"{module}.py"
    before = extension.read_text("utf-8")
    extension.write_text(text, "utf-8")
    try:
        yield
    finally:
        extension.write_text(before, "utf-8")


def python(service: Path, *arguments: str) -> str:
    """What the service's own Python prints."""
    command = [str(service.parents[1] / ".venv" / "bin" / "python"), *arguments]
    done = subprocess.run(command, cwd=service, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def types(service: Path) -> str:
    # The gates of the system keep theirs there too.
    options = ("--config-file", "../../pyproject.toml", "--cache-dir", "../../.mypy_cache")
    return python(service, "-m", "mypy", *options, str(service / "src"))


def test_api_runs_with_another_clock_and_a_route(emitted: Path) -> None:
    service = emitted / "services" / "api_service"
    with extended(service, API):
        assert "no issues found" in types(service)
        assert python(service, "-c", ASK_API).splitlines()[-1] == "2031-01-01"


def test_use_case_of_ours_stands_around_a_generated_one(pocket: Path) -> None:
    service = pocket / "services" / "api_service"
    with extended(service, USE_CASES, "use_cases"):
        assert "no issues found" in types(service)
        assert python(service, "-c", BOOK).splitlines() == [
            "booking for 2030-01-31",
            "BookRoom NotSignedIn",
        ]


def test_use_case_with_another_result_is_a_type_error(pocket: Path) -> None:
    service = pocket / "services" / "api_service"
    wrong = USE_CASES.replace("-> Booking:", "-> str:")
    with extended(service, wrong, "use_cases"), pytest.raises(AssertionError, match="book_room"):
        types(service)


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
