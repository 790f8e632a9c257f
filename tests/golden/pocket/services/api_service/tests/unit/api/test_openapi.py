"""The OpenAPI document declares every rejection, and no default of the framework."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from shared.openapi import LIMITS, LIMITS_OF_BODIES, SCHEMA
from src.core.config import BASE_PATH
from tests.support.api import APP

PROBLEM = "application/problem+json"
REFUSED = {
    ("/bookings", "get"): {
        "401": ["NOT_AUTHENTICATED"],
        "422": ["VALIDATION_FAILED"],
        "503": ["DEPENDENCY_UNAVAILABLE"],
    },
    ("/bookings/{booking_id}", "delete"): {
        "401": ["NOT_AUTHENTICATED"],
        "403": ["NOT_YOUR_BOOKING"],
        "404": ["NOT_FOUND"],
        "409": ["BOOKING_ACTIVE", "VERSION_CONFLICT"],
        "412": ["PRECONDITION_FAILED"],
        "422": ["IDEMPOTENCY_KEY_REUSED", "VALIDATION_FAILED"],
        "503": ["DEPENDENCY_UNAVAILABLE", "OUTCOME_UNKNOWN"],
    },
    ("/bookings/{booking_id}/cancellation", "post"): {
        "401": ["NOT_AUTHENTICATED"],
        "403": ["FORBIDDEN", "NOT_YOUR_BOOKING"],
        "404": ["NOT_FOUND"],
        "409": ["ILLEGAL_TRANSITION", "VERSION_CONFLICT"],
        "412": ["PRECONDITION_FAILED"],
        "422": ["IDEMPOTENCY_KEY_REUSED", "VALIDATION_FAILED"],
        "503": ["DEPENDENCY_UNAVAILABLE", "OUTCOME_UNKNOWN"],
    },
    ("/rooms", "get"): {
        "422": ["VALIDATION_FAILED"],
        "503": ["DEPENDENCY_UNAVAILABLE"],
    },
    ("/rooms", "post"): {
        "401": ["NOT_AUTHENTICATED"],
        "403": ["FORBIDDEN"],
        "409": ["UNIQUE_VIOLATION", "VERSION_CONFLICT"],
        "422": ["IDEMPOTENCY_KEY_REUSED", "VALIDATION_FAILED"],
        "503": ["DEPENDENCY_UNAVAILABLE", "OUTCOME_UNKNOWN"],
    },
    ("/rooms/{room_id}", "patch"): {
        "401": ["NOT_AUTHENTICATED"],
        "403": ["FORBIDDEN"],
        "404": ["NOT_FOUND"],
        "409": ["VERSION_CONFLICT"],
        "412": ["PRECONDITION_FAILED"],
        "422": ["IDEMPOTENCY_KEY_REUSED", "VALIDATION_FAILED"],
        "503": ["DEPENDENCY_UNAVAILABLE", "OUTCOME_UNKNOWN"],
    },
    ("/rooms/{room_id}/bookings", "post"): {
        "401": ["NOT_AUTHENTICATED"],
        "403": ["FORBIDDEN"],
        "404": ["NOT_FOUND"],
        "409": ["ROOM_CLOSED", "ROOM_TAKEN", "VERSION_CONFLICT"],
        "422": ["DAY_IS_OVER", "IDEMPOTENCY_KEY_REUSED", "VALIDATION_FAILED"],
        "503": ["DEPENDENCY_UNAVAILABLE", "OUTCOME_UNKNOWN"],
    },
    ("/auth/login", "post"): {
        "401": ["NOT_AUTHENTICATED"],
        "422": ["VALIDATION_FAILED"],
        "429": ["TOO_MANY_REQUESTS"],
        "503": ["DEPENDENCY_UNAVAILABLE"],
    },
    ("/auth/refresh", "post"): {
        "401": ["NOT_AUTHENTICATED"],
        "422": ["VALIDATION_FAILED"],
        "503": ["DEPENDENCY_UNAVAILABLE"],
    },
    ("/auth/log-out", "post"): {
        "401": ["NOT_AUTHENTICATED"],
        "422": ["VALIDATION_FAILED"],
        "503": ["DEPENDENCY_UNAVAILABLE"],
    },
    ("/auth/password", "post"): {
        "401": ["NOT_AUTHENTICATED"],
        "409": ["VERSION_CONFLICT"],
        "422": ["VALIDATION_FAILED", "WRONG_PASSWORD"],
        "429": ["TOO_MANY_REQUESTS"],
        "503": ["DEPENDENCY_UNAVAILABLE", "OUTCOME_UNKNOWN"],
    },
    ("/auth/deactivate", "post"): {
        "401": ["NOT_AUTHENTICATED"],
        "409": ["VERSION_CONFLICT"],
        "422": ["VALIDATION_FAILED", "WRONG_PASSWORD"],
        "429": ["TOO_MANY_REQUESTS"],
        "503": ["DEPENDENCY_UNAVAILABLE", "OUTCOME_UNKNOWN"],
    },
    ("/auth/register", "post"): {
        "409": ["UNIQUE_VIOLATION", "VERSION_CONFLICT"],
        "422": ["VALIDATION_FAILED"],
        "429": ["TOO_MANY_REQUESTS"],
        "503": ["DEPENDENCY_UNAVAILABLE", "OUTCOME_UNKNOWN"],
    },
    ("/auth/verify-email", "post"): {
        "409": ["LINK_USED", "VERSION_CONFLICT"],
        "422": ["LINK_NOT_VALID", "VALIDATION_FAILED"],
        "503": ["DEPENDENCY_UNAVAILABLE", "OUTCOME_UNKNOWN"],
    },
    ("/auth/verify-email/resend", "post"): {
        "401": ["NOT_AUTHENTICATED"],
        "409": ["LINK_USED"],
        "429": ["TOO_MANY_REQUESTS"],
        "503": ["DEPENDENCY_UNAVAILABLE", "OUTCOME_UNKNOWN"],
    },
    ("/auth/verify-email", "get"): {
        "422": ["VALIDATION_FAILED"],
        "503": ["DEPENDENCY_UNAVAILABLE"],
    },
    ("/auth/verify-email/page", "post"): {
        "409": ["VERSION_CONFLICT"],
        "422": ["VALIDATION_FAILED"],
        "503": ["DEPENDENCY_UNAVAILABLE", "OUTCOME_UNKNOWN"],
    },
    ("/auth/password-reset", "post"): {
        "422": ["VALIDATION_FAILED"],
        "429": ["TOO_MANY_REQUESTS"],
        "503": ["DEPENDENCY_UNAVAILABLE", "OUTCOME_UNKNOWN"],
    },
    ("/auth/password-reset/confirm", "post"): {
        "409": ["VERSION_CONFLICT"],
        "422": ["LINK_NOT_VALID", "VALIDATION_FAILED"],
        "503": ["DEPENDENCY_UNAVAILABLE", "OUTCOME_UNKNOWN"],
    },
    ("/auth/telegram-link", "post"): {
        "401": ["NOT_AUTHENTICATED"],
        "503": ["DEPENDENCY_UNAVAILABLE"],
    },
}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return APP.openapi()


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        yield from ((path, operation) for operation in methods.values())


def references(node: Any) -> Iterator[str]:
    """Every `$ref` in a part of the document."""
    if isinstance(node, list):
        node = dict(enumerate(node))
    if isinstance(node, dict):
        yield from (value for key, value in node.items() if key == "$ref")
        for child in node.values():
            yield from references(child)


def test_each_reference_leads_to_a_schema(document: dict[str, Any]) -> None:
    schemas = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert f"#/components/schemas/{SCHEMA}" in schemas
    assert set(references(document)) <= schemas


def test_operations_are_told_apart(document: dict[str, Any]) -> None:
    ids = Counter(operation["operationId"] for _, operation in operations(document))
    assert ids.most_common(1)[0][1] == 1


def test_limits_of_requests_are_declared(document: dict[str, Any]) -> None:
    for _, operation in operations(document):
        limits = LIMITS_OF_BODIES if "requestBody" in operation else LIMITS
        assert {str(status) for status in limits} <= operation["responses"].keys()


def test_parameters_of_paths_are_declared(document: dict[str, Any]) -> None:
    for path, operation in operations(document):
        declared = {
            parameter["name"]
            for parameter in operation.get("parameters", ())
            if parameter["in"] == "path"
        }
        assert {f"{{{name}}}" for name in declared} == {
            part for part in path.split("/") if part.startswith("{")
        }


def test_no_route_of_accounts_takes_an_idempotency_key(document: dict[str, Any]) -> None:
    routes = [
        operation
        for path, operation in operations(document)
        if path.startswith(f"{BASE_PATH}/auth/")
    ]
    assert routes
    names = (parameter["name"] for route in routes for parameter in route.get("parameters", ()))
    assert "Idempotency-Key" not in names


@pytest.mark.parametrize(("path", "method"), REFUSED)
def test_refusals_are_declared_as_problems(
    document: dict[str, Any], path: str, method: str
) -> None:
    responses = document["paths"][BASE_PATH + path][method]["responses"]
    limits = {str(status) for status in LIMITS_OF_BODIES} - REFUSED[path, method].keys()
    refused = {
        status: answer
        for status, answer in responses.items()
        if status >= "400" and status not in limits
    }
    assert refused.keys() == REFUSED[path, method].keys()
    for status, response in refused.items():
        content = response["content"][PROBLEM]
        common, own = content["schema"]["allOf"]
        assert common == {"$ref": f"#/components/schemas/{SCHEMA}"}
        assert sorted(own["properties"]["code"]["enum"]) == REFUSED[path, method][status]
        assert {example["value"]["code"] for example in content["examples"].values()} == set(
            own["properties"]["code"]["enum"]
        )
