"""Strangers learn nothing from the routes of other services."""

import pytest
from fastapi.routing import iter_route_contexts

from tests.support.api import APP, internal_client, problem_of
from tests.support.data import Data

ROUTES = [
    (method, str(route.path))
    for route in iter_route_contexts(APP.routes)
    if str(route.path).startswith("/internal/")
    for method in route.methods or ()
]


def test_there_are_internal_routes() -> None:
    assert ROUTES


@pytest.mark.parametrize(("method", "path"), ROUTES)
@pytest.mark.parametrize("token", ["", "another token that is long enough"])
async def test_no_body_of_a_stranger_is_read(method: str, path: str, token: str) -> None:
    headers = {"X-Service-Token": token, "Content-Type": "application/json"}
    url = f"http://api{path.format(name='any')}"
    response = await internal_client(Data()).request(method, url, content=b"{", headers=headers)
    expected = (401, "SERVICE_TOKEN_REQUIRED", "A service token is required")
    assert problem_of(response) == expected
