"""Errors as RFC 9457 problem details, and the exceptions that become them."""

from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

from shared.messages import message_of
from shared.methods import allowed_methods
from shared.request_context import current_request_id

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "Bad request",
    401: "Not authenticated",
    403: "Forbidden",
    404: "Not found",
    405: "Method not allowed",
    408: "Request timed out",
    409: "Conflict",
    412: "Not that version",
    413: "Content too large",
    414: "Address too long",
    422: "Not valid",
    429: "Too many requests",
    431: "Head too large",
    500: "Internal error",
    503: "Not available",
}
CODES = {
    400: "BAD_REQUEST",
    401: "NOT_AUTHENTICATED",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    408: "REQUEST_TIMED_OUT",
    409: "CONFLICT",
    413: "CONTENT_TOO_LARGE",
    414: "URI_TOO_LONG",
    422: "VALIDATION_FAILED",
    429: "TOO_MANY_REQUESTS",
    431: "HEAD_TOO_LARGE",
    503: "DEPENDENCY_UNAVAILABLE",
}
OUTCOME_UNKNOWN = "OUTCOME_UNKNOWN"
NOT_KNOWN = (
    "It is not known whether this was done; repeat it under its Idempotency-Key, or, if the route "
    "takes none, look first"
)
MAX_ERRORS = 50
MAX_FIELD = 200

log = structlog.get_logger()


class ProblemDetails(BaseModel):
    """The body of every error; some codes have additional members."""

    model_config = ConfigDict(extra="allow", title="Problem")

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    instance: str
    code: str


class Problem(Exception):
    """An error that is reported to the caller."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        **members: Any,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.headers = headers
        self.members = members


class NotAuthenticated(Problem):
    """The caller did not prove who it is."""

    def __init__(self, detail: str = "Authentication is required") -> None:
        headers = {"WWW-Authenticate": "Bearer"}
        super().__init__(401, "NOT_AUTHENTICATED", detail, headers=headers)


class ServiceTokenRequired(Problem):
    """The caller is none of our services."""

    def __init__(self) -> None:
        super().__init__(401, "SERVICE_TOKEN_REQUIRED", "A service token is required")


class ServiceNotAllowed(Problem):
    """The caller is a service of ours that has no business here."""

    def __init__(self) -> None:
        super().__init__(403, "SERVICE_NOT_ALLOWED", "This service does not use this route")


class Forbidden(Problem):
    """The caller may not do this."""

    def __init__(self, detail: str = "You may not do this") -> None:
        super().__init__(403, "FORBIDDEN", detail)


class NotFound(Problem):
    """There is no such row, or the caller may not see it."""

    def __init__(self, entity: str, identifier: object) -> None:
        detail = f"There is no {entity.replace('_', ' ')} {identifier}"
        super().__init__(404, "NOT_FOUND", detail, entity=entity, id=str(identifier))


class NotHttp(Problem):
    """What came is no request; whatever else was sent with it is not looked at."""

    def __init__(self, detail: str) -> None:
        super().__init__(400, "BAD_REQUEST", detail)


class HeadTooLarge(Problem):
    """The address and the headers of a request do not end."""

    def __init__(self) -> None:
        super().__init__(431, "HEAD_TOO_LARGE", "The headers of the request are too large")


class InternalError(Problem):
    """A bug; the caller learns the request id, and whether something `may_have_happened`."""

    def __init__(self, *, may_have_happened: bool = False) -> None:
        detail = "Something went wrong on our side"
        if may_have_happened:
            detail = f"{detail}. {NOT_KNOWN}"
        super().__init__(500, "INTERNAL_ERROR", detail, may_have_happened=may_have_happened)


class OutOfRange(Problem):
    """A computation has no result: a date out of range, a division by zero."""

    def __init__(self) -> None:
        super().__init__(422, "VALIDATION_FAILED", "A value that is computed is out of range")


class UnknownName(Problem):
    """Another service asked for what does not exist here; no caller of its own sees it."""

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(404, "UNKNOWN_NAME", f"There is no {kind} {name}")


class NotValid(Problem):
    """Values that do not fit their fields: the errors say which, if that is known."""

    def __init__(self, errors: Sequence[Mapping[str, str]]) -> None:
        detail = "The request is not valid" if errors else "Value out of range for this field"
        members: dict[str, Any] = {"errors": list(errors)} if errors else {}
        super().__init__(422, "VALIDATION_FAILED", detail, **members)


class RowChanged(Problem):
    """A row is not as it was read."""

    def __init__(self) -> None:
        detail = "The data changed meanwhile; please try again"
        super().__init__(409, "VERSION_CONFLICT", detail)


class GuardRefused(Problem):
    """A guard does not hold."""

    def __init__(self, guard: str) -> None:
        detail = f"The guard {guard} does not hold"
        super().__init__(409, "GUARD_FAILED", detail, guard=guard)


class UniqueViolation(Problem):
    """Another row has the same values."""

    def __init__(self, fields: Sequence[str]) -> None:
        named = " and ".join(field.replace("_", " ") for field in fields) or "these values"
        detail = f"Another row has the same {named}"
        super().__init__(409, "UNIQUE_VIOLATION", detail, fields=list(fields))


class ReferenceViolation(Problem):
    """A row refers to one that is missing, or that is to be removed."""

    def __init__(self, constraint: str = "") -> None:
        detail = "A row that this one refers to, or that refers to it, stands in the way"
        members: dict[str, Any] = {"constraint": constraint} if constraint else {}
        super().__init__(409, "REFERENCE_VIOLATION", detail, **members)


class IdentifierReused(Problem):
    """Another unit of work was committed under the same identifier."""

    def __init__(self) -> None:
        detail = "Another unit of work was committed under this identifier"
        super().__init__(409, "UNIT_OF_WORK_REUSED", detail)


class DependencyUnavailable(Problem):
    """Another service did not respond in time; callers do not learn which.

    What it was asked for `may_have_happened`.
    """

    def __init__(self, dependency: str, *, may_have_happened: bool = False) -> None:
        detail = "The service is temporarily unavailable"
        super().__init__(503, "DEPENDENCY_UNAVAILABLE", detail, headers={"Retry-After": "1"})
        self.dependency = dependency
        self.may_have_happened = may_have_happened

    def __str__(self) -> str:
        """The text for logs."""
        return f"{self.dependency} is temporarily unavailable"


class DependencyFailed(DependencyUnavailable):
    """Another service responded with an unexpected error."""


class DependencyRejected(DependencyUnavailable):
    """Another service rejected a request in a way that no caller can do anything about."""

    def __str__(self) -> str:
        """The text for logs."""
        return f"{self.dependency} rejected the request"


class OutcomeUnknown(DependencyUnavailable):
    """A write may have been made; nobody is invited to send it again."""

    def __init__(self, dependency: str) -> None:
        super().__init__(dependency, may_have_happened=True)
        self.code = OUTCOME_UNKNOWN
        self.detail = NOT_KNOWN
        self.headers = None
        self.members = {"may_have_happened": True}


class DatabaseTimedOut(Problem):
    """The database did not respond in time."""

    def __init__(self) -> None:
        detail = "The database is temporarily overloaded"
        super().__init__(503, "DATABASE_TIMEOUT", detail, headers={"Retry-After": "1"})


class DatabaseUnavailable(Problem):
    """The database is unavailable."""

    def __init__(self) -> None:
        detail = "The database is temporarily unavailable"
        super().__init__(503, "DATABASE_UNAVAILABLE", detail, headers={"Retry-After": "1"})


def problem_body(problem: Problem, instance: str = "urn:request:") -> dict[str, Any]:
    """The problem as the members of its JSON object."""
    return {
        "type": "about:blank",
        "title": TITLES.get(problem.status, "Error"),
        "status": problem.status,
        "detail": problem.detail,
        "instance": instance,
        "code": problem.code,
        **problem.members,
    }


def problem_response(problem: Problem) -> JSONResponse:
    """The problem as an HTTP response."""
    body = problem_body(problem, f"urn:request:{current_request_id()}")
    headers = dict(problem.headers or {})
    return JSONResponse(
        jsonable_encoder(body), problem.status, headers=headers, media_type=MEDIA_TYPE
    )


def install_problem_handlers(app: FastAPI) -> None:
    """Turns every error that is expected into a problem; the middleware does so with the rest."""
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(ArithmeticError, _on_arithmetic)
    app.add_exception_handler(HTTPException, _on_http)


def validation_problem(errors: Sequence[Mapping[str, Any]]) -> Problem:
    """The errors in a request, field by field, without the values."""
    problems = [
        {"field": _field(error["loc"]), "message": message_of(error)}
        for error in errors[:MAX_ERRORS]
    ]
    return NotValid(problems)


def _field(location: Sequence[object]) -> str:
    """Where an error is; the name of an unknown member is whatever the caller sent."""
    return ".".join(str(part) for part in location)[:MAX_FIELD]


async def _on_problem(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, Problem):
        raise error
    return problem_response(error)


async def _on_invalid(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    return problem_response(validation_problem(error.errors()))


async def _on_arithmetic(_: Request, error: Exception) -> JSONResponse:
    # The database answers alike to what it computes itself.
    log.warning("value_out_of_range", error=repr(error), exc_info=error)
    return problem_response(OutOfRange())


async def _on_http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code == 405:
        allowed = {"Allow": allowed_methods(request)}
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=allowed)
        error.headers = allowed
    code = CODES.get(error.status_code, "ERROR")
    return problem_response(Problem(error.status_code, code, error.detail, headers=error.headers))
