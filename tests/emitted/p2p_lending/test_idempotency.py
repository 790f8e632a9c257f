"""Requests under idempotency keys have one effect and one answer, whatever is lost between."""

import asyncio
import signal
import time

import httpx
import pytest

from msc.local.system import LocalSystem
from tests.emitted.p2p_lending.people import LOAN, People, Person

pytestmark = pytest.mark.emitted

AT_ONCE = 20
SETTLE_SECONDS = 3.0


async def ask(
    system: LocalSystem, person: Person, key: str, number: int = 1, **changes: object
) -> list[httpx.Response]:
    """So many requests for one loan under a key, at the same moment."""
    headers = {"Authorization": f"Bearer {person.token}", "Idempotency-Key": key}
    base = system.urls["api_service"]
    async with httpx.AsyncClient(base_url=base, timeout=60, headers=headers) as client:
        loan = {**LOAN, **changes}
        requests = (client.post("/api/v1/loans", json=loan) for _ in range(number))
        return await asyncio.gather(*requests)


def answer_of(response: httpx.Response) -> tuple[int, bytes, str]:
    return response.status_code, response.content, response.headers["location"]


def loans_of(system: LocalSystem, person: Person) -> list[str]:
    """The identifiers of the loans that the person finds."""
    headers = {"Authorization": f"Bearer {person.token}"}
    url = f"{system.urls['api_service']}/api/v1/loans"
    return [loan["id"] for loan in httpx.get(url, headers=headers, timeout=60).json()["items"]]


def test_one_request_that_comes_at_once_many_times_is_done_once(
    system: LocalSystem, people: People
) -> None:
    chat = "86001"
    people.lender(chat)
    borrower = people.borrower()
    responses = asyncio.run(ask(system, borrower, "at-once", AT_ONCE))
    assert {response.status_code for response in responses} == {201}, responses[-1].text
    assert len({answer_of(response) for response in responses}) == 1
    assert loans_of(system, borrower) == [responses[0].json()["id"]]
    people.journey.wait_for_telegram(chat, "New loan request")
    time.sleep(SETTLE_SECONDS)
    messages = people.journey.telegram_messages(chat)
    assert sum("New loan request" in text for text in messages) == 1


def test_the_answer_outlives_processes_and_what_happens_later(
    system: LocalSystem, people: People
) -> None:
    borrower = people.borrower()
    first = asyncio.run(ask(system, borrower, "first"))[0]
    for key in ("second", "third"):
        assert asyncio.run(ask(system, borrower, key))[0].status_code == 201
    for service in ("api_service", "db_postgres_service"):
        system.kill(service, signal.SIGKILL)
        system.restart(service)
    # By now a rule refuses every new loan.
    assert asyncio.run(ask(system, borrower, "fourth"))[0].status_code == 409
    again = asyncio.run(ask(system, borrower, "first"))[0]
    assert answer_of(again) == answer_of(first)
    assert len(loans_of(system, borrower)) == 3


def test_a_key_is_for_one_request_of_one_person(system: LocalSystem, people: People) -> None:
    borrower, another = people.borrower(), people.borrower()
    first = asyncio.run(ask(system, borrower, "mine"))[0]
    refused = asyncio.run(ask(system, borrower, "mine", amount="5000.01"))[0]
    assert (refused.status_code, refused.json()["code"]) == (422, "IDEMPOTENCY_KEY_REUSED")
    theirs = asyncio.run(ask(system, another, "mine", amount="5000.01"))[0]
    assert theirs.status_code == 201
    assert loans_of(system, borrower) == [first.json()["id"]]
    assert loans_of(system, another) == [theirs.json()["id"]]
