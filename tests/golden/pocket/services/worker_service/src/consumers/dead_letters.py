"""`python -m src.consumers.dead_letters list|replay`: looks after dead letters."""

import asyncio
import sys

from shared.messaging.dead_letters import list_dead, replay_dead
from shared.settings import load_settings
from src.core.config import OTHER_QUEUES, Settings
from src.core.container import build_container
from src.ext import wiring


async def main(action: str) -> str:
    """What happened to the dead letters of every queue, as text."""
    settings = load_settings(Settings)
    container = build_container(settings, wiring)
    await container.connections.close()
    queues = [*container.queues, *OTHER_QUEUES]
    if action == "replay":
        count = await replay_dead(settings.rabbitmq_url, queues)
        return f"{count} messages put back to work"
    lines = await list_dead(settings.rabbitmq_url, queues)
    return "\n".join(lines) or "no dead letters"


if __name__ == "__main__":
    sys.stdout.write(asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "list")) + "\n")
