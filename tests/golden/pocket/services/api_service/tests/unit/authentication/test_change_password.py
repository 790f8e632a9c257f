"""Changing a password: who may, and what goes on afterwards."""

from dataclasses import dataclass, replace
from typing import Any, cast
from uuid import UUID

import httpx
import pytest
from redis.exceptions import RedisError

from shared.problems import DependencyUnavailable
from shared.unit_of_work import UpdateWrite, VersionConflict
from src.authentication.attempts import Attempts
from src.authentication.change_password import ChangePassword
from src.authentication.credentials import Credentials
from src.authentication.current_password import CurrentPassword
from src.authentication.errors import SessionEnded
from src.authentication.log_in import FailureLimits
from src.authentication.sessions import RefreshToken, Sessions
from src.core.config import BASE_PATH
from tests.support.api import container_of, problem_of, transport_of, wrong_fields
from tests.support.counters import InMemoryCounters
from tests.support.credentials import OneAccount, QuickPasswords
from tests.support.data import Data
from tests.support.samples import make_person
from tests.support.sessions import InMemorySessions
from tests.support.units_of_work import Work

ACCOUNT = make_person()
PASSWORD, OTHER = "correct horse battery staple", "another password that is long"
BODY = {"current_password": PASSWORD, "new_password": OTHER}
WRONG_PASSWORD = (422, "WRONG_PASSWORD", "The current password is another one")


def arranged() -> Data:
    """An account."""
    data = Data()
    data.people.put(ACCOUNT)
    return data


@dataclass(frozen=True, slots=True)
class PasswordClient:
    """Somebody who is signed in."""

    client: httpx.AsyncClient
    change_password: ChangePassword

    async def request_change(self, **body: str) -> httpx.Response:
        """The answer to a request that is right but for what the test says."""
        return await self.client.post("/auth/password", json={**BODY, **body})


def client_of(data: Data, sessions: Sessions | None = None, failures: int = 1000) -> PasswordClient:
    """The owner of the account, with an access token."""
    container = container_of(data)
    change_password = replace(
        container.change_password,
        current_password=CurrentPassword(
            OneAccount(Credentials(id=ACCOUNT.id, password_hash=PASSWORD), ACCOUNT.email),
            QuickPasswords(),
            Attempts(cast(Any, InMemoryCounters())),
            FailureLimits(failures, failures).per_account,
        ),
        passwords=QuickPasswords(),
        sessions=sessions or InMemorySessions(),
    )
    token = container.access_tokens.issue(ACCOUNT.id)
    client = httpx.AsyncClient(
        transport=transport_of(replace(container, change_password=change_password)),
        base_url=f"http://api{BASE_PATH}",
        headers={"Authorization": f"Bearer {token}"},
    )
    return PasswordClient(client, change_password)


async def test_the_password_is_another_one() -> None:
    data = arranged()
    response = await client_of(data).request_change()
    assert response.status_code == 200
    write = UpdateWrite(entity="person", id=ACCOUNT.id, version=1, values={"password": OTHER})
    assert data.units_of_work.committed == [Work(actor_id=ACCOUNT.id, writes=[write])]


async def test_only_the_session_of_the_answer_goes_on() -> None:
    sessions = InMemorySessions()
    earlier = [await sessions.start(ACCOUNT.id) for _ in range(2)]
    answer = (await client_of(arranged(), sessions).request_change()).json()
    account_id, _ = await sessions.rotate(RefreshToken.parse(answer["refresh_token"]))
    assert account_id == ACCOUNT.id
    for token in earlier:
        with pytest.raises(SessionEnded):
            await sessions.rotate(token)


async def test_sessions_of_others_go_on() -> None:
    sessions, other = InMemorySessions(), make_person()
    token = await sessions.start(other.id)
    await client_of(arranged(), sessions).request_change()
    assert (await sessions.rotate(token))[0] == other.id


async def test_the_current_password_is_needed() -> None:
    data, sessions = arranged(), InMemorySessions()
    token = await sessions.start(ACCOUNT.id)
    response = await client_of(data, sessions).request_change(current_password="a guess")
    assert problem_of(response) == WRONG_PASSWORD
    assert data.units_of_work.committed == []
    assert (await sessions.rotate(token))[0] == ACCOUNT.id


async def test_guesses_are_counted_as_at_a_log_in() -> None:
    somebody = client_of(arranged(), failures=2)
    for _ in range(2):
        assert (
            problem_of(await somebody.request_change(current_password="a guess")) == WRONG_PASSWORD
        )
    assert problem_of(await somebody.request_change())[:2] == (429, "TOO_MANY_REQUESTS")


async def test_a_change_forgets_the_failures_before_it() -> None:
    somebody = client_of(arranged(), failures=2)
    for _ in range(2):
        assert (
            problem_of(await somebody.request_change(current_password="a guess")) == WRONG_PASSWORD
        )
        assert (await somebody.request_change()).status_code == 200


@pytest.mark.parametrize("password", ["short", "x" * 129])
async def test_the_new_password_has_the_bounds_of_every_password(password: str) -> None:
    data = arranged()
    response = await client_of(data).request_change(new_password=password)
    assert wrong_fields(response) == ["body.new_password"]
    assert data.units_of_work.committed == []


async def test_a_conflict_is_tried_again() -> None:
    data = arranged()
    data.units_of_work.refusals = [VersionConflict("changed")]
    assert (await client_of(data).request_change()).status_code == 200
    assert len(data.units_of_work.committed) == 1


async def test_an_account_that_is_gone_changes_nothing() -> None:
    data = Data()
    response = await client_of(data).request_change()
    assert problem_of(response)[:2] == (401, "NOT_AUTHENTICATED")
    assert data.units_of_work.committed == []


class NoSessions(InMemorySessions):
    """Redis is away."""

    async def end_all(self, account_id: UUID) -> None:
        raise RedisError(str(account_id))


async def test_without_redis_nothing_is_changed() -> None:
    data = arranged()
    response = await client_of(data, NoSessions()).request_change()
    assert problem_of(response)[:2] == (503, "DEPENDENCY_UNAVAILABLE")
    assert data.units_of_work.committed == []


class NoMoreSessions(InMemorySessions):
    """Redis goes away once sessions have ended."""

    async def start(self, account_id: UUID) -> RefreshToken:
        raise RedisError(str(account_id))


async def test_a_password_that_was_changed_is_changed_whatever_becomes_of_redis() -> None:
    data = arranged()
    response = await client_of(data, NoMoreSessions()).request_change()
    assert response.status_code == 200
    assert response.json()["refresh_token"] is None
    assert len(data.units_of_work.committed) == 1


class NoCredentials:
    """The data service is away."""

    async def find(self, login: str) -> Credentials | None:
        raise DependencyUnavailable(login)


async def test_an_outage_locks_nobody_out() -> None:
    data = arranged()
    somebody = client_of(data, failures=1)
    change_password = somebody.change_password
    current = replace(change_password.current_password, credentials=NoCredentials())
    outage = replace(change_password, current_password=current)
    container = replace(container_of(data), change_password=outage)
    token = container.access_tokens.issue(ACCOUNT.id)
    client = httpx.AsyncClient(
        transport=transport_of(container),
        base_url=f"http://api{BASE_PATH}",
        headers={"Authorization": f"Bearer {token}"},
    )
    for _ in range(3):
        response = await client.post("/auth/password", json=BODY)
        assert problem_of(response)[:2] == (503, "DEPENDENCY_UNAVAILABLE")
    assert (await somebody.request_change()).status_code == 200
