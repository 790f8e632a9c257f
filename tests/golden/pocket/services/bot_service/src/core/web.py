"""Health, readiness, metrics, and in production the webhook, on aiohttp's loop beside the bot."""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from shared.limits import MAX_BODY_BYTES
from src.core.container import Container
from src.core.webhook import WEBHOOK_PATH, Webhook, problems

type Handler = Callable[[web.Request], Awaitable[web.Response]]

CHECK_TIMEOUT_SECONDS = 3.0


def build_web(container: Container) -> web.Application:
    """The bot's HTTP side."""
    app = web.Application(middlewares=[problems], client_max_size=MAX_BODY_BYTES)
    app.router.add_get("/health", health)
    app.router.add_get("/metrics", metrics)
    app.router.add_get("/ready", readiness(container))
    app.on_shutdown.append(lambda _: container.updates.drained())
    if container.settings.telegram_mode == "webhook":
        secret = container.settings.telegram_webhook_secret
        handler = Webhook(container.dispatcher, container.bot, secret_token=secret)
        # This also closes the bot at the shutdown, after the updates.
        handler.register(app, WEBHOOK_PATH)
    return app


async def health(_: web.Request) -> web.Response:
    """Whether the process is alive."""
    return web.json_response({"status": "ok"})


async def metrics(_: web.Request) -> web.Response:
    """The metrics in Prometheus' text format."""
    return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})


def readiness(container: Container) -> Handler:
    """Whether all dependencies of the bot respond."""

    async def ready(_: web.Request) -> web.Response:
        try:
            async with asyncio.timeout(CHECK_TIMEOUT_SECONDS):
                await container.broker.check()
                await container.check_redis()
        except Exception as error:
            body = {"status": "not ready", "reason": type(error).__name__}
            return web.json_response(body, status=503)
        return web.json_response({"status": "ok"})

    return ready
