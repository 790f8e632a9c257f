"""Many people at once: each on a connection of its own, who asks again when it was answered."""

import asyncio
import re
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Request:
    """A request as its bytes, without the host."""

    method: str
    path: str
    headers: tuple[str, ...] = ()
    body: str = ""

    def encode(self) -> bytes:
        """What goes over the wire."""
        lines = [f"{self.method} {self.path} HTTP/1.1", "Host: localhost", *self.headers]
        if self.body:
            lines += ["Content-Type: application/json", f"Content-Length: {len(self.body)}"]
        return ("\r\n".join(lines) + "\r\n\r\n" + self.body).encode()


@dataclass(frozen=True, slots=True)
class Load:
    """How much was answered in a second, and how long people waited, in seconds."""

    rate: float
    median: float
    p95: float
    p99: float


def load(address: str, requests: Sequence[Request], seconds: float, pause: float = 0.0) -> Load:
    """What an address bears: one person for each request, who waits `pause` seconds in between.

    Raises ValueError for an answer that is not of the kind 2xx.
    """
    waited = asyncio.run(_crowd(address, requests, seconds, pause))
    hundredths = statistics.quantiles(waited, n=100)
    return Load(len(waited) / seconds, hundredths[49], hundredths[94], hundredths[98])


async def answered(address: str, request: Request) -> tuple[int, bytes]:
    """The status of one answer, and its body."""
    place = urlsplit(address)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    writer.write(request.encode())
    answer = await _answer(reader)
    writer.close()
    return answer


async def _crowd(
    address: str, requests: Sequence[Request], seconds: float, pause: float
) -> list[float]:
    # They do not come all at the same moment.
    steps = (pause * number / len(requests) for number in range(len(requests)))
    end = time.perf_counter() + seconds
    people = [
        _person(address, request.encode(), end, step, pause)
        for request, step in zip(requests, steps, strict=True)
    ]
    return [answer for waited in await asyncio.gather(*people) for answer in waited]


async def _person(
    address: str, request: bytes, end: float, first: float, pause: float
) -> list[float]:
    place = urlsplit(address)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    waited = []
    await asyncio.sleep(first)
    while (start := time.perf_counter()) < end:
        writer.write(request)
        status, body = await _answer(reader)
        if status // 100 != 2:
            raise ValueError(f"{status}: {body.decode()}")
        waited.append(time.perf_counter() - start)
        await asyncio.sleep(pause)
    writer.close()
    return waited


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    length = LENGTH.search(head)
    body = await reader.readexactly(int(length[1]) if length else 0)
    return int(head[9:12]), body
