"""Only other services reach the internal routes, and only operations that are there."""

import pytest

from src.core.config import BASE_PATH
from tests.support.api import internal_client, problem_of
from tests.support.data import Data


@pytest.mark.parametrize("token", ["", "another token that is long enough", "ünknown"])
async def test_internal_routes_need_the_service_token(token: str) -> None:
    headers = {b"X-Service-Token": token.encode()}
    response = await internal_client(Data()).post("/operations/any", json={}, headers=headers)
    expected = (401, "SERVICE_TOKEN_REQUIRED", "A service token is required")
    assert problem_of(response) == expected


async def test_an_unknown_operation_has_a_code_of_its_own() -> None:
    response = await internal_client(Data()).post("/operations/no_such_operation", json={})
    expected = (404, "UNKNOWN_NAME", "There is no operation no_such_operation")
    assert problem_of(response) == expected


async def test_internal_routes_are_not_documented() -> None:
    response = await internal_client(Data()).get("http://api/api/openapi.json")
    assert all(
        path.startswith((BASE_PATH, "/health", "/ready")) for path in response.json()["paths"]
    )
