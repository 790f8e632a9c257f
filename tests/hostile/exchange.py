"""One request on a connection of its own, written byte for byte, and what came back."""

import json
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

READ_BYTES = 1 << 16
CONNECT_SECONDS = 10.0
PATIENCE_SECONDS = 20.0


def nothing() -> Iterator[bytes]:
    """No body."""
    yield from ()


@dataclass(frozen=True)
class Hostile:
    """A request that no honest client sends.

    `refused`: any answer other than 4xx is a fault. `may_close`: none is needed, either.
    `slow`: it takes seconds on purpose.
    """

    name: str
    head: bytes
    body: Callable[[], Iterable[bytes]] = nothing
    refused: bool = True
    may_close: bool = False
    slow: bool = False


@dataclass(frozen=True)
class Answer:
    """The status (0 without an answer), the lower-case headers and the body."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def members(self) -> dict[str, Any]:
        """The members of a JSON object; none for anything else."""
        try:
            value = json.loads(self.body)
        except ValueError:
            return {}
        return value if isinstance(value, dict) else {}


def exchange(url: str, request: Hostile) -> tuple[Answer, float]:
    """Sends the request, and waits for its answer; also the seconds that both took."""
    began, address = time.monotonic(), urlsplit(url)
    place = (str(address.hostname), int(address.port or 80))
    with socket.create_connection(place, timeout=CONNECT_SECONDS) as connection:
        connection.settimeout(PATIENCE_SECONDS)
        try:
            connection.sendall(request.head)
            for chunk in request.body():
                connection.sendall(chunk)
        except OSError:
            # Whoever refuses a request need not read the rest of it; the answer is there already.
            pass
        answer = _read(connection)
    return answer, time.monotonic() - began


def _read(connection: socket.socket) -> Answer:
    received = b""
    try:
        while True:
            head, separator, rest = received.partition(b"\r\n\r\n")
            if separator and head.split(b" ", 2)[1].startswith(b"1"):
                received = rest
                continue
            if separator:
                return _answer(connection, head, rest)
            more = connection.recv(READ_BYTES)
            if not more:
                return Answer()
            received += more
    except OSError:
        return Answer()


def _answer(connection: socket.socket, head: bytes, body: bytes) -> Answer:
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    status, length = int(first.split(" ")[1]), headers.get("content-length")
    while length is None or len(body) < int(length):
        if status in {204, 304} or (
            headers.get("transfer-encoding") and body.endswith(b"0\r\n\r\n")
        ):
            break
        more = connection.recv(READ_BYTES)
        if not more:
            break
        body += more
    return Answer(status, headers, body)
