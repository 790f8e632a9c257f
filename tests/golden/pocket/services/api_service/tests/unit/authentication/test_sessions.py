"""Refresh tokens: exchanged once, and what happens to a session whose token comes twice."""

from dataclasses import replace
from uuid import UUID

import httpx
import pytest
from redis.exceptions import RedisError

from shared.identifiers import new_id
from src.authentication.sessions import RefreshToken
from src.authentication.tokens import AccessTokens
from src.core.config import BASE_PATH
from tests.support.api import SETTINGS, container_of, data_of_somebody, problem_of, transport_of
from tests.support.sessions import InMemorySessions

DATA, ACCOUNT_ID = data_of_somebody()
TOKENS = AccessTokens(SETTINGS.jwt_secret, SETTINGS.access_token_minutes)
NOT_VALID = (401, "NOT_AUTHENTICATED", "The refresh token is not valid")


async def signed_in(sessions: InMemorySessions) -> tuple[httpx.AsyncClient, dict[str, str]]:
    """A client of an API with one session, and the body that renews it."""
    container = container_of(DATA)
    token = await sessions.start(ACCOUNT_ID)
    refresh = replace(container.refresh, sessions=sessions)
    transport = transport_of(replace(container, refresh=refresh, sessions=sessions))
    client = httpx.AsyncClient(transport=transport, base_url=f"http://api{BASE_PATH}")
    return client, {"refresh_token": token.text}


async def refreshed(client: httpx.AsyncClient, body: dict[str, str]) -> dict[str, str]:
    """The body that renews the session next."""
    response = await client.post("/auth/refresh", json=body)
    assert response.status_code == 200
    answer = response.json()
    assert TOKENS.read(answer["access_token"]) == ACCOUNT_ID
    assert answer["expires_in"] == SETTINGS.access_token_minutes * 60
    return {"refresh_token": answer["refresh_token"]}


async def test_each_token_is_exchanged_for_the_next_one() -> None:
    client, body = await signed_in(InMemorySessions())
    bodies = [body]
    for _ in range(3):
        bodies.append(await refreshed(client, bodies[-1]))
    assert len({renewal["refresh_token"] for renewal in bodies}) == 4


async def test_a_refresh_whose_answer_was_lost_is_repeated() -> None:
    client, body = await signed_in(InMemorySessions())
    answers = [await refreshed(client, body) for _ in range(3)]
    assert answers == [answers[0]] * 3
    assert await refreshed(client, answers[0]) != answers[0]


async def test_a_token_that_comes_late_ends_its_session() -> None:
    sessions = InMemorySessions()
    client, stolen = await signed_in(sessions)
    newest = await refreshed(client, stolen)
    sessions.pass_time()
    for body in (stolen, newest):
        assert problem_of(await client.post("/auth/refresh", json=body)) == NOT_VALID


async def test_a_token_whose_successor_was_used_ends_its_session() -> None:
    client, stolen = await signed_in(InMemorySessions())
    newest = await refreshed(client, await refreshed(client, stolen))
    for body in (stolen, newest):
        assert problem_of(await client.post("/auth/refresh", json=body)) == NOT_VALID


async def test_after_a_log_out_no_token_of_the_session_is_valid() -> None:
    client, body = await signed_in(InMemorySessions())
    for _ in range(2):
        response = await client.post("/auth/log-out", json=body)
        assert (response.status_code, response.content) == (204, b"")
    assert problem_of(await client.post("/auth/refresh", json=body)) == NOT_VALID


class NoSessions(InMemorySessions):
    """Redis is away."""

    async def account_of(self, token: RefreshToken) -> UUID | None:
        raise RedisError(str(token.session_id))

    async def rotate(self, token: RefreshToken) -> tuple[UUID, RefreshToken]:
        raise RedisError(str(token.session_id))


async def test_without_redis_nobody_stays_signed_in() -> None:
    container = container_of(DATA)
    refresh = replace(container.refresh, sessions=NoSessions())
    transport = transport_of(replace(container, refresh=refresh))
    client = httpx.AsyncClient(transport=transport, base_url=f"http://api{BASE_PATH}")
    body = {"refresh_token": RefreshToken.first(new_id()).text}
    response = await client.post("/auth/refresh", json=body)
    assert problem_of(response)[:2] == (503, "DEPENDENCY_UNAVAILABLE")


@pytest.mark.parametrize("path", ["/auth/refresh", "/auth/log-out"])
@pytest.mark.parametrize(
    "text", ["", "nonsense", "nonsense.secret", TOKENS.issue(ACCOUNT_ID)[:200]]
)
async def test_what_is_no_refresh_token_is_refused(path: str, text: str) -> None:
    client, _ = await signed_in(InMemorySessions())
    assert problem_of(await client.post(path, json={"refresh_token": text})) == NOT_VALID


async def test_a_token_of_no_session_is_refused() -> None:
    client, _ = await signed_in(InMemorySessions())
    body = {"refresh_token": RefreshToken.first(new_id()).text}
    assert problem_of(await client.post("/auth/refresh", json=body)) == NOT_VALID


def test_nobody_makes_the_next_token_without_the_key() -> None:
    token = RefreshToken.first(new_id())
    secrets = {token.following(key).secret for key in ("one key", "one key", "another key")}
    assert len(secrets - {token.secret}) == 2
    assert {len(secret) for secret in secrets} == {len(token.secret)}


def test_a_token_shows_its_secret_in_no_log() -> None:
    token = RefreshToken.first(new_id())
    assert token.secret not in repr(token)
    assert token.secret not in token.digest
    assert RefreshToken.parse(token.text) == token
    # 256 bits, six in each letter.
    assert len(token.secret) == 43
