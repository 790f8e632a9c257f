"""Creates the bot's components once, and closes them in order."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from redis.asyncio import Redis

from shared.http import ServiceClient
from shared.messaging.broker import Broker
from shared.messaging.consumer import Consumer
from shared.messaging.topology import Subscription
from shared.public_rejections import public_rejection
from shared.redis_client import open_redis
from src.commands.router import build_router
from src.core.adapters import default_adapters
from src.core.config import EXCHANGE, Settings
from src.core.extension import Extension
from src.core.updates import Updates
from src.messages.consumer import (
    BULK_EVENTS,
    BULK_QUEUE,
    EVENTS,
    QUEUE,
    NotificationConsumer,
)
from src.operations import Operations


@dataclass(frozen=True, slots=True)
class Container:
    """The parts of a running bot."""

    settings: Settings
    bot: Bot
    dispatcher: Dispatcher
    updates: Updates
    broker: Broker
    redis: Redis
    api: ServiceClient
    consumers: tuple[Consumer, ...]

    async def check_redis(self) -> None:
        """Raises if Redis is unavailable."""
        await self.redis.ping()

    async def stop_consuming(self) -> None:
        """Accepts no further messages and drains those in flight."""
        await asyncio.gather(*(consumer.stop() for consumer in self.consumers))


@asynccontextmanager
async def open_container(settings: Settings, extension: Extension) -> AsyncIterator[Container]:
    """All components, connected; they are closed in reverse order."""
    container = build_container(settings, extension)
    try:
        await container.broker.connect()
        for consumer in container.consumers:
            await consumer.start(container.broker)
        yield container
    finally:
        await container.stop_consuming()
        await container.broker.close()
        await container.api.close()
        await container.redis.aclose()
        await container.bot.session.close()


def build_container(settings: Settings, extension: Extension) -> Container:
    """All components, built from the adapted adapters, not connected yet."""
    server = TelegramAPIServer.from_base(settings.telegram_api_url)
    bot = Bot(settings.telegram_bot_token, session=AiohttpSession(api=server))
    redis = open_redis(settings.redis_url)
    api = ServiceClient(
        "api_service",
        settings.api_service_url,
        settings.bot_to_api_token,
        rejection=public_rejection,
    )
    adapters = extension.adapt(default_adapters(settings, bot, redis))
    handler = NotificationConsumer(adapters.messages, adapters.deliveries)
    subscriptions = (
        Subscription(QUEUE, EVENTS, settings.retry_delays),
        Subscription(BULK_QUEUE, BULK_EVENTS, settings.retry_delays),
    )
    dispatcher = Dispatcher()
    updates = Updates()
    dispatcher.update.outer_middleware(updates)
    dispatcher.include_router(build_router())
    dispatcher["operations"] = Operations(api)
    extension.extend(dispatcher)
    return Container(
        settings=settings,
        bot=bot,
        dispatcher=dispatcher,
        updates=updates,
        broker=Broker(settings.rabbitmq_url, EXCHANGE),
        redis=redis,
        api=api,
        consumers=tuple(
            Consumer(subscription, handler.handle, settings.consumer_prefetch)
            for subscription in subscriptions
        ),
    )
