"""Every operation of people refuses tokens that are expired, forged or for something else."""

from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from shared.identifiers import new_id
from src.authentication.tokens import ACCESS, ALGORITHM
from tests.support.api import SETTINGS, client, problem_of
from tests.support.data import Data

OPERATIONS = (
    ("GET", "/bookings"),
    ("DELETE", "/bookings/01900000-0000-7000-8000-000000000001"),
    ("POST", "/bookings/01900000-0000-7000-8000-000000000001/cancellation"),
    ("POST", "/rooms"),
    ("PATCH", "/rooms/01900000-0000-7000-8000-000000000001"),
    ("POST", "/rooms/01900000-0000-7000-8000-000000000001/bookings"),
    ("POST", "/auth/telegram-link"),
)
CLAIMS = {
    "sub": str(new_id()),
    "aud": ACCESS,
    "exp": datetime(2100, 1, 1, tzinfo=UTC),
    "jti": str(new_id()),
}
EXPIRED = datetime.now(UTC) - timedelta(minutes=1)


def signed(secret: str = SETTINGS.jwt_secret, **claims: Any) -> str:
    """A token that is right but for what the test says."""
    return jwt.encode({**CLAIMS, **claims}, secret, ALGORITHM)


@pytest.mark.parametrize(
    "token",
    [
        pytest.param(signed(exp=EXPIRED), id="expired"),
        pytest.param(signed(secret="of somebody else " * 3), id="forged"),
        pytest.param(jwt.encode(CLAIMS, None, "none"), id="unsigned"),
        pytest.param(signed(aud="verify_email"), id="for another purpose"),
        pytest.param(signed(sub="nobody"), id="of nobody"),
        pytest.param("nonsense", id="no token"),
    ],
)
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
async def test_a_token_that_is_not_valid_opens_nothing(method: str, path: str, token: str) -> None:
    data = Data()
    headers = {"Authorization": f"Bearer {token}"}
    response = await client(data).request(method, path, headers=headers, json={})
    assert problem_of(response)[:2] == (401, "NOT_AUTHENTICATED")
    assert data.units_of_work.committed == []
