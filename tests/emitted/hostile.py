"""Requests that no honest client sends, for every operation of an OpenAPI document."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

TEXTS = (
    "",
    "x" * 300_000,
    "'" * 2500,
    "a\0b",
    "1e999999999",
    "1E-999999999",
    "9" * 300,
    "NaN",
    "1_000.00",
    "\u0665",
    "9999-12-31T23:59:59-14:00",
    "0001-01-01T00:00:00+14:00",
    "0001-01-01",
    "{}",
    "%",
)
VALUES = (*TEXTS, 1234567890123456.78, 1e300, 10**30, -(1 << 63), True, None, [], {}, [[1]])
# The JSON of bodies that Python's own encoder does not write.
BODIES = (
    b"",
    b"{",
    b"[]",
    b"null",
    b'"\xff"',
    b'{"k": NaN}',
    b'{"k": 1e400}',
    b'{"k": "\\ud800"}',
    b'{"\\udc00": 1}',
    b'{"k": ' + b"[" * 300 + b"]" * 300 + b"}",
    b"[" * 100_000,
    b'{"k": ' + b"1" * 5000 + b"}",
    b'{"k": "' + b"x" * 2_000_000 + b'"}',
    b"{" + b",".join(b'"k%d": 1' % number for number in range(20_000)) + b"}",
)


@dataclass(frozen=True)
class Request:
    """What is sent, in a form that a test can name."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None

    def __str__(self) -> str:
        sent = [f"{name}={value[:30]!r}" for name, value in self.query]
        return f"{self.method} {self.path} {' '.join(sent)} {(self.body or b'')[:60]!r}"


def hostile_requests(document: dict[str, Any]) -> Iterator[Request]:
    """Each parameter and each member of a body with each bad value, and bodies that are none."""
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            yield from _of_operation(method.upper(), path, operation, document)


def _of_operation(
    method: str, path: str, operation: dict[str, Any], document: dict[str, Any]
) -> Iterator[Request]:
    parameters = operation.get("parameters", ())
    names = {place: [parameter["name"] for parameter in parameters if parameter["in"] == place]
             for place in ("path", "query")}  # fmt: skip
    somewhere = path
    for name in names["path"]:
        somewhere = somewhere.replace(f"{{{name}}}", "01900000-0000-7000-8000-000000000001")
        for text in ("x", "%00", "%ff", "0" * 300):
            yield Request(method, path.replace(f"{{{name}}}", text))
    for name in names["query"]:
        for text in TEXTS:
            # A server may cut off an address that is longer than it reads at all.
            yield Request(method, somewhere, ((name, text[:20_000]),))
        yield Request(method, somewhere, ((name, "1"), (name, "2")))
    if "requestBody" in operation:
        yield from (Request(method, somewhere, body=body) for body in BODIES)
        for member in _members(operation, document):
            for value in VALUES:
                yield Request(method, somewhere, body=json.dumps({member: value}).encode())


def _members(operation: dict[str, Any], document: dict[str, Any]) -> Iterator[str]:
    schema = operation["requestBody"]["content"].get("application/json", {}).get("schema", {})
    schema = (schema.get("allOf") or [schema])[0]
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    yield from schema.get("properties", {})
