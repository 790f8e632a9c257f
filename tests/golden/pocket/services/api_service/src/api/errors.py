"""Rejections by the domain and the application, as problems."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from redis.exceptions import RedisError

from shared.problems import (
    DependencyUnavailable,
    Forbidden,
    NotAuthenticated,
    NotFound,
    Problem,
    problem_response,
)
from shared.unit_of_work import VersionConflict
from src.api.problems import Refusal
from src.application.errors import (
    AlreadyHandled,
    NotAllowed,
    NotSignedIn,
    NotVisible,
    OutdatedVersion,
)
from src.authentication.errors import (
    ChatTaken,
    CodeNotValid,
    LinkNotValid,
    LinkUsed,
    SessionEnded,
    TooManyAttempts,
    WrongCredentials,
    WrongPassword,
)
from src.domain.errors import IllegalTransition, RuleViolation


def problem_of(error: Exception) -> Problem:
    """The problem that an error of the inner layers is to the caller."""
    match error:
        case RuleViolation(rule=rule):
            return Problem(rule.status, rule.code, rule.message)
        case IllegalTransition():
            return Problem(409, "ILLEGAL_TRANSITION", str(error), state=error.state)
        case NotVisible():
            return NotFound(error.entity, error.identifier)
        case NotAllowed():
            return Forbidden()
        case NotSignedIn():
            return NotAuthenticated()
        case WrongCredentials():
            return NotAuthenticated("The login or the password is wrong")
        case SessionEnded():
            return NotAuthenticated("The refresh token is not valid")
        case TooManyAttempts(seconds=seconds):
            wait = {"Retry-After": str(seconds)}
            return Problem(429, "TOO_MANY_REQUESTS", "Too many attempts; wait", headers=wait)
        case WrongPassword():
            return Refusal.WRONG_PASSWORD.problem()
        case RedisError():
            return DependencyUnavailable("redis")
        case ChatTaken():
            return Refusal.CHAT_TAKEN.problem()
        case CodeNotValid():
            return Refusal.CODE_NOT_VALID.problem()
        case LinkNotValid():
            return Refusal.LINK_NOT_VALID.problem()
        case LinkUsed():
            return Refusal.LINK_USED.problem()
        case OutdatedVersion():
            return Refusal.PRECONDITION_FAILED.problem()
        case VersionConflict():
            return Refusal.VERSION_CONFLICT.problem()
        case AlreadyHandled():
            return Problem(200, "ALREADY_HANDLED", "This was done before")
    raise error


def install_error_handlers(app: FastAPI) -> None:
    """Registers the problems of the inner layers."""

    async def handle(_: Request, error: Exception) -> JSONResponse:
        return problem_response(problem_of(error))

    for kind in (
        RuleViolation,
        IllegalTransition,
        NotVisible,
        NotAllowed,
        NotSignedIn,
        WrongCredentials,
        SessionEnded,
        TooManyAttempts,
        WrongPassword,
        RedisError,
        ChatTaken,
        CodeNotValid,
        LinkNotValid,
        LinkUsed,
        OutdatedVersion,
        VersionConflict,
        AlreadyHandled,
    ):
        app.add_exception_handler(kind, handle)
