"""`python -m src.consumers.dead_letters list|replay`: looks after dead letters."""

import asyncio
import sys

from shared.messaging.dead_letters import list_dead, replay_dead
from shared.settings import load_settings
from src.consumers.queues import QUEUES
from src.core.config import Settings


async def main(action: str) -> str:
    """What happened, as text."""
    settings = load_settings(Settings)
    if action == "replay":
        count = await replay_dead(settings.rabbitmq_url, list(QUEUES))
        return f"{count} messages put back to work"
    lines = await list_dead(settings.rabbitmq_url, list(QUEUES))
    return "\n".join(lines) or "no dead letters"


if __name__ == "__main__":
    sys.stdout.write(asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "list")) + "\n")
