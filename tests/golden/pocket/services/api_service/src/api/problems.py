"""The problems that routes declare in the OpenAPI document."""

from enum import Enum
from itertools import groupby
from typing import Any

from fastapi import FastAPI

from shared.problems import CODES, MEDIA_TYPE, TITLES, Problem, ProblemDetails, problem_body
from src.domain.errors import Rule

SCHEMA = "Problem"
# Whatever its route is, a request may be too long or too slow.
LIMITS = (414,)
LIMITS_OF_BODIES = (408, 413, 414)


class Refusal(Enum):
    """Rejections with a specific code that no rule causes: status, code and message."""

    ILLEGAL_TRANSITION = (409, "ILLEGAL_TRANSITION", "The row is in another state")
    REFERENCE_VIOLATION = (409, "REFERENCE_VIOLATION", "A row that is referred to is in the way")
    UNIQUE_VIOLATION = (409, "UNIQUE_VIOLATION", "Another row has the same values")
    VERSION_CONFLICT = (409, "VERSION_CONFLICT", "The data changed meanwhile; please try again")
    LOGIN_TAKEN = (409, "LOGIN_TAKEN", "An account with this login exists")
    CHAT_TAKEN = (409, "CHAT_TAKEN", "Another account is linked to this chat")
    LINK_NOT_VALID = (422, "LINK_NOT_VALID", "This link is not valid, or not valid any more")
    LINK_USED = (409, "LINK_USED", "The address is confirmed already; a link works once")
    CODE_NOT_VALID = (422, "CODE_NOT_VALID", "This code is not valid, or not valid any more")

    def problem(self) -> Problem:
        """The problem to return to the caller."""
        return Problem(*self.value)


class Api(FastAPI):
    """An app whose OpenAPI document contains the schema of declared problems."""

    def openapi(self) -> dict[str, Any]:
        """The document, built once."""
        if self.openapi_schema:
            return self.openapi_schema
        document = super().openapi()
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        schemas[SCHEMA] = ProblemDetails.model_json_schema()
        for operations in document["paths"].values():
            for operation in operations.values():
                reads_body = "requestBody" in operation
                limits = problems(*(LIMITS_OF_BODIES if reads_body else LIMITS))
                for status, limit in limits.items():
                    operation["responses"].setdefault(str(status), limit)
        return document


def problems(*refused: int | Refusal | Rule) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route: plain statuses, specific rejections, and rules."""
    declared = sorted(
        (_problem_of(rejection) for rejection in refused), key=lambda problem: problem.status
    )
    return {
        status: {
            "description": TITLES.get(status, "Refused"),
            "content": {MEDIA_TYPE: _content({problem.code: problem for problem in group})},
        }
        for status, group in groupby(declared, key=lambda problem: problem.status)
    }


def _problem_of(refused: int | Refusal | Rule) -> Problem:
    match refused:
        case Refusal():
            return refused.problem()
        case Rule():
            return Problem(refused.status, refused.code, refused.message)
    return Problem(refused, CODES[refused], TITLES[refused])


def _content(problems: dict[str, Problem]) -> dict[str, Any]:
    codes = {"properties": {"code": {"enum": list(problems)}}}
    return {
        "schema": {"allOf": [{"$ref": f"#/components/schemas/{SCHEMA}"}, codes]},
        "examples": {
            code: {"summary": problem.detail, "value": problem_body(problem)}
            for code, problem in problems.items()
        },
    }
