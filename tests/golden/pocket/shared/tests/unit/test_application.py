"""Common parts of HTTP services: health, problems, request ids, metrics, service token."""

import asyncio
import json
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from decimal import Decimal

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from shared import application
from shared.application import GRACE_SECONDS, install_frame, lifespan_of, serve
from shared.callers import Callers, ServiceRouter, operator
from shared.logs import configure_logging
from shared.problems import NOT_KNOWN, Forbidden, Problem
from shared.settings import ServiceSettings
from tests.support.service import TOKEN

CALLERS = Callers([operator(TOKEN)])
FROM_INSIDE = {"x-request-id": "req-1", "x-service-token": TOKEN}


class Order(BaseModel):
    """A body."""

    password: str
    amount: int


async def away() -> None:
    raise ConnectionError("nobody is there")


async def there() -> None:
    return


def app_with(**checks: application.Check) -> FastAPI:
    app = FastAPI()
    install_frame(app, checks, callers=CALLERS)

    @app.get("/broken")
    async def broken() -> None:
        raise RuntimeError("the password is swordfish")

    @app.post("/broken")
    async def broken_write() -> None:
        raise RuntimeError("the password is swordfish")

    @app.get("/broken-off")
    async def broken_off() -> StreamingResponse:
        async def parts() -> AsyncIterator[str]:
            yield "a part"
            raise RuntimeError("the password is swordfish")

        return StreamingResponse(parts())

    @app.get("/forbidden")
    async def forbidden() -> None:
        raise Forbidden

    @app.get("/limited")
    async def limited() -> None:
        raise Problem(429, "TOO_MANY_REQUESTS", "Later", headers={"Retry-After": "7"}, left=0)

    @app.get("/days/{count}")
    async def day(count: int) -> date:
        return date(2031, 1, 31) + timedelta(days=count)

    @app.get("/shares/{count}")
    async def share(count: int) -> str:
        return str(Decimal(1) / count)

    @app.post("/orders")
    async def order(body: Order) -> int:
        return body.amount

    inside = ServiceRouter()
    inside.add_api_route("/inside", there)
    app.include_router(inside)
    return app


@asynccontextmanager
async def asking(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(base_url="http://service", transport=transport) as client:
        yield client


@pytest.fixture(autouse=True)
def _logs_of_production() -> None:
    configure_logging("service", "INFO")


async def ask(path: str, **options: object) -> httpx.Response:
    async with asking(app_with()) as client:
        return await client.request("GET", path, **options)  # type: ignore[arg-type]


async def test_health_says_that_the_process_is_alive() -> None:
    assert (await ask("/health")).json() == {"status": "ok"}


async def test_readiness_names_what_is_away() -> None:
    async with asking(app_with(database=there, broker=away)) as client:
        answer = await client.get("/ready")
    assert answer.status_code == 503
    assert answer.json() == {
        "status": "not ready",
        "checks": {"database": "ok", "broker": "failed"},
    }


async def test_check_that_hangs_counts_as_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(application, "READY_TIMEOUT_SECONDS", 0.01)
    async with asking(app_with(broker=asyncio.Event().wait)) as client:
        assert (await client.get("/ready")).status_code == 503


async def test_unexpected_error_tells_nothing_of_itself_but_its_request_id() -> None:
    answer = await ask("/broken", headers=FROM_INSIDE)
    assert (answer.status_code, answer.json()["code"]) == (500, "INTERNAL_ERROR")
    assert "swordfish" not in answer.text
    assert answer.headers["x-request-id"] == "req-1"
    assert answer.json()["instance"] == "urn:request:req-1"


async def test_unexpected_error_says_whether_something_may_have_happened() -> None:
    async with asking(app_with()) as client:
        answers = [await client.request(method, "/broken") for method in ("GET", "POST")]
    read, written = (answer.json() for answer in answers)
    assert not read["may_have_happened"]
    assert written["may_have_happened"]
    assert written["detail"] == f"{read['detail']}. {NOT_KNOWN}"


async def test_unexpected_error_is_logged_with_its_request_id(
    capsys: pytest.CaptureFixture[str],
) -> None:
    await ask("/broken", headers=FROM_INSIDE)
    lines = [json.loads(splitline) for splitline in capsys.readouterr().out.splitlines()]
    assert [(line["event"], line["request_id"]) for line in lines] == [
        ("request_failed", "req-1"),
        ("request_completed", "req-1"),
    ]
    assert "RuntimeError" in lines[0]["exception"]


async def test_answer_that_breaks_off_is_logged_and_ends_the_connection(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async with asking(app_with()) as client:
        answer = await client.get("/broken-off")
    assert (answer.status_code, answer.text) == (200, "a part")
    assert "request_failed" in capsys.readouterr().out


async def test_problem_has_its_code_members_and_headers() -> None:
    answer = await ask("/limited", headers=FROM_INSIDE)
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "7")
    assert answer.json() == {
        "type": "about:blank",
        "title": "Too many requests",
        "status": 429,
        "detail": "Later",
        "instance": "urn:request:req-1",
        "code": "TOO_MANY_REQUESTS",
        "left": 0,
    }


async def test_forbidden_is_a_problem() -> None:
    answer = await ask("/forbidden")
    assert (answer.status_code, answer.json()["code"]) == (403, "FORBIDDEN")


async def test_invalid_body_is_told_field_by_field_without_its_values() -> None:
    async with asking(app_with()) as client:
        answer = await client.post("/orders", json={"password": "swordfish", "amount": "many"})
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["body.amount"]
    assert "swordfish" not in answer.text


@pytest.mark.parametrize("path", ["/days/99999999", "/days/-99999999999999", "/shares/0"])
async def test_what_has_no_value_is_refused(path: str) -> None:
    answer = await ask(path)
    assert (answer.status_code, answer.json()["code"]) == (422, "VALIDATION_FAILED")
    assert answer.json()["detail"] == "A value that is computed is out of range"


async def test_unknown_path_is_a_problem() -> None:
    answer = await ask("/nowhere")
    assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND")


@pytest.mark.parametrize("sent", ["a b", "x" * 81, "Zeile\u00fc".encode().decode("latin-1"), ""])
async def test_odd_request_id_is_replaced(sent: str) -> None:
    headers = {**FROM_INSIDE, "x-request-id": sent.encode("latin-1")}
    answer = await ask("/health", headers=headers)
    assert answer.headers["x-request-id"].startswith("req-0")


@pytest.mark.parametrize("token", ["", TOKEN[:-1], "\u00fc"])
async def test_request_id_of_anybody_else_is_replaced(token: str) -> None:
    headers = {"x-request-id": b"req-1", "x-service-token": token.encode("latin-1")}
    answer = await ask("/health", headers=headers)
    assert answer.headers["x-request-id"].startswith("req-0")


async def test_service_token_opens_what_is_inside() -> None:
    assert (await ask("/inside")).status_code == 401
    assert (await ask("/inside", headers={"x-service-token": TOKEN})).status_code == 200
    assert (await ask("/inside", headers={"x-service-token": TOKEN[:-1]})).status_code == 401


async def test_metrics_count_answers_by_route() -> None:
    async with asking(app_with()) as client:
        await client.get("/limited")
        metrics = (await client.get("/metrics")).text
    assert 'http_requests_total{endpoint="/limited",method="GET",status_code="429"}' in metrics


async def test_resources_are_open_while_the_app_runs() -> None:
    seen: list[str] = []

    @asynccontextmanager
    async def resources() -> AsyncIterator[None]:
        seen.append("opened")
        yield
        seen.append("closed")

    app = FastAPI(lifespan=lifespan_of(resources(), "service"))
    async with app.router.lifespan_context(app):
        assert seen == ["opened"]
    assert seen == ["opened", "closed"]


@pytest.fixture
def own_signals() -> Iterator[None]:
    """What a test sets for SIGTERM ends with it."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.mark.usefixtures("own_signals")
def test_end_on_request_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    # As uvicorn does after the last answer.
    monkeypatch.setattr(uvicorn, "run", lambda *_, **__: signal.raise_signal(signal.SIGTERM))
    with pytest.raises(SystemExit) as ended:
        serve(FastAPI(), ServiceSettings())
    assert ended.value.code == 0


@pytest.mark.usefixtures("own_signals")
def test_server_listens_where_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    served: dict[str, object] = {}
    monkeypatch.setattr(uvicorn, "run", lambda _, **options: served.update(options))
    settings = ServiceSettings(host="127.0.0.1", port=8123)
    serve(FastAPI(), settings)
    assert (served["host"], served["port"], served["log_config"]) == ("127.0.0.1", 8123, None)
    # Nobody who is slow holds up the end of the process.
    assert served["timeout_graceful_shutdown"] == GRACE_SECONDS
