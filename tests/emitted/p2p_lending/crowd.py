"""A crowd that one event tells, and somebody beside it whose messages must not wait for that."""

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

import asyncpg
import httpx

from msc.local.system import LocalSystem

# Chats of the crowd begin behind the first number, and those of neighbours behind the second.
FIRST_CHAT, NEIGHBOURS = 5_000_000, 10**12
LENDERS = """
    INSERT INTO users
      (id, created_at, updated_at, version, email, password, full_name, role, country, kyc_status,
       email_verified, two_factor_enabled, balance, telegram_chat_id)
    SELECT gen_random_uuid(), now(), now(), 1, 'crowd' || number || '@people.example', 'none',
           'One Of Many', 'lender', 'DE', 'approved', true, false, 0, ($2 + number)::text
    FROM generate_series(1, $1::int) AS number
"""


@dataclass(frozen=True)
class Neighbour:
    """Somebody with a chat of his own, whom nobody tells of loans."""

    system: LocalSystem

    def seconds_until_told(self, channel: str, patience: float) -> float:
        """How long a message takes from its commit to the provider; infinite if it never came."""
        address = f"{NEIGHBOURS + uuid4().int % NEIGHBOURS}"
        address = f"{address}@neighbours.example" if channel == "email" else address
        began = time.monotonic()
        self._commit(channel, address)
        while time.monotonic() < began + patience:
            if self._inbox(channel, address):
                return time.monotonic() - began
            time.sleep(0.05)
        return float("inf")

    def _commit(self, channel: str, address: str) -> None:
        subject = {"subject": "Hello", "link": None} if channel == "email" else {}
        event = {
            "event_id": str(uuid4()), "name": f"notification.{channel}", "version": 1,
            "aggregate": "notification", "aggregate_id": str(uuid4()),
            "occurred_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "request_id": "req-neighbour", "actor_id": None,
            "data": {"notification": "payment_due", "channel": channel, "text": "Hello",
                     "recipient_id": str(uuid4()), "address": address, **subject},
        }  # fmt: skip
        httpx.post(
            f"{self.system.urls['db_postgres_service']}/api/v1/unit-of-work",
            json={"id": str(uuid4()), "events": [event]},
            headers={"X-Service-Token": self.system.operator_token},
            timeout=30,
        ).raise_for_status()

    def _inbox(self, channel: str, address: str) -> bool:
        parameter = "to" if channel == "email" else "chat_id"
        url = f"{self.system.urls['simulators']}/_control/{channel}/messages"
        return bool(httpx.get(url, params={parameter: address}, timeout=30).json())


def gather(system: LocalSystem, count: int) -> None:
    """Stores so many lenders whose chats are linked."""
    asyncio.run(_insert(system.servers.urls["postgres"], count))


async def _insert(url: str, count: int) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(LENDERS, count, FIRST_CHAT)
    finally:
        await connection.close()


def chats_reached(system: LocalSystem) -> list[int]:
    """The chats of the crowd that received a message, once for each message."""
    url = f"{system.urls['simulators']}/_control/telegram/messages"
    chats = (int(message["chat_id"]) for message in httpx.get(url, timeout=60).json())
    return [chat for chat in chats if FIRST_CHAT < chat < NEIGHBOURS]
