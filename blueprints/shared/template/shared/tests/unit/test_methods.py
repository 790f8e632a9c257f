"""HEAD, OPTIONS and `Allow`, for whatever a path is served by."""

from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from shared.application import install_frame
from shared.routing import Router


def app_with(folder: Path) -> FastAPI:
    app = FastAPI()
    install_frame(app, {})
    for prefix in ("", "/api"):
        reading, writing = Router(), Router()
        reading.add_api_route("/notes/{id:int}", _note, methods=["GET"])
        writing.add_api_route("/notes/{id}", _note, methods=["PATCH"])
        writing.add_api_route("/notes/{id}", _note, methods=["DELETE"])
        app.include_router(reading, prefix=prefix)
        app.include_router(writing, prefix=prefix)
    app.mount("/files", StaticFiles(directory=folder))
    return app


async def _note(id: int) -> dict[str, int]:
    return {"id": id}


@pytest.fixture
async def client(tmp_path: Path) -> httpx.AsyncClient:
    (tmp_path / "note.txt").write_text("a note")
    transport = httpx.ASGITransport(app_with(tmp_path))
    return httpx.AsyncClient(base_url="http://service", transport=transport)


@pytest.mark.parametrize("path", ["/notes/7", "/api/notes/7", "/files/note.txt", "/health"])
async def test_head_answers_the_headers_of_get(client: httpx.AsyncClient, path: str) -> None:
    full, head = await client.get(path), await client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(full.content))
    assert head.headers["content-type"] == full.headers["content-type"]


async def test_head_of_nothing_is_not_found(client: httpx.AsyncClient) -> None:
    head = await client.head("/nothing")
    assert (head.status_code, head.content) == (404, b"")


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/notes/7", "DELETE, GET, HEAD, OPTIONS, PATCH"),
        ("/api/notes/7", "DELETE, GET, HEAD, OPTIONS, PATCH"),
        ("/api/notes/x", "DELETE, OPTIONS, PATCH"),
        ("/files/note.txt", "GET, HEAD, OPTIONS"),
        ("/metrics", "GET, HEAD, OPTIONS"),
    ],
)
@pytest.mark.parametrize(("method", "status"), [("PUT", 405), ("OPTIONS", 204)])
async def test_allow_names_the_methods_of_all_routes_of_a_path(
    client: httpx.AsyncClient, path: str, allowed: str, method: str, status: int
) -> None:
    answer = await client.request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (status, allowed)


async def test_head_is_measured_as_its_route(client: httpx.AsyncClient) -> None:
    await client.head("/api/notes/7")
    metrics = (await client.get("/metrics")).text
    assert 'http_requests_total{endpoint="/api/notes/{id}",method="HEAD",status_code="200"}' in metrics
