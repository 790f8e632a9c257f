"""Signing in, and requests of people who did not."""

import pytest

from shared.dtos.person import Person
from src.authentication.passwords import Passwords
from src.authentication.tokens import AccessTokens
from tests.support.api import SETTINGS, client, problem_of
from tests.support.data import Data
from tests.support.samples import make_person

PASSWORD = "correct horse battery staple"
TOKENS = AccessTokens(SETTINGS.jwt_secret, SETTINGS.access_token_minutes)


async def arranged() -> tuple[Data, Person]:
    """An account with a password."""
    account = make_person(password=await Passwords().hash(PASSWORD))
    data = Data()
    data.people.put(account)
    return data, account


async def test_log_in_answers_a_token_of_the_account() -> None:
    data, account = await arranged()
    body = {"email": account.email, "password": PASSWORD}
    response = await client(data).post("/auth/login", json=body)
    assert response.status_code == 200
    answer = response.json()
    assert TOKENS.read(answer.pop("access_token")) == account.id
    assert answer == {"token_type": "bearer", "expires_in": SETTINGS.access_token_minutes * 60}


async def test_log_in_takes_the_login_in_capital_letters() -> None:
    data, account = await arranged()
    body = {"email": account.email.upper(), "password": PASSWORD}
    response = await client(data).post("/auth/login", json=body)
    assert response.status_code == 200


@pytest.mark.parametrize(
    "changes",
    [{"email": "nobody@people.example"}, {"password": "another password"}],
    ids=["unknown login", "wrong password"],
)
async def test_log_in_does_not_tell_what_is_wrong(changes: dict[str, str]) -> None:
    data, account = await arranged()
    body = {"email": account.email, "password": PASSWORD}
    response = await client(data).post("/auth/login", json={**body, **changes})
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
