"""`python -m src.consumers.dead_letters list|replay`: looks after dead letters.

Only RABBITMQ_URL has to be set, and RABBITMQ_PASSWORD if the address is without it.
"""

import asyncio
import sys

from pydantic import Field

from shared.messaging.dead_letters import list_dead, replay_dead
from shared.settings import ProcessSettings, StoreUrl, load_settings
from src.core.config import Settings
from src.core.container import build_container
from src.ext import wiring


class BrokerSettings(ProcessSettings):
    """Where the queues are."""

    rabbitmq_password: str = Field(default="", repr=False)
    rabbitmq_url: StoreUrl


async def main(action: str) -> str:
    """The result for the dead letters of every queue, as text."""
    url = load_settings(BrokerSettings).rabbitmq_url
    queues = await _queues()
    if action == "replay":
        count = await replay_dead(url, queues)
        return f"{count} messages put back to work"
    lines = await list_dead(url, queues)
    return "\n".join(lines) or "no dead letters"


async def _queues() -> list[str]:
    """The queues of all consumers, from a container that connects to nothing."""
    required = [name for name, field in Settings.model_fields.items() if field.is_required()]
    addresses = dict.fromkeys(required, "http://nowhere") | {"redis_url": "redis://nowhere"}
    container = build_container(Settings.model_construct(None, **addresses), wiring)
    await container.connections.close()
    return [subscription.queue for subscription in container.subscriptions]


if __name__ == "__main__":
    sys.stdout.write(asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "list")) + "\n")
