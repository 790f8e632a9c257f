"""Calls to other services: retried if that is safe, rejected early during an outage."""

import asyncio

import httpx
import pytest

from shared import http
from shared.application import KEEP_ALIVE_SECONDS
from shared.http import TIMEOUT, ServiceClient
from shared.problems import DependencyUnavailable, RowChanged
from shared.request_context import request_context
from tests.support.service import TOKEN, PlayedService, problem

FINE = httpx.Response(200, json={"fine": True})
BUSY = httpx.Response(503)
LOST = httpx.ConnectError("nobody listens")


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "FIRST_PAUSE_SECONDS", 0.0)


def client_of_one_that_takes(seconds: float) -> ServiceClient:
    """A client of a service that responds late."""

    async def answer(_: httpx.Request) -> httpx.Response:
        await asyncio.sleep(seconds)
        return FINE

    return ServiceClient("late", "http://late", TOKEN, httpx.MockTransport(answer))


async def test_request_carries_token_and_request_id() -> None:
    service = PlayedService(FINE)
    with request_context("req-1"):
        answer = await service.client().get("/rows", {"limit": 1, "cursor": None})
    (request,) = service.requests
    assert answer == {"fine": True}
    assert (request.headers["x-service-token"], request.headers["x-request-id"]) == (TOKEN, "req-1")
    assert str(request.url) == "http://played/rows?limit=1"


@pytest.mark.parametrize(("timeout", "read"), [(None, TIMEOUT.read), (65.0, 65.0)])
async def test_request_waits_for_an_answer_as_long_as_it_says(
    timeout: float | None, read: float
) -> None:
    service = PlayedService(FINE)
    await service.client().post("/rows", timeout=timeout)
    (request,) = service.requests
    assert request.extensions["timeout"]["read"] == read
    assert request.extensions["timeout"]["connect"] == TIMEOUT.connect


async def test_attempts_outside_of_any_request_share_one_request_id() -> None:
    service = PlayedService(BUSY, LOST, FINE)
    await service.client().get("/rows")
    assert len({request.headers["x-request-id"] for request in service.requests}) == 1


async def test_answer_without_content_is_none() -> None:
    assert await PlayedService(httpx.Response(204)).client().call("DELETE", "/rows/1") is None


@pytest.mark.parametrize("failure", [BUSY, LOST])
async def test_safe_request_is_repeated_after_a_failure(
    failure: httpx.Response | Exception,
) -> None:
    service = PlayedService(failure, failure, FINE)
    assert await service.client().get("/rows") == {"fine": True}
    assert len(service.requests) == 3


async def test_safe_request_is_given_up_after_some_attempts() -> None:
    service = PlayedService(LOST)
    with pytest.raises(DependencyUnavailable):
        await service.client().get("/rows")
    assert len(service.requests) == http.ATTEMPTS


async def test_post_is_not_repeated() -> None:
    service = PlayedService(BUSY, FINE)
    with pytest.raises(DependencyUnavailable):
        await service.client().post("/rows", {})
    assert len(service.requests) == 1


async def test_removal_is_not_repeated_because_the_second_would_find_nothing() -> None:
    service = PlayedService(BUSY, problem(404, "NOT_FOUND", entity="room", id="7"))
    with pytest.raises(DependencyUnavailable):
        await service.client().call("DELETE", "/rooms/7")
    assert len(service.requests) == 1


async def test_post_that_may_be_repeated_is() -> None:
    service = PlayedService(BUSY, FINE)
    assert await service.client().post("/rows", {}, repeatable=True) == {"fine": True}


async def test_request_is_not_repeated_after_its_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "FIRST_PAUSE_SECONDS", http.DEADLINE_SECONDS * 2)
    service = PlayedService(LOST)
    with pytest.raises(DependencyUnavailable):
        await service.client().get("/rows")
    assert len(service.requests) == 1


async def test_attempt_ends_with_the_deadline_of_its_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(http, "DEADLINE_SECONDS", 0.1)
    with pytest.raises(DependencyUnavailable):
        await asyncio.wait_for(client_of_one_that_takes(60.0).get("/rows"), 30.0)


async def test_request_that_may_take_longer_has_a_later_deadline(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(http, "DEADLINE_SECONDS", 0.1)
    answer = await client_of_one_that_takes(0.3).post("/claim", timeout=30.0)
    assert answer == {"fine": True}


async def test_request_that_reached_nobody_had_no_effect() -> None:
    client = ServiceClient("away", "http://127.0.0.1:1", TOKEN)
    with pytest.raises(DependencyUnavailable) as raised:
        await client.post("/rows", {})
    await client.close()
    assert not raised.value.may_have_happened


async def test_request_whose_answer_is_lost_may_have_had_its_effect() -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"{}")
        writer.close()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()
        client = ServiceClient("gone", f"http://{host}:{port}", TOKEN)
        with pytest.raises(DependencyUnavailable) as raised:
            await client.post("/rows", {})
        await client.close()
    assert raised.value.may_have_happened


async def test_service_that_keeps_failing_is_left_in_peace() -> None:
    service = PlayedService(LOST)
    client = service.client()
    for _ in range(3):
        with pytest.raises(DependencyUnavailable):
            await client.get("/rows")
    # The breaker opens after five failures in a row.
    assert len(service.requests) == 5


async def test_one_kind_of_request_that_fails_stops_no_other() -> None:
    service = PlayedService(*[LOST] * 5, FINE)
    client = service.client()
    for _ in range(2):
        with pytest.raises(DependencyUnavailable):
            await client.get("/api/v1/guards/free")
    with pytest.raises(DependencyUnavailable):
        await client.get("/api/v1/guards/open")
    assert await client.get("/api/v1/rooms/1") == {"fine": True}
    assert await client.post("/api/v1/guards", {}) == {"fine": True}


async def test_repetitions_are_few_where_many_requests_fail_now_and_then() -> None:
    service = PlayedService(*[BUSY, FINE] * 500)
    client = service.client()
    failed = 0
    for number in range(300):
        try:
            await client.get(f"/api/v1/rows/{number}")
        except DependencyUnavailable:
            failed += 1
    repeated = len(service.requests) - 300
    assert failed > 0
    # Twenty at once, and then one for every ten requests.
    assert 40 <= repeated <= 50


async def test_rejection_is_raised_as_its_reader_says() -> None:
    service = PlayedService(problem(409, "VERSION_CONFLICT"))
    with pytest.raises(RowChanged):
        await service.client().post("/unit-of-work", {})


def test_client_gives_a_connection_up_before_the_service_does() -> None:
    assert http.LIMITS.keepalive_expiry is not None
    assert http.LIMITS.keepalive_expiry < KEEP_ALIVE_SECONDS
