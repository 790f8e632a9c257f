"""One storm over a running system, and what is left of it."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import Any

import asyncpg
import httpx

from msc.local.system import LocalSystem
from tests.emitted.p2p_lending.people import People
from tests.storm.clients import Client
from tests.storm.faults import Storm
from tests.storm.history import History, Stored, violations
from tests.storm.recovery import Outage

SETTLING_SECONDS = 180.0
# A quick machine is done with a few operations before anything fails.
LEAST_FAULTS = 3
OPERATIONS_OF_A_FAULT = 100
CHAT = "90001"


@dataclass(frozen=True)
class Outcome:
    """What a storm met and broke."""

    history: History
    met: list[Outage]
    broken: list[str]


def weather(
    system: LocalSystem, people: People, seed: int, operations: int, clients: int
) -> Outcome:
    """A storm with so many operations or more, until enough has failed.

    The seed decides which operations, and what fails in which order.
    """
    random = Random(seed)
    people.lender(CHAT)
    admin = people.sign_in("admin@p2p-lending.example", "change me in production")
    history = History()
    crowd = [
        Client(people.borrower(), admin, Random(f"{seed}/{number}"), history,
               system.urls["api_service"])
        for number in range(clients)
    ]  # fmt: skip
    # Their accounts were approved once already.
    history.approvals += [client.person.id for client in crowd]
    met = asyncio.run(_blow(Storm(system, random, admin), crowd, operations // clients))
    stored = _settled(system, people, history)
    slow = [violation for outage in met for violation in outage.violations]
    return Outcome(history, met, [*slow, *violations(history, stored)])


async def _blow(storm: Storm, crowd: list[Client], operations: int) -> list[Outage]:
    calm, enough = asyncio.Event(), asyncio.Event()
    faults = max(LEAST_FAULTS, operations * len(crowd) // OPERATIONS_OF_A_FAULT)
    blowing = asyncio.create_task(storm.blow(calm, enough, faults))
    try:
        await asyncio.gather(*(client.run(operations, enough) for client in crowd))
    finally:
        calm.set()
        met = await blowing
    return met


def _settled(system: LocalSystem, people: People, history: History) -> Stored:
    """What is stored when everything that was accepted has had its effects, or time is over."""
    until = time.monotonic() + SETTLING_SECONDS
    while True:
        stored = _stored(system, people)
        if not violations(history, stored) or time.monotonic() > until:
            return stored
        time.sleep(1)


def _stored(system: LocalSystem, people: People) -> Stored:
    outbox = asyncio.run(_waiting(system.servers.urls["postgres"]))
    messages_of = Counter[str]()
    loans = _all(system, "db_postgres_service", "loans")
    messages = people.journey.telegram_messages(CHAT)
    for loan in loans:
        messages_of[loan["amount"]] = sum(_shows(message, loan["amount"]) for message in messages)
    return Stored(
        loans=loans,
        users=_all(system, "db_postgres_service", "users"),
        audit=_all(system, "db_mongo_service", "audit-logs"),
        outbox=outbox,
        messages=messages_of,
    )


def _shows(message: str, amount: str) -> bool:
    """Whether a message shows the amount, however it is written for people."""
    plain = message.replace(",", "").replace("\u202f", "").replace("\xa0", "")
    return amount in plain


async def _waiting(url: str) -> int:
    """How many events wait in the outbox, those that were set aside included."""
    connection = await asyncpg.connect(url)
    try:
        return int(await connection.fetchval("SELECT count(*) FROM outbox_events"))
    finally:
        await connection.close()


def _all(system: LocalSystem, service: str, path: str) -> list[dict[str, Any]]:
    """All rows of a data service."""
    headers = {"X-Service-Token": system.operator_token}
    url, rows, cursor = f"{system.urls[service]}/api/v1/{path}", list[dict[str, Any]](), None
    while True:
        position = {} if cursor is None else {"cursor": cursor}
        answer = httpx.get(url, params={"limit": 100, **position}, headers=headers, timeout=30)
        page = answer.raise_for_status().json()
        rows += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return rows
