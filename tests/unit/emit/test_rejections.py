"""Every code that a data service answers with is decided on: callers see it, or an outage."""

import ast
from collections.abc import Iterator
from pathlib import Path

EMITTED = Path("tests/golden/pocket")
READER = EMITTED / "shared/src/shared/rejections.py"
# What no caller of a caller learns: mistakes of ours, outages, and limits between services.
WITHHELD = {
    "BAD_REQUEST",
    "CONFLICT",
    "CONTENT_TOO_LARGE",
    "DATABASE_TIMEOUT",
    "DATABASE_UNAVAILABLE",
    "DEPENDENCY_UNAVAILABLE",
    "ERROR",
    "FORBIDDEN",
    "HEAD_TOO_LARGE",
    "INTERNAL_ERROR",
    "METHOD_NOT_ALLOWED",
    "NOT_AUTHENTICATED",
    "REQUEST_TIMED_OUT",
    "SERVICE_NOT_ALLOWED",
    "SERVICE_TOKEN_REQUIRED",
    "TOO_MANY_REQUESTS",
    "UNKNOWN_NAME",
    "URI_TOO_LONG",
}


def test_every_code_of_data_services_is_decided_on() -> None:
    answered = {code for path in _sources() for code in _codes(_parsed(path))}
    passed = set(_passed(_parsed(READER)))
    assert not passed & WITHHELD
    assert answered == passed | WITHHELD


def _sources() -> Iterator[Path]:
    yield from sorted((EMITTED / "shared/src").rglob("*.py"))
    for service in sorted(EMITTED.glob("services/db_*_service")):
        yield from sorted((service / "src").rglob("*.py"))


def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def _codes(module: ast.Module) -> Iterator[str]:
    """The second argument of problems, and the values of tables of codes by status."""
    for node in ast.walk(module):
        match node:
            case ast.Call(args=[status, ast.Constant(value=str(code)), *_]) if code.isupper():
                if not isinstance(status, ast.Constant) or isinstance(status.value, int):
                    yield code
            case ast.Assign(targets=[ast.Name(id="CODES")], value=ast.Dict(values=values)):
                yield from (str(value.value) for value in values if isinstance(value, ast.Constant))


def _passed(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        match node:
            case ast.AnnAssign(
                target=ast.Name(id="code"),
                annotation=ast.Subscript(slice=ast.Constant(value=str(code))),
            ):
                yield code
