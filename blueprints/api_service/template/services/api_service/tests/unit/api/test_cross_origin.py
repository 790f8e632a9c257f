"""Pages of other origins: which may call, and what browsers let them read."""

import httpx
import pytest
from fastapi import FastAPI
from shared.limits import MAX_TARGET_BYTES

from src.api.cross_origin import EXPOSED, allow_origins
from tests.support.api import WEBSITE, client, problem_of
from tests.support.data import Data

ANOTHER = "https://another-website.dev"
ALLOWED = "access-control-allow-origin"


def preflight(origin: str) -> dict[str, str]:
    """What a browser asks before it sends a request with a token and a body."""
    return {
        "Origin": origin,
        "Access-Control-Request-Method": "PATCH",
        "Access-Control-Request-Headers": "authorization, content-type, if-match",
    }


async def test_page_of_an_allowed_origin_may_send_what_clients_send() -> None:
    response = await client(Data()).options("/health", headers=preflight(WEBSITE))
    assert (response.status_code, response.headers[ALLOWED]) == (200, WEBSITE)
    assert "PATCH" in response.headers["access-control-allow-methods"].split(", ")
    headers = "authorization, content-type, if-match"
    assert response.headers["access-control-allow-headers"] == headers
    assert int(response.headers["access-control-max-age"]) >= 600


async def test_page_of_another_origin_may_send_nothing() -> None:
    response = await client(Data()).options("/health", headers=preflight(ANOTHER))
    assert response.status_code == 400
    assert ALLOWED not in response.headers


@pytest.mark.parametrize(("path", "status"), [("/health", 200), ("/no-such-path", 404)])
async def test_page_of_an_allowed_origin_reads_every_answer(path: str, status: int) -> None:
    response = await client(Data()).get(path, headers={"Origin": WEBSITE})
    assert (response.status_code, response.headers[ALLOWED]) == (status, WEBSITE)
    assert response.headers["access-control-expose-headers"].split(", ") == list(EXPOSED)
    assert response.headers["vary"] == "Origin"
    assert "access-control-allow-credentials" not in response.headers


async def test_page_reads_refusals_of_the_frame() -> None:
    response = await client(Data()).get("/health?" + "x" * MAX_TARGET_BYTES, headers={"Origin": WEBSITE})
    assert problem_of(response)[:2] == (414, "URI_TOO_LONG")
    assert response.headers[ALLOWED] == WEBSITE


async def test_page_of_another_origin_reads_nothing() -> None:
    response = await client(Data()).get("/health", headers={"Origin": ANOTHER})
    assert ALLOWED not in response.headers


async def test_without_origins_no_page_is_allowed() -> None:
    app = FastAPI()
    allow_origins(app, ())
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(base_url="http://api", transport=transport) as browser:
        response = await browser.get("/openapi.json", headers={"Origin": WEBSITE})
    assert response.status_code == 200
    assert not [name for name in response.headers if name.startswith("access-control-")]
