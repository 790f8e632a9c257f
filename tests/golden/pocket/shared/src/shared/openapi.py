"""OpenAPI documents that declare the problems of their routes."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from fastapi import FastAPI

from shared.problems import CODES, MEDIA_TYPE, TITLES, Problem, ProblemDetails, problem_body

SCHEMA = "Problem"
# Whatever its route is, a request may be none, too long or too slow.
LIMITS = (400, 414, 431)
LIMITS_OF_BODIES = (*LIMITS, 408, 413, 422)

type Responses = dict[int | str, dict[str, Any]]


class DocumentedApp(FastAPI):
    """An app whose OpenAPI document has the schema of problems and the limits of requests."""

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
                limits = plain_problems(*(LIMITS_OF_BODIES if reads_body else LIMITS))
                for status, limit in limits.items():
                    operation["responses"].setdefault(str(status), limit)
        return document


def plain_problems(*statuses: int) -> Responses:
    """The `responses` of a route that answers problems with the codes of these statuses."""
    return declared(Problem(status, CODES[status], TITLES[status]) for status in statuses)


def declared(problems: Iterable[Problem]) -> Responses:
    """The `responses` of a route that answers these problems."""
    ordered = sorted(problems, key=lambda problem: problem.status)
    return {
        status: {
            "description": TITLES.get(status, "Refused"),
            "content": {MEDIA_TYPE: _content({problem.code: problem for problem in group})},
        }
        for status, group in groupby(ordered, key=lambda problem: problem.status)
    }


def _content(problems: dict[str, Problem]) -> dict[str, Any]:
    codes = {"properties": {"code": {"enum": list(problems)}}}
    return {
        "schema": {"allOf": [{"$ref": f"#/components/schemas/{SCHEMA}"}, codes]},
        "examples": {
            code: {"summary": problem.detail, "value": problem_body(problem)}
            for code, problem in problems.items()
        },
    }
