"""Codes that tie a Telegram chat to an account."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import httpx
import pytest

from shared.identifiers import new_id
from shared.problems import DependencyUnavailable, Problem
from shared.redis_client import open_redis
from shared.unit_of_work import UpdateWrite
from src.authentication.link_codes import LinkCodes
from src.core.config import BASE_PATH
from tests.support.api import client, container_of, internal_client, problem_of, transport_of
from tests.support.codes import InMemoryCodes
from tests.support.data import Data
from tests.support.samples import make_person
from tests.support.units_of_work import Work

ACCOUNT = make_person()
URL = "http://api/internal/v1/telegram-links"


def arranged() -> Data:
    """An account without a chat."""
    data = Data()
    data.people.put(ACCOUNT)
    return data


def client_of_both(data: Data) -> httpx.AsyncClient:
    """A client that is the person and the bot at once, on the same codes."""
    container = container_of(data)
    headers = {
        "Authorization": f"Bearer {container.access_tokens.issue(ACCOUNT.id)}",
        "X-Service-Token": container.settings.operator_token,
    }
    url, transport = f"http://api{BASE_PATH}", transport_of(container)
    return httpx.AsyncClient(transport=transport, base_url=url, headers=headers)


async def test_a_code_is_made_for_who_is_signed_in() -> None:
    response = await client(arranged(), ACCOUNT).post("/auth/telegram-link")
    assert response.status_code == 201
    assert response.json()["expires_in"] == 600
    assert len(response.json()["code"]) >= 12


async def test_nobody_waits_for_a_redis_that_is_away() -> None:
    container = container_of(arranged())
    codes = LinkCodes(open_redis("redis://127.0.0.1:1"))
    away = replace(container, link_telegram=replace(container.link_telegram, codes=codes))
    headers = {"Authorization": f"Bearer {container.access_tokens.issue(ACCOUNT.id)}"}
    async with httpx.AsyncClient(
        transport=transport_of(away), base_url=f"http://api{BASE_PATH}", headers=headers
    ) as caller:
        response = await caller.post("/auth/telegram-link")
    assert problem_of(response)[:2] == (503, "DEPENDENCY_UNAVAILABLE")


async def test_a_code_needs_somebody_who_is_signed_in() -> None:
    response = await client(arranged()).post("/auth/telegram-link")
    assert problem_of(response)[:2] == (401, "NOT_AUTHENTICATED")


async def test_a_code_of_an_account_that_is_not_active_ties_nothing() -> None:
    data = arranged()
    both = client_of_both(data)
    code = (await both.post("/auth/telegram-link")).json()["code"]
    data.people.put(ACCOUNT.model_copy(update={"active": False}))
    response = await both.post(URL, json={"code": code, "chat_id": "71001"})
    assert problem_of(response)[:2] == (422, "CODE_NOT_VALID")
    assert data.units_of_work.committed == []


async def test_a_code_ties_the_chat_to_the_account_once() -> None:
    data = arranged()
    both = client_of_both(data)
    answer = await both.post("/auth/telegram-link")
    body = {"code": answer.json()["code"], "chat_id": "71001"}
    assert (await both.post(URL, json=body)).status_code == 204
    values = {"telegram_chat": "71001"}
    write = UpdateWrite(entity="person", id=ACCOUNT.id, version=1, values=values)
    assert data.units_of_work.committed == [Work(actor_id=ACCOUNT.id, writes=[write])]
    assert problem_of(await both.post(URL, json=body))[:2] == (422, "CODE_NOT_VALID")


async def test_an_unknown_code_ties_nothing() -> None:
    data = arranged()
    body = {"code": "unknown", "chat_id": "71001"}
    response = await internal_client(data).post("/telegram-links", json=body)
    problem = (422, "CODE_NOT_VALID", "This code is not valid, or not valid any more")
    assert problem_of(response) == problem
    assert data.units_of_work.committed == []


async def test_chat_of_somebody_else_is_refused_and_the_code_stays() -> None:
    data = arranged()
    taken = Problem(409, "UNIQUE_VIOLATION", "taken", fields=["telegram_chat"])
    data.units_of_work.refusals = [taken, DependencyUnavailable("db_postgres_service")]
    both = client_of_both(data)
    code = (await both.post("/auth/telegram-link")).json()["code"]
    answers = [await both.post(URL, json={"code": code, "chat_id": "71001"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [409, 503, 204]
    assert answers[0].json()["code"] == "CHAT_TAKEN"


async def test_codes_differ_and_do_not_live_long() -> None:
    kept = InMemoryCodes()
    codes = LinkCodes(cast(Any, kept))
    account_id = new_id()
    one, other = await codes.create(account_id), await codes.create(account_id)
    assert one != other
    assert set(kept.lifetimes.values()) == {timedelta(seconds=600)}
    assert await codes.claim(other, "71001") == account_id
    await codes.spend(other)
    assert await codes.claim(other, "71001") is None


async def test_a_new_code_ends_the_one_before() -> None:
    codes = LinkCodes(cast(Any, InMemoryCodes()))
    account_id = new_id()
    one, stranger = await codes.create(account_id), await codes.create(new_id())
    other = await codes.create(account_id)
    assert await codes.claim(one, "71001") is None
    assert await codes.claim(stranger, "71001") is not None
    assert await codes.claim(other, "71001") == account_id


async def test_a_code_is_one_chat_s_alone() -> None:
    codes = LinkCodes(cast(Any, InMemoryCodes()))
    code = await codes.create(new_id())
    accounts = await asyncio.gather(*(codes.claim(code, str(chat)) for chat in range(50)))
    assert len([account for account in accounts if account is not None]) == 1


@pytest.mark.parametrize(("before", "addresses"), [(None, []), ("71001", []), ("71002", ["71002"])])
async def test_the_chat_before_is_told_of_another_one(
    before: str | None, addresses: list[str]
) -> None:
    data = arranged()
    data.people.put(ACCOUNT.model_copy(update={"telegram_chat": before}))
    both = client_of_both(data)
    code = (await both.post("/auth/telegram-link")).json()["code"]
    assert (await both.post(URL, json={"code": code, "chat_id": "71001"})).status_code == 204
    (work,) = data.units_of_work.committed
    assert [event.data["address"] for event in work.events] == addresses
