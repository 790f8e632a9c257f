"""Accounts that are active no more: who ends one, and what ends with it."""

import re
from dataclasses import dataclass, replace
from typing import Any, cast
from uuid import UUID

import httpx
import pytest
from redis.exceptions import RedisError

from shared.identifiers import new_id
from shared.unit_of_work import UpdateWrite, VersionConflict
from src.authentication.attempts import Attempts
from src.authentication.credentials import Credentials
from src.authentication.current_password import CurrentPassword
from src.authentication.errors import SessionEnded
from src.authentication.log_in import FailureLimits
from src.authentication.sessions import RefreshToken
from src.core.config import BASE_PATH
from tests.support.api import client, container_of, problem_of, transport_of
from tests.support.counters import InMemoryCounters
from tests.support.credentials import OneAccount, QuickPasswords
from tests.support.data import Data
from tests.support.samples import make_person
from tests.support.sessions import InMemorySessions
from tests.support.units_of_work import Work

ACCOUNT = make_person(active=True)
INACTIVE = ACCOUNT.model_copy(update={"active": False})
PASSWORD = "correct horse battery staple"
PATH = "/auth/deactivate"
# What only people who are signed in may do.
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


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with two sessions, and what is stored about them."""

    data: Data
    sessions: InMemorySessions
    client: httpx.AsyncClient
    refresh_tokens: list[RefreshToken]

    async def deactivate(self, password: str = PASSWORD) -> httpx.Response:
        """The answer to the person's wish."""
        return await self.client.post(PATH, json={"current_password": password})

    async def refresh(self) -> httpx.Response:
        """The answer to the first session."""
        body = {"refresh_token": self.refresh_tokens.pop(0).text}
        return await self.client.post("/auth/refresh", json=body)


async def signed_in(sessions: InMemorySessions | None = None, failures: int = 1000) -> Person:
    """A person with an access token."""
    data, sessions = Data(), sessions or InMemorySessions()
    data.people.put(ACCOUNT)
    container = container_of(data)
    current_password = CurrentPassword(
        OneAccount(Credentials(id=ACCOUNT.id, password_hash=PASSWORD), ACCOUNT.email),
        QuickPasswords(),
        Attempts(cast(Any, InMemoryCounters())),
        FailureLimits(failures, failures).per_account,
    )
    deactivate_account = replace(
        container.deactivate_account, current_password=current_password, sessions=sessions
    )
    refresh = replace(container.refresh, sessions=sessions)
    people = httpx.AsyncClient(
        transport=transport_of(
            replace(container, deactivate_account=deactivate_account, refresh=refresh)
        ),
        base_url=f"http://api{BASE_PATH}",
        headers={"Authorization": f"Bearer {container.access_tokens.issue(ACCOUNT.id)}"},
    )
    tokens = [await sessions.start(ACCOUNT.id) for _ in range(2)]
    return Person(data, sessions, people, tokens)


async def test_the_account_is_active_no_more() -> None:
    person = await signed_in()
    response = await person.deactivate()
    assert (response.status_code, response.content) == (204, b"")
    write = UpdateWrite(entity="person", id=ACCOUNT.id, version=1, values={"active": False})
    assert person.data.units_of_work.committed == [Work(actor_id=ACCOUNT.id, writes=[write])]


async def test_every_session_ends_and_none_of_others() -> None:
    person = await signed_in()
    other = await person.sessions.start(new_id())
    await person.deactivate()
    for token in person.refresh_tokens:
        with pytest.raises(SessionEnded):
            await person.sessions.rotate(token)
    assert await person.sessions.rotate(other)


async def test_access_tokens_end_at_once() -> None:
    person = await signed_in()
    await person.deactivate()
    assert problem_of(await person.deactivate())[:2] == (401, "NOT_AUTHENTICATED")
    assert len(person.data.units_of_work.committed) == 1


@pytest.mark.parametrize(("method", "path"), GUARDED)
async def test_whoever_deactivated_the_account_its_access_tokens_open_nothing(
    method: str, path: str
) -> None:
    data = Data()
    data.people.put(INACTIVE)
    url = re.sub(r"\{[^}]*\}", str(new_id()), path)
    response = await client(data, INACTIVE).request(method, url, json={})
    # Some find first that there is nothing in the body.
    assert response.status_code in {401, 422}
    assert data.units_of_work.committed == []


async def test_a_session_of_an_account_that_somebody_deactivated_ends() -> None:
    person = await signed_in()
    assert (await person.refresh()).status_code == 200
    person.data.people.put(INACTIVE)
    (token,) = person.refresh_tokens
    problem = (401, "NOT_AUTHENTICATED", "The refresh token is not valid")
    assert problem_of(await person.refresh()) == problem
    assert await person.sessions.account_of(token) is None


async def test_the_password_is_needed() -> None:
    person = await signed_in()
    response = await person.deactivate("a guess")
    assert problem_of(response)[:2] == (422, "WRONG_PASSWORD")
    assert person.data.units_of_work.committed == []
    assert (await person.refresh()).status_code == 200


async def test_guesses_are_counted_as_at_a_log_in() -> None:
    person = await signed_in(failures=2)
    for _ in range(2):
        assert (await person.deactivate("a guess")).status_code == 422
    assert problem_of(await person.deactivate())[:2] == (429, "TOO_MANY_REQUESTS")
    assert person.data.units_of_work.committed == []


async def test_a_conflict_is_tried_again() -> None:
    person = await signed_in()
    person.data.units_of_work.refusals = [VersionConflict("changed")]
    assert (await person.deactivate()).status_code == 204
    assert len(person.data.units_of_work.committed) == 1


class FailingSessions(InMemorySessions):
    """Redis goes away after sessions have ended so many times."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self._left = times

    async def end_all(self, account_id: UUID) -> None:
        if self._left == 0:
            raise RedisError(str(account_id))
        self._left -= 1
        await super().end_all(account_id)


async def test_without_redis_nothing_is_changed() -> None:
    person = await signed_in(FailingSessions(0))
    assert problem_of(await person.deactivate())[:2] == (503, "DEPENDENCY_UNAVAILABLE")
    assert person.data.units_of_work.committed == []


async def test_an_account_that_ended_has_ended_whatever_becomes_of_redis() -> None:
    person = await signed_in(FailingSessions(1))
    assert (await person.deactivate()).status_code == 204
    assert len(person.data.units_of_work.committed) == 1


async def test_a_session_that_began_meanwhile_ends_too() -> None:
    class Late(InMemorySessions):
        """Somebody signs in before the account ends."""

        late: RefreshToken | None = None

        async def end_all(self, account_id: UUID) -> None:
            await super().end_all(account_id)
            self.late = self.late or await self.start(account_id)

    sessions = Late()
    person = await signed_in(sessions)
    await person.deactivate()
    assert sessions.late is not None
    assert await sessions.account_of(sessions.late) is None
