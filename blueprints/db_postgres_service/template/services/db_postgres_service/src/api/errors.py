"""Errors and timeouts of the database, as problems."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shared.problems import (
    DatabaseTimedOut,
    DatabaseUnavailable,
    NotValid,
    Problem,
    RowChanged,
    problem_response,
)
from shared.unit_of_work import VersionConflict
from src.repositories.unit_of_work import constraint_problem, is_outdated, state_of

# The class of SQL states of values that no column can hold: NUL in a text, a number too large.
DATA_EXCEPTION = "22"
# A value that is longer than an index can hold.
LIMIT_EXCEEDED = "54000"
# A server that lets nobody in, is full, starts or stops, or has lost a connection.
NOT_SERVING = ("08", "28", "3D", "53", "57P")
# A statement that took too long, and a lock that did not come.
TIMED_OUT = frozenset({"57014", "55P03"})


def install_error_handlers(app: FastAPI) -> None:
    """Reports errors that the caller can act on; other errors propagate."""
    for kind in (DBAPIError, PoolTimeout, OSError, VersionConflict):
        app.add_exception_handler(kind, _on_database_error)


async def _on_database_error(_: Request, error: Exception) -> JSONResponse:
    problem = problem_of(error)
    if problem is None:
        raise error
    return problem_response(problem)


def problem_of(error: Exception) -> Problem | None:
    """The problem of an error of the database, if it is not a mistake of ours."""
    match error:
        case VersionConflict():
            return RowChanged()
        case IntegrityError():
            return constraint_problem(error)
        case TimeoutError() | PoolTimeout():
            return DatabaseTimedOut()
        case OSError():
            return DatabaseUnavailable()
        case DBAPIError() if error.connection_invalidated or is_outdated(error):
            return DatabaseUnavailable()
        case DBAPIError() if state_of(error).startswith(NOT_SERVING):
            return DatabaseUnavailable()
        case DBAPIError() if state_of(error) in TIMED_OUT:
            return DatabaseTimedOut()
        case DBAPIError() if state_of(error).startswith((DATA_EXCEPTION, LIMIT_EXCEEDED)):
            return NotValid([])
        case _:
            return None
