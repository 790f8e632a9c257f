"""A service knows who calls it, and which routes each caller uses."""

import httpx
import pytest
from fastapi import APIRouter, FastAPI

from shared.application import install_frame
from shared.callers import Callers, CallingService, ServiceRouter, operator
from tests.support.service import TOKEN

OLD, NEW = "the token before, which still holds", "the token from now on, for years"
ROUTES = frozenset({"GET /things/{id}", "GET /queries/mine"})
CALLERS = Callers([CallingService("reader", (NEW, OLD), ROUTES), operator(TOKEN)])


def app_for(callers: Callers) -> FastAPI:
    app, things, queries = FastAPI(), ServiceRouter(prefix="/things"), ServiceRouter()
    install_frame(app, {}, callers=callers)
    things.add_api_route("/{id:int}", _answer, methods=["GET", "DELETE"])
    things.add_api_route("", _take, methods=["POST"])
    queries.add_api_route("/queries/{name}", _answer, methods=["GET"])
    api = APIRouter(prefix="/api/v1")
    api.include_router(things)
    api.include_router(queries)
    app.include_router(api)
    return app


async def _answer() -> str:
    return "fine"


async def _take(body: dict[str, int]) -> int:
    return len(body)


async def ask(
    token: str, route: str, callers: Callers = CALLERS, content: bytes = b""
) -> httpx.Response:
    method, path = route.split(" ")
    transport = httpx.ASGITransport(app_for(callers))
    headers = {
        b"content-type": b"application/json",
        b"x-request-id": b"req-1",
        b"x-service-token": token.encode(),
    }
    async with httpx.AsyncClient(base_url="http://service", transport=transport) as client:
        return await client.request(method, f"/api/v1{path}", headers=headers, content=content)


@pytest.mark.parametrize("token", [OLD, NEW, TOKEN])
@pytest.mark.parametrize("route", ["GET /things/7", "GET /queries/mine", "HEAD /things/7"])
async def test_service_may_use_its_routes_with_either_token(token: str, route: str) -> None:
    answer = await ask(token, route)
    assert (answer.status_code, answer.headers["x-request-id"]) == (200, "req-1")


@pytest.mark.parametrize("route", ["DELETE /things/7", "GET /queries/theirs", "POST /things"])
async def test_service_may_not_use_other_routes(route: str) -> None:
    refused = await ask(NEW, route)
    assert (refused.status_code, refused.json()["code"]) == (403, "SERVICE_NOT_ALLOWED")
    assert (await ask(TOKEN, route, content=b"{}")).status_code == 200


@pytest.mark.parametrize("token", ["", OLD[:-1], f"{NEW} ", "\u00fc" * 32])
@pytest.mark.parametrize("route", ["GET /things/7", "POST /things"])
@pytest.mark.parametrize("content", [b"{}", b"{"])
async def test_nobody_else_may_use_any_route(token: str, route: str, content: bytes) -> None:
    refused = await ask(token, route, content=content)
    assert (refused.status_code, refused.json()["code"]) == (401, "SERVICE_TOKEN_REQUIRED")
    assert refused.headers["x-request-id"] != "req-1"


async def test_token_that_is_not_set_opens_nothing() -> None:
    callers = Callers([CallingService("reader", ("", ""), ROUTES), operator("")])
    assert (await ask("", "GET /things/7", callers)).status_code == 401


async def test_log_says_which_service_called(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # What people say of themselves may be called `calling_service`, and is hidden then.
    monkeypatch.setattr("shared.logs.PERSONAL_FIELDS", frozenset())
    await ask(NEW, "GET /things/7")
    assert "reader" in capsys.readouterr().out


def test_tokens_are_not_shown() -> None:
    assert NEW not in repr(CALLERS.services)
