"""Requests are bounded before they are read, on a server as people reach it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import uvicorn
from fastapi import Depends, FastAPI, Request
from pydantic import BaseModel

from shared import limits, server
from shared.application import GRACE_SECONDS, install_frame
from shared.problems import Problem
from shared.routing import Admission, Router

BODY_BYTES, TARGET_BYTES, VALUES = 10_000, 200, 3200
HEAD = b"POST /notes HTTP/1.1\r\nHost: service\r\nContent-Type: application/json\r\n"


class Note(BaseModel):
    """A body."""

    text: str


class Nobody(Admission):
    """Lets nobody in."""

    async def admit(self, request: Request) -> object:
        """Refuses everybody."""
        raise Problem(401, "NOT_AUTHENTICATED", f"Nobody opens {request.url.path}")

    async def __call__(self, request: Request) -> object:
        """The same as a dependency."""
        return await self.admit(request)


def app() -> FastAPI:
    service, router = FastAPI(), Router()
    install_frame(
        service, {}, body_bytes=BODY_BYTES, body_values=VALUES, target_bytes=TARGET_BYTES
    )

    @router.post("/notes", status_code=201)
    async def add(note: Note) -> int:
        return len(note.text)

    @router.get("/notes")
    async def read(word: str = "") -> str:
        return word

    @router.post("/closed", dependencies=[Depends(Nobody())])
    async def closed(note: Note) -> int:
        return len(note.text)

    service.include_router(router)
    return service


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only where time is what the test is about: on a busy machine these end any request."""
    monkeypatch.setattr(limits, "BODY_SECONDS", 0.2)
    monkeypatch.setattr(server, "HEADER_SECONDS", 0.2)


@pytest.fixture
async def port() -> AsyncIterator[int]:
    config = uvicorn.Config(
        app(), host="127.0.0.1", port=0, log_config=None, http=server.HttpProtocol
    )
    running = uvicorn.Server(config)
    task = asyncio.create_task(running.serve())
    while not running.started:
        await asyncio.sleep(0.01)
    yield running.servers[0].sockets[0].getsockname()[1]
    running.should_exit = True
    await asyncio.wait_for(task, 30)


@asynccontextmanager
async def connection(port: int, sent: bytes) -> AsyncIterator[asyncio.StreamReader]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    yield reader
    writer.close()


async def ask(port: int, sent: bytes) -> tuple[int, str]:
    """The status and the rest of the answer to a request that stops after these bytes."""
    async with connection(port, sent) as reader:
        answer = await asyncio.wait_for(reader.read(10_000), 30)
    head, _, rest = answer.decode().partition("\r\n")
    return int(head.split()[1]), rest


def post(path: str, body: bytes) -> bytes:
    return f"POST {path} HTTP/1.1\r\nHost: s\r\nContent-Type: application/json\r\n".encode() + (
        f"Content-Length: {len(body)}\r\n\r\n".encode() + body
    )


async def test_body_within_the_limits_is_read(port: int) -> None:
    assert (await ask(port, post("/notes", b'{"text": "abc"}')))[0] == 201


async def test_body_that_is_announced_too_large_is_refused_before_it_comes(port: int) -> None:
    sent = HEAD + b"Content-Length: 50000000\r\n\r\n{"
    status, rest = await ask(port, sent)
    assert status == 413
    assert "application/problem+json" in rest
    assert "CONTENT_TOO_LARGE" in rest
    assert "connection: close" in rest.lower()


async def test_body_that_grows_too_large_is_refused(port: int) -> None:
    chunk = b"1000\r\n" + b"x" * 0x1000 + b"\r\n"
    sent = HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 3
    assert (await ask(port, sent))[0] == 413


@pytest.mark.usefixtures("impatient")
async def test_body_that_stops_half_way_ends_the_request(port: int) -> None:
    status, rest = await ask(port, HEAD + b'Content-Length: 100\r\n\r\n{"text": ')
    assert (status, "REQUEST_TIMED_OUT" in rest) == (408, True)


def test_half_a_body_does_not_outlast_the_grace_of_a_server_that_stops() -> None:
    assert max(limits.BODY_SECONDS, server.HEADER_SECONDS) < GRACE_SECONDS


@pytest.mark.usefixtures("impatient")
async def test_half_a_head_ends_the_connection(port: int) -> None:
    async with connection(port, HEAD) as reader:
        assert await asyncio.wait_for(reader.read(), 30) == b""


@pytest.mark.parametrize(
    "sent",
    [
        b"noise\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\nHost: s\r\n\r\n",
        HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n",
        HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
)
async def test_what_is_no_request_is_refused_with_a_problem(port: int, sent: bytes) -> None:
    status, rest = await ask(port, sent)
    head, _, body = rest.partition("\r\n\r\n")
    request_id = head.partition("x-request-id: ")[2].partition("\r\n")[0]
    assert status == 400
    assert "content-type: application/problem+json\r\n" in head
    assert json.loads(body)["instance"] == f"urn:request:{request_id}"
    assert json.loads(body)["code"] == "BAD_REQUEST"


async def test_headers_are_taken_within_their_limit(port: int) -> None:
    headers = b"X-Some: " + b"x" * (server.MAX_BYTES_BESIDE_BODY // 2) + b"\r\n"
    assert (await ask(port, b"GET /notes HTTP/1.1\r\nHost: s\r\n" + headers + b"\r\n"))[0] == 200


@pytest.mark.parametrize("line", [b"X-Endless: ", b"GET /"])
async def test_head_that_does_not_end_is_refused_before_it_is_kept(port: int, line: bytes) -> None:
    start = b"" if line.startswith(b"GET") else b"GET /notes HTTP/1.1\r\nHost: s\r\n"
    status, rest = await ask(port, start + line + b"x" * (server.MAX_BYTES_BESIDE_BODY + 1))
    assert (status, "HEAD_TOO_LARGE" in rest) == (431, True)


async def test_trailer_that_does_not_end_is_refused(port: int) -> None:
    chunked = HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n"
    status, _ = await ask(port, chunked + b"X-Tail: " + b"x" * server.MAX_BYTES_BESIDE_BODY)
    assert status == 431


async def test_each_request_of_a_connection_has_the_limit_of_its_head(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "MAX_BYTES_BESIDE_BODY", 150)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(5):
        writer.write(post("/notes", b'{"text": "abc"}'))
        assert (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n3"), 30)).split()[1] == b"201"
    writer.close()


async def test_long_body_beside_its_head_is_no_long_head(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "MAX_BYTES_BESIDE_BODY", 200)
    assert (await ask(port, post("/notes", b'{"text": "' + b"x" * 5000 + b'"}')))[0] == 201


async def test_body_with_too_many_values_is_refused(port: int) -> None:
    many = b'{"text": [' + b"1," * VALUES + b"1]}"
    status, rest = await ask(port, post("/notes", many))
    assert (status, f"more than {VALUES} values" in rest) == (422, True)


async def test_unknown_caller_is_refused_before_the_body_comes(port: int) -> None:
    sent = HEAD.replace(b"/notes", b"/closed") + b"Content-Length: 100\r\n\r\n{"
    assert (await ask(port, sent))[0] == 401


async def test_address_has_a_length(port: int) -> None:
    query = b"x" * TARGET_BYTES
    status, rest = await ask(port, b"GET /notes?word=" + query + b" HTTP/1.1\r\nHost: s\r\n\r\n")
    assert (status, "URI_TOO_LONG" in rest) == (414, True)


async def test_parameter_is_taken_once(port: int) -> None:
    status, rest = await ask(port, b"GET /notes?word=a&word=b HTTP/1.1\r\nHost: s\r\n\r\n")
    assert (status, '"query.word"' in rest) == (422, True)


async def test_body_that_cannot_be_kept_names_the_reason(port: int) -> None:
    status, rest = await ask(port, post("/notes", b'{"text": "\\ud800"}'))
    assert (status, "surrogate" in rest) == (422, True)


async def test_errors_are_counted_and_cut(port: int) -> None:
    many = b",".join(b"1" for _ in range(3000))
    status, rest = await ask(port, post("/notes", b'{"' + b"k" * 3000 + b'": [' + many + b"]}"))
    assert status == 422
    assert len(rest) < 2000


async def test_head_is_get_without_a_body(port: int) -> None:
    status, rest = await ask(port, b"HEAD /notes HTTP/1.1\r\nHost: s\r\n\r\n")
    assert status == 200
    assert rest.endswith("\r\n\r\n")


@pytest.mark.parametrize(("method", "status"), [("PUT", 405), ("OPTIONS", 204)])
async def test_every_method_of_a_path_is_allowed(port: int, method: str, status: int) -> None:
    answered, rest = await ask(port, f"{method} /notes HTTP/1.1\r\nHost: s\r\n\r\n".encode())
    assert answered == status
    assert "allow: GET, HEAD, OPTIONS, POST\r\n" in rest


async def test_options_of_nothing_is_not_found(port: int) -> None:
    assert (await ask(port, b"OPTIONS /nothing HTTP/1.1\r\nHost: s\r\n\r\n"))[0] == 404
