"""People who use the system all the time, and never send a request a second time."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import httpx

PAUSE_SECONDS = 0.02
PATIENCE_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for."""

    method: str
    path: str
    body: object = None


@dataclass
class Edge:
    """The APIs that requests go to by turns. None is sent twice, as nginx is told."""

    addresses: list[str]
    _turn: int = 0

    def next(self) -> str:
        """The address for the next request."""
        self._turn += 1
        return self.addresses[self._turn % len(self.addresses)]


@dataclass
class Met:
    """What clients met: failures, the seconds of each kind of request, and what they wrote."""

    failures: list[str] = field(default_factory=list)
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    labels: dict[str, str] = field(default_factory=dict)
    added: dict[str, str] = field(default_factory=dict)

    @property
    def requests(self) -> int:
        """How many requests were sent."""
        return sum(map(len, self.seconds.values()))


@dataclass
class Client:
    """Somebody who adds parcels, and reads and changes those that nobody else changes."""

    name: str
    token: str
    edge: Edge
    met: Met
    parcels: Sequence[str]
    depots: Sequence[str]
    random: Random

    async def run(self, ending: asyncio.Event) -> None:
        """Sends one request after the other until the end."""
        choices = (self._add, self._change, self._show, self._list, self._list_of_depot)
        # A connection for each request, as the edge has it.
        limits = httpx.Limits(max_keepalive_connections=0)
        headers = {"Authorization": f"Bearer {self.token}"}
        async with httpx.AsyncClient(
            limits=limits, headers=headers, timeout=PATIENCE_SECONDS
        ) as http:
            while not ending.is_set():
                await self.random.choice(choices)(http)
                await asyncio.sleep(PAUSE_SECONDS)

    async def _add(self, http: httpx.AsyncClient) -> None:
        label = self._word()
        body = {"label": label, "code": self._word(), "weight": 1, "depot_id": self._depot()}
        parcel = await self._send(http, "add", Request("POST", "/parcels", body))
        if parcel is not None:
            self.met.added[parcel["id"]] = label
            self._look(parcel, label)

    async def _change(self, http: httpx.AsyncClient) -> None:
        key, label = self.random.choice(self.parcels), self._word()
        body = {"label": label, "weight": self.random.randrange(1000)}
        parcel = await self._send(http, "change", Request("PATCH", f"/parcels/{key}", body))
        if parcel is not None:
            self.met.labels[key] = label
            self._look(parcel, label)

    async def _show(self, http: httpx.AsyncClient) -> None:
        key = self.random.choice(self.parcels)
        parcel = await self._send(http, "show", Request("GET", f"/parcels/{key}"))
        if parcel is not None and key in self.met.labels:
            self._look(parcel, self.met.labels[key])

    async def _list(self, http: httpx.AsyncClient) -> None:
        await self._send(http, "list", Request("GET", "/parcels"))

    async def _list_of_depot(self, http: httpx.AsyncClient) -> None:
        path = f"/parcels?depot_id={self._depot()}"
        await self._send(http, "list of a depot", Request("GET", path))

    async def _send(self, http: httpx.AsyncClient, kind: str, request: Request) -> Any:
        """The answer; None if there is none of the kind 2xx, which is noted."""
        address, began = self.edge.next(), time.monotonic()
        what = f"{request.method} {request.path}"
        try:
            answer = await http.request(
                request.method, f"{address}/api/v1{request.path}", json=request.body
            )
        except httpx.HTTPError as error:
            self.met.failures.append(f"{what}: {error!r}")
            return None
        finally:
            self.met.seconds[kind].append(time.monotonic() - began)
        if answer.is_success:
            return answer.json()
        self.met.failures.append(f"{what}: {answer.status_code} {answer.text[:300]}")
        return None

    def _look(self, parcel: dict[str, Any], label: str) -> None:
        # The field has its new name in the answers of the new version.
        shown = parcel.get("title", parcel.get("label"))
        if shown != label:
            self.met.failures.append(f"{parcel['id']} shows {shown} and not {label}")

    def _word(self) -> str:
        return f"{self.name}-{self.random.getrandbits(64):x}"

    def _depot(self) -> str:
        return self.random.choice(self.depots)
