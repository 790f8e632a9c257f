"""The bot's adapters, which `src/ext/wiring.py` may replace."""

from dataclasses import dataclass

from aiogram import Bot
from redis.asyncio import Redis
from shared.delivery_log import DeliveryLog

from src.core.config import Settings
from src.messages.consumer import Deliveries, Messages
from src.messages.limit import RateLimit
from src.messages.telegram import TelegramMessages


@dataclass(frozen=True, slots=True)
class Adapters:
    """The outside of the bot, as the consumer of notifications sees it."""

    messages: Messages
    deliveries: Deliveries


def default_adapters(settings: Settings, bot: Bot, redis: Redis) -> Adapters:
    """Adapters that send through Telegram, and record sent messages in Redis."""
    return Adapters(
        messages=TelegramMessages(bot, RateLimit(settings.messages_per_second)),
        deliveries=DeliveryLog(redis),
    )
