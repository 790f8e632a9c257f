"""Whom hostile requests are sent to, and as whom."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import httpx

from msc.ir.system import System
from msc.local.system import LocalSystem
from tests.emitted.hostile import hostile_requests
from tests.hostile.exchange import Hostile
from tests.hostile.members import body_schema, spoiled
from tests.hostile.shapes import Header, head, of_bodies, of_heads, of_keys, with_body
from tests.hostile.values import FITTING, LARGE, SMALL, bodies, large_bodies
from tests.wire.documents import DATA_SERVICES, first_token

SOMEWHERE = "01900000-0000-7000-8000-000000000001"
WEBHOOK_PATH = "/bot/webhook"
WEBHOOK = {
    "TELEGRAM_MODE": "webhook",
    "TELEGRAM_WEBHOOK_URL": "https://hostile.example",
    "TELEGRAM_WEBHOOK_SECRET": "s" * 40,
}
# Operations whose bodies are also hostile as HTTP.
RAW_OPERATIONS = 1


@dataclass(frozen=True)
class Target:
    """A service, what it says that it serves, and the headers that open it."""

    service: str
    caller: str
    url: str
    document: dict[str, Any]
    own: tuple[Header, ...] = ()
    token: str = ""

    @property
    def has_pages(self) -> bool:
        """Whether people read some of its answers in a browser."""
        return self.service == "api_service"

    @property
    def plain(self) -> frozenset[int]:
        """What the server of the bot answers before the bot does; only the edge reaches it."""
        return frozenset({400, 417}) if self.service == "bot_service" else frozenset()

    def requests(self) -> Iterator[Hostile]:
        """Bad values in each parameter and each member, and bodies that are none."""
        for request in hostile_requests(self.document):
            query = httpx.QueryParams(request.query)
            path = f"{request.path}?{query}" if request.query else request.path
            path = path.replace("{", "%7B").replace("}", "%7D")
            if request.body is None:
                sent = head(request.method, path, *self.own)
                yield Hostile(str(request), sent, refused=False)
            else:
                yield with_body(
                    str(request), request.method, path, request.body, *self.own, refused=False
                )
        for method, path, operation in self._with_bodies():
            where = f"{method} {path}"
            for name, body in bodies():
                sent = with_body(f"{name} to {where}", method, path, body, *self.own)
                yield replace(sent, refused=name not in FITTING)
            schema = body_schema(operation, self.document) or {}
            for value in SMALL:
                for member, body in spoiled(schema, self.document, value):
                    name = f"{member}={value[:40]!r} ({len(value)}) to {where}"
                    yield with_body(name, method, path, body, *self.own, refused=False)

    def raw(self) -> Iterator[Hostile]:
        """Requests that are hostile as HTTP, and bodies that are as large as may be."""
        yield from of_heads(self._some_path(), *self.own)
        for method, path, operation in islice(self._with_bodies(), RAW_OPERATIONS):
            yield from of_bodies(method, path, *self.own)
            yield from of_keys(method, path, *self.own)
            if self.service in DATA_SERVICES:
                for name, body in large_bodies():
                    yield with_body(f"{name} to {method} {path}", method, path, body, *self.own)
            schema = body_schema(operation, self.document) or {}
            for value in LARGE:
                for member, body in spoiled(schema, self.document, value):
                    name = f"{member}={value[:9]!r} ({len(value)}) to {method} {path}"
                    yield with_body(name, method, path, body, *self.own)

    def _with_bodies(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        for path, operations in self.document["paths"].items():
            for method, operation in operations.items():
                if "requestBody" in operation:
                    parts = path.split("/")
                    somewhere = [SOMEWHERE if part.startswith("{") else part for part in parts]
                    yield method.upper(), "/".join(somewhere), operation

    def _some_path(self) -> str:
        """A list, where there is one."""
        lists = (
            path
            for path, operations in self.document["paths"].items()
            if any(one["in"] == "query" for one in operations.get("get", {}).get("parameters", ()))
            and "{" not in path
        )
        return next(lists, "/health")


def targets(system: System, running: LocalSystem) -> Iterator[Target]:
    """The API for nobody and for the first account, the data services, and the webhook."""
    url = running.urls["api_service"]
    document = httpx.get(f"{url}/api/openapi.json").json()
    yield Target("api_service", "nobody", url, document)
    token = first_token(system, running)
    if token is None:
        raise LookupError("nobody can sign in to this system")
    bearer: Header = ("Authorization", f"Bearer {token}")
    yield Target("api_service", "the first account", url, document, (bearer,), token)
    operator: Header = ("X-Service-Token", running.operator_token)
    for name in DATA_SERVICES:
        if name in running.urls:
            data = httpx.get(f"{running.urls[name]}/openapi.json").json()
            yield Target(name, "an operator", running.urls[name], data, (operator,))
    if "bot_service" in running.urls:
        secret: Header = (
            "X-Telegram-Bot-Api-Secret-Token", WEBHOOK["TELEGRAM_WEBHOOK_SECRET"])  # fmt: skip
        hook: dict[str, Any] = {"paths": {WEBHOOK_PATH: {"post": {"requestBody": {"content": {}}}}}}
        yield Target("bot_service", "Telegram", running.urls["bot_service"], hook, (secret,))
