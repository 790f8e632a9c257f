"""The promises of the architecture, under the conditions that break weaker ones."""

import asyncio
import signal
import time
from collections import Counter

import httpx
import pytest

from msc.local.system import LocalSystem
from tests.emitted.p2p_lending.people import LOAN, People, Person

pytestmark = pytest.mark.emitted

ACTIVE_LOANS = 3
AT_ONCE = 50
SETTLE_SECONDS = 3.0


async def ask_for_loans(system: LocalSystem, person: Person, number: int) -> list[httpx.Response]:
    """So many requests of one person at the same moment."""
    headers = {"Authorization": f"Bearer {person.token}"}
    limits = httpx.Limits(max_connections=number)
    base = system.urls["api_service"]
    async with httpx.AsyncClient(base_url=base, timeout=60, limits=limits) as client:
        requests = [client.post("/api/v1/loans", json=LOAN, headers=headers) for _ in range(number)]
        return await asyncio.gather(*requests)


@pytest.mark.parametrize("attempt", range(10))
def test_exactly_three_of_fifty_requests_succeed(
    system: LocalSystem, people: People, attempt: int
) -> None:
    answers = asyncio.run(ask_for_loans(system, people.borrower(), AT_ONCE))
    statuses = Counter(answer.status_code for answer in answers)
    assert statuses == {201: ACTIVE_LOANS, 409: AT_ONCE - ACTIVE_LOANS}, attempt
    refused = [answer for answer in answers if answer.status_code == 409]
    assert {answer.json()["code"] for answer in refused} == {"ACTIVE_LOAN_LIMIT_REACHED"}
    assert {answer.json()["detail"] for answer in refused} == {"Maximum 3 active loans allowed"}
    assert {answer.headers["content-type"] for answer in refused} == {"application/problem+json"}


def count_messages(people: People, chat: str, contains: str) -> int:
    return sum(contains in text for text in people.journey.telegram_messages(chat))


def test_message_survives_a_broker_that_was_away(system: LocalSystem, people: People) -> None:
    chat = "81001"
    people.lender(chat)
    borrower = people.borrower()
    system.servers.stop("rabbitmq")
    try:
        asyncio.run(ask_for_loans(system, borrower, 1))
        assert count_messages(people, chat, "New loan request") == 0
    finally:
        system.servers.start("rabbitmq")
    people.journey.wait_for_telegram(chat, "New loan request")
    time.sleep(SETTLE_SECONDS)
    assert count_messages(people, chat, "New loan request") == 1


def test_killed_consumer_has_its_effect_once(system: LocalSystem, people: People) -> None:
    chat = "82001"
    people.lender(chat)
    borrower = people.borrower()
    people.journey.hold_telegram()
    asyncio.run(ask_for_loans(system, borrower, 1))
    people.journey.wait_until_held()
    system.kill("bot_service", signal.SIGKILL)
    people.journey.release_telegram()
    system.restart("bot_service")
    people.journey.wait_for_telegram(chat, "New loan request")
    time.sleep(SETTLE_SECONDS)
    assert count_messages(people, chat, "New loan request") == 1


@pytest.mark.parametrize("delay", [0.0, 0.02, 0.05, 0.1, 0.2])
def test_killed_worker_has_its_effect_once(
    system: LocalSystem, people: People, delay: float
) -> None:
    chat = str(83000 + int(delay * 1000))
    people.lender(chat)
    borrower = people.borrower()
    loan = asyncio.run(ask_for_loans(system, borrower, 1))[0].json()
    time.sleep(delay)
    system.kill("worker_service", signal.SIGKILL)
    system.restart("worker_service")
    people.journey.wait_for_telegram(chat, "New loan request")
    people.journey.wait_for_document("audit-logs", {"entity_id": loan["id"]})
    time.sleep(SETTLE_SECONDS)
    assert count_messages(people, chat, "New loan request") == 1
    assert len(people.journey.documents("audit-logs", {"entity_id": loan["id"]})) == 1


def test_one_request_id_in_the_logs_of_every_service(system: LocalSystem, people: People) -> None:
    chat = "84001"
    people.lender(chat)
    borrower = people.borrower()
    answer = asyncio.run(ask_for_loans(system, borrower, 1))[0]
    people.journey.wait_for_telegram(chat, "New loan request")
    people.journey.wait_for_document("audit-logs", {"entity_id": answer.json()["id"]})
    passed = people.journey.services_with_request_id(answer.headers["x-request-id"])
    assert passed == {
        "api_service",
        "bot_service",
        "db_mongo_service",
        "db_postgres_service",
        "worker_service",
    }


def test_a_code_links_one_of_fifty_chats_and_the_chat_before_hears_of_it(
    system: LocalSystem, people: People
) -> None:
    before = "85000"
    lender = people.lender(before)
    token = {"Authorization": f"Bearer {lender.token}"}
    service = {"X-Service-Token": system.operator_token}

    async def redeem() -> list[int]:
        limits = httpx.Limits(max_connections=AT_ONCE)
        base = system.urls["api_service"]
        async with httpx.AsyncClient(base_url=base, timeout=60, limits=limits) as client:
            answers = [
                await client.post("/api/v1/auth/telegram-link", headers=token) for _ in range(2)
            ]
            ended, code = (answer.json()["code"] for answer in answers)
            codes = [ended, *[code] * AT_ONCE]
            return [
                answer.status_code
                for answer in await asyncio.gather(
                    *(
                        client.post(
                            "/internal/v1/telegram-links",
                            json={"code": sent, "chat_id": str(85001 + number)},
                            headers=service,
                        )
                        for number, sent in enumerate(codes)
                    )
                )
            ]

    statuses = asyncio.run(redeem())
    assert statuses[0] == 422
    assert Counter(statuses[1:]) == {204: 1, 422: AT_ONCE - 1}
    people.journey.wait_for_telegram(before, "Another chat is linked to your account now")
