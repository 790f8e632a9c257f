"""Errors and timeouts of the database, as problems."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from pymongo.errors import ConnectionFailure, PyMongoError, ServerSelectionTimeoutError

from shared.problems import DatabaseTimedOut, DatabaseUnavailable, problem_response


def install_error_handlers(app: FastAPI) -> None:
    """Reports errors that the caller can act on; other errors propagate."""
    app.add_exception_handler(PyMongoError, _on_database_error)


async def _on_database_error(_: Request, error: Exception) -> JSONResponse:
    match error:
        case ServerSelectionTimeoutError():
            return problem_response(DatabaseUnavailable())
        case PyMongoError(timeout=True):
            return problem_response(DatabaseTimedOut())
        case ConnectionFailure():
            return problem_response(DatabaseUnavailable())
        case _:
            raise error
