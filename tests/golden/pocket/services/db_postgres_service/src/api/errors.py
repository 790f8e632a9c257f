"""What the database refuses, as problems."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError

from shared.problems import Problem, problem_response
from src.repositories.unit_of_work import state_of

# The class of SQL states of values that no column can hold: NUL in a text, a number too large.
DATA_EXCEPTION = "22"


def install_error_handlers(app: FastAPI) -> None:
    """Tells the caller of a value that the database cannot hold; any other error stays one."""

    async def handle(_: Request, error: Exception) -> JSONResponse:
        if not isinstance(error, DBAPIError) or not state_of(error).startswith(DATA_EXCEPTION):
            raise error
        detail = "A value is not one that the database can hold"
        return problem_response(Problem(422, "VALIDATION_FAILED", detail))

    app.add_exception_handler(DBAPIError, handle)
