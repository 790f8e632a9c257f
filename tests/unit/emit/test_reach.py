"""Which services a request of a journey passes."""

import pytest

from msc.emit.views.journeys.reach import reached
from msc.ir.journeys import Journey, RequestStep, WaitForMessageStep
from msc.lower.program import Program

MESSAGE = WaitForMessageStep("telegram", "70001", "loan", ())
ALL = ("api_service", "bot_service", "db_mongo_service", "db_postgres_service", "worker_service")


def request(method: str, path: str, status: int = 200) -> RequestStep:
    return RequestStep(method, path, "", None, None, status, None, (), trace=True)


@pytest.mark.parametrize(
    ("step", "services"),
    [
        (request("GET", "/loans"), ("api_service", "db_postgres_service")),
        (request("POST", "/loans"), ALL),
        (request("POST", "/loans", 409), ("api_service",)),
        (request("POST", "/auth/login"), ("api_service", "db_postgres_service")),
        (
            request("POST", "/auth/register"),
            ("api_service", "db_postgres_service", "worker_service"),
        ),
        (request("POST", "/auth/telegram-link"), ("api_service",)),
    ],
    ids=lambda answer: (
        f"{answer.method} {answer.path} {answer.status}" if hasattr(answer, "path") else ""
    ),
)
def test_a_request_passes_what_its_operation_and_events_reach(
    program: Program, step: RequestStep, services: tuple[str, ...]
) -> None:
    assert reached(step, Journey("a", "", (step, MESSAGE)), program) == services


def test_the_bot_counts_only_where_somebody_waits_for_its_message(program: Program) -> None:
    step = request("POST", "/loans")
    assert "bot_service" not in reached(step, Journey("a", "", (MESSAGE, step)), program)
