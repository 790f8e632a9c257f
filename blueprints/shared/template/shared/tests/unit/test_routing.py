"""Which routers are asked for the route of a request."""

import httpx
import pytest
from fastapi import FastAPI

from shared.routing import Router


def with_routers() -> FastAPI:
    app = FastAPI()
    for prefix in ("/things", "/people/{person}/things", ""):
        router = Router(prefix=prefix)

        @router.get("/count")
        async def count(person: str = "nobody") -> str:
            return person

        app.include_router(router, prefix="/api/v1")
    return app


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/things/count", 200),
        ("/api/v1/people/ann/things/count", 200),
        ("/api/v1/count", 200),
        ("/api/v1/things", 404),
        ("/things/count", 404),
        ("/api/v1/others/count", 404),
    ],
)
async def test_router_is_found_by_its_prefix(path: str, status: int) -> None:
    transport = httpx.ASGITransport(with_routers())
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
        assert (await client.get(path)).status_code == status
        assert (await client.post(path)).status_code == (405 if status == 200 else 404)
