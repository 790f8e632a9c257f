"""`python -m src.relay.set_aside list|replay`: looks after events that could not be published.

Only POSTGRES_SERVICE_URL and WORKER_TO_POSTGRES_TOKEN have to be set.
"""

import asyncio
import sys

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict
from shared.http import ServiceClient
from shared.outbox import OutboxClient
from shared.settings import load_settings


class OutboxSettings(BaseSettings):
    """Where the outbox is."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, env_ignore_empty=True)

    postgres_service_url: str
    worker_to_postgres_token: str = Field(repr=False)


async def main(action: str) -> str:
    """The result for the events that were set aside, as text."""
    settings = load_settings(OutboxSettings)
    client = ServiceClient("db_postgres_service", settings.postgres_service_url, settings.worker_to_postgres_token)
    try:
        outbox = OutboxClient(client)
        if action == "replay":
            return f"{await outbox.replay_set_aside()} events are tried again"
        events = await outbox.list_set_aside()
    finally:
        await client.close()
    lines = (f"{event.sequence} {event.occurred_at.isoformat()} {event.name} {event.event_id}" for event in events)
    return "\n".join(lines) or "no events were set aside"


if __name__ == "__main__":
    sys.stdout.write(asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "list")) + "\n")
