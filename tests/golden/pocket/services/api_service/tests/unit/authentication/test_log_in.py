"""Signing in, and requests of people who did not."""

from dataclasses import dataclass, replace

import httpx
import pytest

from shared.identifiers import new_id
from src.authentication.credentials import Credentials
from src.authentication.log_in import LogIn
from src.authentication.passwords import Passwords
from src.authentication.tokens import AccessTokens
from src.core.config import BASE_PATH
from tests.support.api import SETTINGS, client, container_of, problem_of, transport_of
from tests.support.data import Data

PASSWORD = "correct horse battery staple"
BODY = {"email": "somebody@people.example", "password": PASSWORD}
TOKENS = AccessTokens(SETTINGS.jwt_secret, SETTINGS.access_token_minutes)


LOGIN = "somebody@people.example"
ACCOUNT_ID = new_id()


@dataclass(frozen=True, slots=True)
class OneAccount:
    """The look-up of a data service that has one account."""

    credentials: Credentials

    async def find(self, login: str) -> Credentials | None:
        """Its credentials, for its login."""
        return self.credentials if login == LOGIN else None


async def arranged() -> httpx.AsyncClient:
    """A client of an API with one account."""
    hashed = await Passwords().hash(PASSWORD)
    known = OneAccount(Credentials(id=ACCOUNT_ID, password_hash=hashed))
    container = container_of(Data())
    log_in = LogIn(known, Passwords(), TOKENS)
    transport = transport_of(replace(container, log_in=log_in))
    return httpx.AsyncClient(transport=transport, base_url=f"http://api{BASE_PATH}")


async def test_log_in_answers_a_token_of_the_account() -> None:
    response = await (await arranged()).post("/auth/login", json=BODY)
    assert response.status_code == 200
    answer = response.json()
    assert TOKENS.read(answer.pop("access_token")) == ACCOUNT_ID
    assert answer == {"token_type": "bearer", "expires_in": SETTINGS.access_token_minutes * 60}


async def test_log_in_takes_the_login_in_capital_letters() -> None:
    body = {**BODY, "email": LOGIN.upper()}
    response = await (await arranged()).post("/auth/login", json=body)
    assert response.status_code == 200


@pytest.mark.parametrize(
    "changes",
    [{"email": "nobody@people.example"}, {"password": "another password"}],
    ids=["unknown login", "wrong password"],
)
async def test_log_in_does_not_tell_what_is_wrong(changes: dict[str, str]) -> None:
    response = await (await arranged()).post("/auth/login", json={**BODY, **changes})
    problem = (401, "NOT_AUTHENTICATED", "The login or the password is wrong")
    assert problem_of(response) == problem
    assert response.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("body", [{}, {"email": "a@b.example"}, {"password": "x"}])
async def test_log_in_needs_both(body: dict[str, str]) -> None:
    response = await client(Data()).post("/auth/login", json=body)
    assert problem_of(response)[:2] == (422, "VALIDATION_FAILED")


async def test_another_token_signs_nobody_in() -> None:
    headers = {"Authorization": "Bearer nonsense"}
    response = await client(Data()).request("GET", "/bookings", headers=headers)
    assert problem_of(response) == (401, "NOT_AUTHENTICATED", "The access token is not valid")
