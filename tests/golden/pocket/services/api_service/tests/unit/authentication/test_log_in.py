"""Signing in, and requests of people who did not."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

import httpx
import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from redis.exceptions import RedisError

from shared.identifiers import new_id
from shared.problems import DependencyUnavailable
from shared.unit_of_work import UpdateWrite, VersionConflict
from src.authentication.attempts import Attempts
from src.authentication.credentials import Credentials
from src.authentication.hash_renewal import HashRenewal
from src.authentication.log_in import FailureLimits, LogIn
from src.authentication.passwords import Passwords
from src.authentication.sessions import RefreshToken, Sessions
from src.authentication.tokens import AccessTokens
from src.core.config import BASE_PATH
from tests.support.api import SETTINGS, client, container_of, problem_of, transport_of
from tests.support.counters import InMemoryCounters
from tests.support.credentials import LOGIN, OneAccount, QuickPasswords
from tests.support.data import Data
from tests.support.samples import make_person
from tests.support.sessions import InMemorySessions

PASSWORD = "correct horse battery staple"
BODY = {"email": LOGIN, "password": PASSWORD}
TOKENS = AccessTokens(SETTINGS.jwt_secret, SETTINGS.access_token_minutes)


ACCOUNT_ID = new_id()
UNLIMITED = FailureLimits(1000, 1000)


async def limited(
    per_account: int, per_client: int, counters: InMemoryCounters | None = None
) -> httpx.AsyncClient:
    """The same with limits, and with passwords that cost nothing."""
    failures = FailureLimits(per_account, per_client)
    return await arranged(failures, counters, passwords=QuickPasswords())


async def arranged(
    failures: FailureLimits = UNLIMITED,
    counters: InMemoryCounters | None = None,
    sessions: Sessions | None = None,
    passwords: Passwords | None = None,
) -> httpx.AsyncClient:
    """A client of an API with one account."""
    passwords = passwords or Passwords()
    account = Credentials(id=ACCOUNT_ID, password_hash=await passwords.hash(PASSWORD), version=1)
    return client_with(account, Data(), failures, counters, sessions, passwords)


def client_with(
    account: Credentials,
    data: Data,
    failures: FailureLimits = UNLIMITED,
    counters: InMemoryCounters | None = None,
    sessions: Sessions | None = None,
    passwords: Passwords | None = None,
) -> httpx.AsyncClient:
    """A client of an API with this account."""
    container = container_of(data)
    passwords = passwords or Passwords()
    log_in = LogIn(
        OneAccount(account),
        passwords,
        TOKENS,
        Attempts(cast(Any, counters or InMemoryCounters())),
        failures,
        sessions or container.sessions,
        HashRenewal(passwords, data.units_of_work),
    )
    transport = transport_of(replace(container, log_in=log_in))
    return httpx.AsyncClient(transport=transport, base_url=f"http://api{BASE_PATH}")


async def test_log_in_answers_a_token_of_the_account() -> None:
    response = await (await arranged()).post("/auth/login", json=BODY)
    assert response.status_code == 200
    answer = response.json()
    assert TOKENS.read(answer.pop("access_token")) == ACCOUNT_ID
    assert RefreshToken.parse(answer.pop("refresh_token"))
    assert answer == {"token_type": "bearer", "expires_in": SETTINGS.access_token_minutes * 60}


def with_weak_hash(version: int | None) -> Credentials:
    """The account, whose password was hashed when computers were slower."""
    weak = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=1024),)).hash(PASSWORD)
    return Credentials(id=ACCOUNT_ID, password_hash=weak, version=version)


async def test_log_in_renews_a_hash_of_other_parameters() -> None:
    data = Data()
    data.people.put(make_person(id=ACCOUNT_ID))
    response = await client_with(with_weak_hash(1), data).post("/auth/login", json=BODY)
    assert response.status_code == 200
    (work,) = data.units_of_work.committed
    (write,) = work.writes
    assert isinstance(write, UpdateWrite)
    assert (write.entity, write.id, write.version) == ("person", ACCOUNT_ID, 1)
    assert list(write.values) == ["password"]
    renewed = str(write.values["password"])
    assert await Passwords().verify(PASSWORD, renewed)
    assert await Passwords().renewed(PASSWORD, renewed) is None


async def test_log_in_leaves_a_hash_of_todays_parameters() -> None:
    data = Data()
    hashed = await Passwords().hash(PASSWORD)
    account = Credentials(id=ACCOUNT_ID, password_hash=hashed, version=1)
    assert (await client_with(account, data).post("/auth/login", json=BODY)).status_code == 200
    assert data.units_of_work.committed == []


@pytest.mark.parametrize(
    ("version", "refusals"),
    [(1, [VersionConflict("changed")]), (1, [DependencyUnavailable("data")]), (None, [])],
    ids=["another password by now", "an outage", "a data service of the release before"],
)
async def test_log_in_needs_no_other_hash(version: int | None, refusals: list[Exception]) -> None:
    data = Data()
    data.units_of_work.refusals = refusals
    api = client_with(with_weak_hash(version), data)
    assert (await api.post("/auth/login", json=BODY)).status_code == 200
    assert data.units_of_work.committed == []


async def test_nobody_else_renews_a_hash() -> None:
    data = Data()
    body = {**BODY, "password": "another password"}
    answer = await client_with(with_weak_hash(1), data).post("/auth/login", json=body)
    assert answer.status_code == 401
    assert data.units_of_work.committed == []


class NoSessions(InMemorySessions):
    """Redis is away."""

    async def start(self, account_id: UUID) -> RefreshToken:
        raise RedisError(str(account_id))


async def test_log_in_needs_no_redis() -> None:
    response = await (await arranged(sessions=NoSessions())).post("/auth/login", json=BODY)
    assert response.status_code == 200
    assert TOKENS.read(response.json()["access_token"]) == ACCOUNT_ID
    assert response.json()["refresh_token"] is None


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


async def failing(api: httpx.AsyncClient, login: str, times: int) -> list[int]:
    """The statuses of so many attempts at once with a wrong password."""
    body = {"email": login, "password": "another password"}
    attempts = (api.post("/auth/login", json=body) for _ in range(times))
    return sorted(answer.status_code for answer in await asyncio.gather(*attempts))


@pytest.mark.parametrize("login", [LOGIN, "nobody@people.example", "no address"])
async def test_an_account_is_locked_after_failures_whether_or_not_there_is_one(login: str) -> None:
    api = await limited(per_account=2, per_client=1000)
    assert await failing(api, login, times=5) == [401, 401, 429, 429, 429]
    response = await api.post("/auth/login", json={**BODY, "email": login.upper()})
    assert problem_of(response) == (429, "TOO_MANY_REQUESTS", "Too many attempts; wait")
    assert response.headers["retry-after"] == str(15 * 60)


async def test_other_accounts_are_not_locked() -> None:
    api = await limited(per_account=2, per_client=1000)
    await failing(api, "nobody@people.example", times=3)
    assert (await api.post("/auth/login", json=BODY)).status_code == 200


async def test_a_log_in_forgets_the_failures_before_it() -> None:
    api = await limited(per_account=3, per_client=1000)
    for _ in range(3):
        assert await failing(api, LOGIN, times=2) == [401, 401]
        assert (await api.post("/auth/login", json=BODY)).status_code == 200


async def test_a_client_that_fails_everywhere_is_stopped() -> None:
    counters = InMemoryCounters()
    api = await limited(per_account=1000, per_client=2, counters=counters)
    statuses = [await failing(api, f"person-{n}@people.example", times=1) for n in range(4)]
    assert statuses == [[401], [401], [429], [429]]
    # Nothing is kept of whom it would have tried.
    assert len(counters.values) == 3
    assert set(counters.windows.values()) == {timedelta(minutes=15)}
    assert (await api.post("/auth/login", json=BODY)).status_code == 429


class NoCredentials:
    """The data service is away."""

    async def find(self, login: str) -> Credentials | None:
        raise DependencyUnavailable(login)


async def test_an_outage_locks_nobody_out() -> None:
    attempts, limits = Attempts(cast(Any, InMemoryCounters())), FailureLimits(1, 1)
    sessions, passwords = InMemorySessions(), QuickPasswords()
    renewal = HashRenewal(passwords, Data().units_of_work)
    log_in = LogIn(NoCredentials(), passwords, TOKENS, attempts, limits, sessions, renewal)
    for _ in range(3):
        with pytest.raises(DependencyUnavailable):
            await log_in.execute(LOGIN, PASSWORD, "a client")


class NoThreads(QuickPasswords):
    """Too many people are signing in."""

    async def verify(self, password: str, stored: str | None) -> bool:
        raise DependencyUnavailable(f"{password} {stored}")


async def test_a_crowd_locks_nobody_out() -> None:
    attempts, limits = Attempts(cast(Any, InMemoryCounters())), FailureLimits(1, 1)
    passwords = NoThreads()
    log_in = LogIn(
        OneAccount(Credentials(id=ACCOUNT_ID, password_hash=PASSWORD)),
        passwords,
        TOKENS,
        attempts,
        limits,
        InMemorySessions(),
        HashRenewal(passwords, Data().units_of_work),
    )
    for _ in range(3):
        with pytest.raises(DependencyUnavailable):
            await log_in.execute(LOGIN, PASSWORD, "a client")


async def test_log_ins_that_succeed_stop_no_client() -> None:
    api = await limited(per_account=1, per_client=1)
    for _ in range(3):
        assert (await api.post("/auth/login", json=BODY)).status_code == 200


@pytest.mark.parametrize("body", [{}, {"email": "a@b.example"}, {"password": "x"}])
async def test_log_in_needs_both(body: dict[str, str]) -> None:
    response = await client(Data()).post("/auth/login", json=body)
    assert problem_of(response)[:2] == (422, "VALIDATION_FAILED")


async def test_another_token_signs_nobody_in() -> None:
    headers = {"Authorization": "Bearer nonsense"}
    response = await client(Data()).request("GET", "/bookings", headers=headers)
    assert problem_of(response) == (401, "NOT_AUTHENTICATED", "The access token is not valid")
