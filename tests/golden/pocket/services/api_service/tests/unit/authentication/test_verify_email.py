"""Links that prove an address."""

import asyncio
from dataclasses import dataclass, replace
from typing import Any, cast
from uuid import UUID

import httpx
import pytest
from redis.exceptions import RedisError

from shared.identifiers import new_id
from shared.unit_of_work import Committed, UnitOfWork, UpdateWrite, VersionConflict
from src.authentication.newest_links import NewestLinks
from src.authentication.tokens import VERIFY_EMAIL, AccessTokens
from src.core.config import BASE_PATH
from tests.support.api import LINK_TOKENS, SETTINGS, container_of, problem_of, transport_of
from tests.support.data import Data
from tests.support.links import InMemoryLinks
from tests.support.samples import make_person
from tests.support.units_of_work import Work

ACCOUNT = make_person(email_verified=False)
EARLIER = UUID("01900000-0000-7000-8000-000000000001")
NOTIFICATION = "verify_email"
CHANGES = {"email_verified": True, "email_verified_at": "2030-01-31T12:00:00Z"}
INTERNAL = "http://api/internal/v1/links"
NOT_VALID = (422, "LINK_NOT_VALID", "This link is not valid, or not valid any more")
USED = (409, "LINK_USED", "The address is confirmed already; a link works once")


def arranged() -> Data:
    """An account whose address is not verified yet."""
    data = Data()
    data.people.put(ACCOUNT)
    return data


@dataclass(frozen=True, slots=True)
class Rivals:
    """Commits when everybody has read, and whose row is not the one that was read conflicts."""

    data: Data

    async def commit(self, unit: UnitOfWork) -> Committed:
        """Commits, if nobody was faster."""
        await asyncio.sleep(0)
        for write in unit.request().writes:
            assert isinstance(write, UpdateWrite)
            if self.data.people.stored[write.id].version != write.version:
                raise VersionConflict("changed")
        return await self.data.units_of_work.commit(unit)


def client_of(data: Data, redis: object | None = None) -> httpx.AsyncClient:
    """A client that is the person and the sending service at once, on the same links."""
    container = container_of(data)
    memory = cast(Any, redis or InMemoryLinks())
    newest = NewestLinks(memory, VERIFY_EMAIL, LINK_TOKENS.lifetime)
    verify_email = replace(container.verify_email, newest_links=newest, units_of_work=Rivals(data))
    headers = {"X-Service-Token": SETTINGS.operator_token}
    links = {NOTIFICATION: verify_email.link}
    transport = transport_of(replace(container, verify_email=verify_email, links=links))
    return httpx.AsyncClient(
        transport=transport, base_url=f"http://api{BASE_PATH}", headers=headers
    )


async def sent(client: httpx.AsyncClient, link_id: UUID) -> dict[str, str]:
    """The parameter of the link that goes into a message."""
    body = {"notification": NOTIFICATION, "account_id": str(ACCOUNT.id), "link_id": str(link_id)}
    response = await client.post(INTERNAL, json=body)
    page, token = response.json()["link"].split("?token=")
    assert page == SETTINGS.link_page
    return {"token": token}


async def test_the_link_proves_the_address() -> None:
    data = arranged()
    client = client_of(data)
    response = await client.post("/auth/verify-email", json=await sent(client, new_id()))
    assert response.status_code == 200
    assert response.json()["email_verified"] is True
    write = UpdateWrite(entity="person", id=ACCOUNT.id, version=1, values=CHANGES)
    assert data.units_of_work.committed == [Work(actor_id=ACCOUNT.id, writes=[write])]


async def test_the_link_works_once() -> None:
    data = arranged()
    client = client_of(data)
    link = await sent(client, new_id())
    answers = [await client.post("/auth/verify-email", json=link) for _ in range(2)]
    assert answers[0].status_code == 200
    assert problem_of(answers[1]) == USED
    assert len(data.units_of_work.committed) == 1


async def test_the_link_works_once_for_many_at_the_same_time() -> None:
    data = arranged()
    client = client_of(data)
    link = await sent(client, new_id())
    attempts = (client.post("/auth/verify-email", json=link) for _ in range(20))
    answers = [answer.status_code for answer in await asyncio.gather(*attempts)]
    assert sorted(answers) == [200, *[409] * 19]
    assert len(data.units_of_work.committed) == 1


async def test_a_conflict_is_tried_again() -> None:
    data = arranged()
    data.units_of_work.refusals = [VersionConflict("changed")]
    client = client_of(data)
    response = await client.post("/auth/verify-email", json=await sent(client, new_id()))
    assert response.status_code == 200
    assert len(data.units_of_work.committed) == 1


async def test_a_newer_link_ends_the_one_before() -> None:
    data = arranged()
    client = client_of(data)
    first, second = sorted((new_id(), new_id()))
    old, new = await sent(client, first), await sent(client, second)
    # The older message is sent once more, which does not bring its link back.
    again = await sent(client, first)
    for link in (old, again):
        assert problem_of(await client.post("/auth/verify-email", json=link)) == NOT_VALID
    assert data.units_of_work.committed == []
    assert (await client.post("/auth/verify-email", json=new)).status_code == 200


async def test_a_message_that_is_sent_twice_has_a_link_that_works() -> None:
    client = client_of(arranged())
    link_id = new_id()
    first = await sent(client, link_id)
    await sent(client, link_id)
    assert (await client.post("/auth/verify-email", json=first)).status_code == 200


async def test_a_used_link_does_not_work_if_the_address_is_unconfirmed_again() -> None:
    data = arranged()
    client = client_of(data)
    link = await sent(client, EARLIER)
    await client.post("/auth/verify-email", json=link)
    data.people.put(ACCOUNT)
    assert problem_of(await client.post("/auth/verify-email", json=link)) == NOT_VALID


async def test_a_link_proves_the_address_that_it_was_sent_to() -> None:
    data = arranged()
    client = client_of(data)
    link = await sent(client, new_id())
    data.people.put(ACCOUNT.model_copy(update={"email": "other@people.example"}))
    assert problem_of(await client.post("/auth/verify-email", json=link)) == NOT_VALID


async def test_an_account_that_is_not_active_proves_nothing() -> None:
    data = arranged()
    client = client_of(data)
    link = await sent(client, new_id())
    data.people.put(ACCOUNT.model_copy(update={"active": False}))
    assert problem_of(await client.post("/auth/verify-email", json=link)) == NOT_VALID
    assert data.units_of_work.committed == []


async def test_links_are_remembered_as_long_as_they_are_good() -> None:
    redis = InMemoryLinks()
    await sent(client_of(arranged(), redis), new_id())
    assert list(redis.lifetimes.values()) == [LINK_TOKENS.lifetime]


class ForgetfulLinks(InMemoryLinks):
    """Goes away once a link was checked."""

    async def zrange(self, key: str, start: int, end: int) -> list[bytes]:
        self.execute = self._away  # type: ignore[method-assign]
        return await super().zrange(key, start, end)

    async def _away(self) -> None:
        raise RedisError


async def test_a_confirmed_address_is_confirmed_whatever_becomes_of_redis() -> None:
    data = arranged()
    client = client_of(data, ForgetfulLinks())
    response = await client.post("/auth/verify-email", json=await sent(client, new_id()))
    assert response.status_code == 200
    assert len(data.units_of_work.committed) == 1


@pytest.mark.parametrize(
    "token",
    [
        pytest.param("nonsense", id="nonsense"),
        pytest.param(LINK_TOKENS.issue(new_id(), new_id(), ACCOUNT.email), id="of nobody"),
        pytest.param(AccessTokens(SETTINGS.jwt_secret, 30).issue(ACCOUNT.id), id="of a log-in"),
    ],
)
async def test_another_token_proves_nothing(token: str) -> None:
    data = arranged()
    response = await client_of(data).post("/auth/verify-email", json={"token": token})
    assert problem_of(response) == NOT_VALID
    assert data.units_of_work.committed == []


async def test_links_are_made_for_other_services_only() -> None:
    body = {"notification": NOTIFICATION, "account_id": str(ACCOUNT.id), "link_id": str(new_id())}
    headers = {"X-Service-Token": "another token that is long enough"}
    response = await client_of(arranged()).post(INTERNAL, json=body, headers=headers)
    assert problem_of(response)[:2] == (401, "SERVICE_TOKEN_REQUIRED")


async def test_other_notifications_have_no_links() -> None:
    body = {"notification": "other", "account_id": str(ACCOUNT.id), "link_id": str(new_id())}
    response = await client_of(arranged()).post(INTERNAL, json=body)
    assert problem_of(response)[:2] == (404, "NOT_FOUND")


async def test_opening_the_link_changes_nothing() -> None:
    data = arranged()
    client = client_of(data)
    link = await sent(client, new_id())
    for method in ("GET", "HEAD", "GET"):
        response = await client.request(method, "/auth/verify-email", params=link)
        assert (response.status_code, response.headers["content-type"].partition(";")[0]) == (
            200,
            "text/html",
        )
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert data.units_of_work.committed == []
    place = f"verify-email/page?token={link['token']}"
    assert f"<form method=post action='{place}'>" in response.text
    pages = [await client.post(f"/auth/{place}") for _ in range(2)]
    assert [page.status_code for page in pages] == [200, 409]
    assert "Your address is confirmed. " in pages[0].text
    assert "Your address is confirmed already" in pages[1].text
    assert len(data.units_of_work.committed) == 1


async def test_the_page_repeats_nothing_that_a_browser_would_run() -> None:
    link = {"token": "'><script>alert(1)</script>"}
    response = await client_of(arranged()).get("/auth/verify-email", params=link)
    assert "<script>" not in response.text


async def test_a_link_that_proves_nothing_answers_a_page_too() -> None:
    data = arranged()
    response = await client_of(data).post("/auth/verify-email/page?token=nonsense")
    assert response.status_code == 422
    assert "This link is not valid" in response.text
    assert data.units_of_work.committed == []
