"""Who is let in: what the spec says of each operation, against tokens of every kind and none."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import jwt
import pytest

from shared.identifiers import new_id
from src.authentication.tokens import ACCESS, ALGORITHM
from src.core.config import BASE_PATH
from tests.support.api import LINK_TOKENS, SETTINGS, client, problem_of
from tests.support.data import Data

# The operations of people who are signed in, and those of everybody.
GUARDED = (
    ("GET", "/bookings"),
    ("DELETE", "/bookings/{booking_id}"),
    ("POST", "/bookings/{booking_id}/cancellation"),
    ("POST", "/rooms"),
    ("PATCH", "/rooms/{room_id}"),
    ("POST", "/rooms/{room_id}/bookings"),
    ("POST", "/auth/password"),
    ("POST", "/auth/deactivate"),
    ("POST", "/auth/verify-email/resend"),
    ("POST", "/auth/telegram-link"),
)
OPEN = (
    ("GET", "/rooms"),
    ("POST", "/auth/login"),
    ("POST", "/auth/refresh"),
    ("POST", "/auth/log-out"),
    ("POST", "/auth/register"),
    ("GET", "/auth/verify-email"),
    ("POST", "/auth/verify-email"),
    ("POST", "/auth/password-reset"),
    ("POST", "/auth/password-reset/confirm"),
)
CLAIMS = {
    "sub": str(new_id()),
    "aud": ACCESS,
    "exp": datetime(2100, 1, 1, tzinfo=UTC),
    "jti": str(new_id()),
}
EXPIRED = datetime.now(UTC) - timedelta(minutes=1)
NOT_VALID = (401, "NOT_AUTHENTICATED", "The access token is not valid")


def signed(secret: str = SETTINGS.jwt_secret, **claims: Any) -> str:
    """A token that is right but for what the test says."""
    return jwt.encode({**CLAIMS, **claims}, secret, ALGORITHM)


async def ask(data: Data, method: str, path: str, **headers: str) -> httpx.Response:
    """A request with no more than identifiers of nothing."""
    url = re.sub(r"\{[^}]*\}", str(new_id()), path)
    return await client(data).request(method, url, headers=headers, json={})


@pytest.mark.parametrize(
    "token",
    [
        pytest.param(signed(exp=EXPIRED), id="expired"),
        pytest.param(signed(secret="of somebody else " * 3), id="forged"),
        pytest.param(jwt.encode(CLAIMS, None, "none"), id="unsigned"),
        pytest.param(signed(aud="another_purpose"), id="for another purpose"),
        pytest.param(LINK_TOKENS.issue(new_id(), new_id(), "a@b.example"), id="of a link"),
        pytest.param(signed(sub="nobody"), id="of nobody"),
        pytest.param("nonsense", id="no token"),
    ],
)
@pytest.mark.parametrize(("method", "path"), GUARDED)
async def test_a_token_that_is_not_valid_opens_nothing(method: str, path: str, token: str) -> None:
    data = Data()
    response = await ask(data, method, path, Authorization=f"Bearer {token}")
    assert problem_of(response) == NOT_VALID
    assert data.units_of_work.committed == []


@pytest.mark.parametrize(("method", "path"), GUARDED)
async def test_without_a_token_nothing_opens(method: str, path: str) -> None:
    data = Data()
    for headers in ({}, {"Authorization": f"Basic {signed()}"}):
        response = await ask(data, method, path, **headers)
        assert problem_of(response)[:2] == (401, "NOT_AUTHENTICATED")
    assert data.units_of_work.committed == []


@pytest.mark.parametrize(("method", "path"), GUARDED)
async def test_a_valid_token_is_accepted(method: str, path: str) -> None:
    response = await ask(Data(), method, path, Authorization=f"Bearer {signed()}")
    assert response.status_code != 401 or problem_of(response) != NOT_VALID


@pytest.mark.parametrize(("method", "path"), OPEN)
async def test_what_is_for_everybody_asks_nobody(method: str, path: str) -> None:
    for headers in ({}, {"Authorization": "Bearer nonsense"}):
        response = await ask(Data(), method, path, **headers)
        if response.status_code in {401, 403}:
            assert problem_of(response)[1] not in {"NOT_AUTHENTICATED", "FORBIDDEN"}


async def test_documentation_says_who_has_to_sign_in() -> None:
    document = (await client(Data()).get("http://api/api/openapi.json")).json()
    says = {
        (method.upper(), path): bool(operation.get("security"))
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    }
    expected = {**dict.fromkeys(GUARDED, True), **dict.fromkeys(OPEN, False)}
    declared = {(method, path): says[method, f"{BASE_PATH}{path}"] for method, path in expected}
    assert declared == expected
