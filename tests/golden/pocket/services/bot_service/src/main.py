"""Runs the bot until SIGTERM or SIGINT."""

import asyncio
import signal

import structlog
from aiohttp import web

from shared.logs import configure_logging
from shared.settings import load_settings
from src.core.config import SERVICE, Settings
from src.core.container import Container, open_container
from src.core.extension import Extension
from src.core.web import build_web
from src.core.webhook import WEBHOOK_PATH
from src.ext import wiring

EXTENSION: Extension = wiring

log = structlog.get_logger()


async def run(settings: Settings) -> None:
    """Opens all connections, serves until shutdown, and drains."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    async with open_container(settings, EXTENSION) as container:
        runner = web.AppRunner(build_web(container), access_log=None)
        await runner.setup()
        await web.TCPSite(runner, settings.host, settings.port).start()
        log.info("service_started", service=SERVICE)
        try:
            await receive(container, stopping)
        finally:
            await asyncio.gather(runner.cleanup(), container.stop_consuming())
    log.info("service_stopped", service=SERVICE)


async def receive(container: Container, stopping: asyncio.Event) -> None:
    """Receives updates by polling or through the webhook until it is stopped."""
    if container.settings.telegram_mode == "webhook":
        await container.bot.set_webhook(
            container.settings.telegram_webhook_url + WEBHOOK_PATH,
            secret_token=container.settings.telegram_webhook_secret,
        )
        await stopping.wait()
        return
    # Telegram refuses to be polled while it still knows a webhook.
    await container.bot.delete_webhook()
    polling = asyncio.create_task(
        container.dispatcher.start_polling(
            container.bot, handle_signals=False, close_bot_session=False
        )
    )
    stopped = asyncio.create_task(stopping.wait())
    await asyncio.wait({polling, stopped}, return_when=asyncio.FIRST_COMPLETED)
    if not polling.done():
        await container.dispatcher.stop_polling()
    stopped.cancel()
    await polling


def main() -> None:
    """The entry point of the process."""
    settings = load_settings(Settings)
    configure_logging(SERVICE, settings.log_level)
    asyncio.run(run(settings))


if __name__ == "__main__":
    main()
