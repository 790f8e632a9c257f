"""Another password for whoever reads the address of an account, and for nobody else."""

import asyncio
from dataclasses import dataclass, replace
from typing import Any, cast
from uuid import UUID

import httpx
import pytest
from redis.exceptions import RedisError

from shared.identifiers import new_id
from shared.unit_of_work import Committed, UnitOfWork, UpdateWrite, VersionConflict
from src.authentication.attempts import Attempts
from src.authentication.credentials import Credentials
from src.authentication.errors import SessionEnded
from src.authentication.log_in import FailureLimits
from src.authentication.newest_links import NewestLinks
from src.authentication.sessions import Sessions
from src.authentication.tokens import FORGOTTEN, AccessTokens
from src.core.config import BASE_PATH
from tests.support.api import (
    PASSWORD_TOKENS,
    SETTINGS,
    container_of,
    problem_of,
    transport_of,
    wrong_fields,
)
from tests.support.counters import InMemoryCounters
from tests.support.credentials import QuickPasswords
from tests.support.data import Data
from tests.support.links import InMemoryLinks
from tests.support.samples import make_person
from tests.support.sessions import InMemorySessions

ACCOUNT = make_person()
PASSWORD, OTHER = "correct horse battery staple", "another password that is long"
NOTIFICATION = "reset_password"
INTERNAL = "http://api/internal/v1/links"
PATH, CONFIRM = "/auth/password-reset", "/auth/password-reset/confirm"
NOT_VALID = (422, "LINK_NOT_VALID", "This link is not valid, or not valid any more")


@dataclass(frozen=True, slots=True)
class StoredAccount:
    """The data services: what is committed is what is looked up next."""

    data: Data

    @property
    def password(self) -> str:
        """The password of the account now."""
        written = [
            write.values["password"]
            for work in self.data.units_of_work.committed
            for write in work.writes
            if isinstance(write, UpdateWrite)
        ]
        return str(written[-1]) if written else PASSWORD

    async def find(self, login: str) -> Credentials | None:
        """The credentials of the account, for its login."""
        account = self.data.people.stored.get(ACCOUNT.id)
        if account is None or account.email != login:
            return None
        return Credentials(id=account.id, password_hash=self.password)

    async def commit(self, unit: UnitOfWork) -> Committed:
        """Commits when everybody has read, if nobody was faster."""
        await asyncio.sleep(0)
        for write in unit.request().writes:
            assert isinstance(write, UpdateWrite)
            if self.data.people.stored[write.id].version != write.version:
                raise VersionConflict("changed")
        return await self.data.units_of_work.commit(unit)


def arranged() -> Data:
    """An account."""
    data = Data()
    data.people.put(ACCOUNT)
    return data


def client_of(data: Data, sessions: Sessions | None = None) -> httpx.AsyncClient:
    """A client that is the person and the sending service at once, on the same links."""
    container, stored = container_of(data), StoredAccount(data)
    reset_password = replace(
        container.reset_password,
        credentials=stored,
        units_of_work=stored,
        passwords=QuickPasswords(),
        newest_links=NewestLinks(cast(Any, InMemoryLinks()), FORGOTTEN, PASSWORD_TOKENS.lifetime),
        sessions=sessions or InMemorySessions(),
    )
    links = {NOTIFICATION: reset_password.link}
    transport = transport_of(replace(container, reset_password=reset_password, links=links))
    headers = {"X-Service-Token": SETTINGS.operator_token}
    return httpx.AsyncClient(
        transport=transport, base_url=f"http://api{BASE_PATH}", headers=headers
    )


async def sent(client: httpx.AsyncClient, link_id: UUID) -> dict[str, str]:
    """The body that the page of the link sends."""
    body = {"notification": NOTIFICATION, "account_id": str(ACCOUNT.id), "link_id": str(link_id)}
    response = await client.post(INTERNAL, json=body)
    page, token = response.json()["link"].split("?token=")
    assert page == SETTINGS.reset_password_page
    return {"token": token, "new_password": OTHER}


async def asked(client: httpx.AsyncClient, login: str = ACCOUNT.email) -> httpx.Response:
    """The answer to somebody who forgot the password of that login."""
    return await client.post(PATH, json={"email": login})


async def test_a_link_is_sent_to_the_address_of_the_account() -> None:
    data = arranged()
    response = await asked(client_of(data), ACCOUNT.email.upper())
    assert (response.status_code, response.content) == (204, b"")
    (work,) = data.units_of_work.committed
    assert work.writes == []
    (event,) = work.events
    assert event.data["address"] == ACCOUNT.email
    assert str(event.data["link"]) in str(event.data["text"])


@pytest.mark.parametrize("login", ["nobody@people.example", "no address"])
async def test_whether_there_is_an_account_is_not_told(login: str) -> None:
    data = arranged()
    response = await asked(client_of(data), login)
    assert (response.status_code, response.content) == (204, b"")
    (work,) = data.units_of_work.committed
    assert (work.writes, work.events) == ([], [])


class Watched:
    """A part of the reset, and a note of each call: what takes time is behind one."""

    def __init__(self, name: str, part: object, calls: list[str]) -> None:
        self._name = name
        self._part = part
        self._calls = calls

    def __getattr__(self, method: str) -> Any:
        self._calls.append(f"{self._name}.{method}")
        return getattr(self._part, method)


@pytest.mark.parametrize("login", [ACCOUNT.email, "nobody@people.example", "no address"])
async def test_as_much_is_done_whether_or_not_there_is_an_account(login: str) -> None:
    data, calls = arranged(), list[str]()
    parts: dict[str, object] = {
        "accounts": data.people,
        "credentials": StoredAccount(data),
        "units_of_work": data.units_of_work,
        "passwords": QuickPasswords(),
        "newest_links": NewestLinks(
            cast(Any, InMemoryLinks()), FORGOTTEN, PASSWORD_TOKENS.lifetime
        ),
        "sessions": InMemorySessions(),
        "attempts": Attempts(cast(Any, InMemoryCounters())),
    }
    watched: dict[str, Any] = {name: Watched(name, part, calls) for name, part in parts.items()}
    await replace(container_of(data).reset_password, **watched).request(login, "a client")
    assert calls == [
        "attempts.count",
        "attempts.count",
        "credentials.find",
        "accounts.find",
        "units_of_work.commit",
    ]


@pytest.mark.parametrize("login", [ACCOUNT.email, "nobody@people.example"])
async def test_an_inbox_is_not_filled(login: str) -> None:
    data = arranged()
    client = client_of(data)
    assert [(await asked(client, login)).status_code for _ in range(4)] == [204, 204, 204, 429]
    assert len(data.units_of_work.committed) == 3


async def test_the_link_changes_the_password_once() -> None:
    data = arranged()
    client = client_of(data)
    body = await sent(client, new_id())
    answers = [await client.post(CONFIRM, json=body) for _ in range(2)]
    assert (answers[0].status_code, answers[0].content) == (204, b"")
    assert problem_of(answers[1]) == NOT_VALID
    assert StoredAccount(data).password == OTHER
    assert len(data.units_of_work.committed) == 1


async def test_the_link_works_once_for_many_at_the_same_time() -> None:
    data = arranged()
    client = client_of(data)
    body = await sent(client, new_id())
    bodies = [{**body, "new_password": f"password number {n} of many"} for n in range(20)]
    answers = await asyncio.gather(*(client.post(CONFIRM, json=other) for other in bodies))
    assert sorted(answer.status_code for answer in answers) == [204, *[422] * 19]
    assert len(data.units_of_work.committed) == 1


async def test_sessions_of_the_old_password_end() -> None:
    sessions = InMemorySessions()
    token, other = await sessions.start(ACCOUNT.id), await sessions.start(new_id())
    client = client_of(arranged(), sessions)
    await client.post(CONFIRM, json=await sent(client, new_id()))
    with pytest.raises(SessionEnded):
        await sessions.rotate(token)
    await sessions.rotate(other)


async def test_a_newer_link_ends_the_one_before() -> None:
    client = client_of(arranged())
    first, second = sorted((new_id(), new_id()))
    old, new = await sent(client, first), await sent(client, second)
    assert problem_of(await client.post(CONFIRM, json=old)) == NOT_VALID
    assert (await client.post(CONFIRM, json=new)).status_code == 204


async def test_a_link_is_not_good_for_another_address() -> None:
    data = arranged()
    client = client_of(data)
    body = await sent(client, new_id())
    moved = ACCOUNT.model_copy(update={"email": "other@people.example"})
    data.people.put(moved)
    assert problem_of(await client.post(CONFIRM, json=body)) == NOT_VALID


async def test_an_account_that_is_gone_gets_no_password() -> None:
    data = arranged()
    client = client_of(data)
    body = await sent(client, new_id())
    data.people.stored.clear()
    assert problem_of(await client.post(CONFIRM, json=body)) == NOT_VALID


async def test_an_account_that_is_not_active_gets_no_password() -> None:
    data = arranged()
    data.people.put(ACCOUNT.model_copy(update={"active": False}))
    client = client_of(data)
    assert problem_of(await client.post(CONFIRM, json=await sent(client, new_id()))) == NOT_VALID
    assert data.units_of_work.committed == []


@pytest.mark.parametrize(
    "token",
    ["nonsense", AccessTokens(SETTINGS.jwt_secret, 30).issue(ACCOUNT.id)],
    ids=["nonsense", "of a log-in"],
)
async def test_another_token_changes_nothing(token: str) -> None:
    data = arranged()
    response = await client_of(data).post(CONFIRM, json={"token": token, "new_password": OTHER})
    assert problem_of(response) == NOT_VALID
    assert data.units_of_work.committed == []


async def test_the_new_password_has_the_bounds_of_every_password() -> None:
    client = client_of(arranged())
    body = await sent(client, new_id())
    response = await client.post(CONFIRM, json={**body, "new_password": "short"})
    assert wrong_fields(response) == ["body.new_password"]


class NoSessions(InMemorySessions):
    """Redis is away."""

    async def end_all(self, account_id: UUID) -> None:
        raise RedisError(str(account_id))


async def test_without_redis_nothing_is_changed() -> None:
    data = arranged()
    client = client_of(data, NoSessions())
    response = await client.post(CONFIRM, json=await sent(client, new_id()))
    assert problem_of(response)[:2] == (503, "DEPENDENCY_UNAVAILABLE")
    assert data.units_of_work.committed == []


async def test_whoever_was_locked_out_is_let_in_again() -> None:
    data, attempts = arranged(), Attempts(cast(Any, InMemoryCounters()))
    failures = FailureLimits(1, 1).per_account
    reset_password = replace(
        container_of(data).reset_password,
        credentials=StoredAccount(data),
        passwords=QuickPasswords(),
        attempts=attempts,
        failures=failures,
    )
    await attempts.count(failures, ACCOUNT.email)
    link = await reset_password.link(ACCOUNT.id, new_id())
    await reset_password.execute(link.partition("=")[2], OTHER)
    # One too many, if the one before counted.
    await attempts.count(failures, ACCOUNT.email)
