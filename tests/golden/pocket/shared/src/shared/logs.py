"""Structured logs on standard output: one JSON object a line, with secrets and people masked."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from shared.personal_fields import PERSONAL_FIELDS

SECRET_KEYS = re.compile(r"password|secret|token|api_key|authorization|cookie", re.IGNORECASE)
EMAIL = re.compile(r"\b([A-Za-z0-9._%+-]{1,2})[A-Za-z0-9._%+-]*(@[A-Za-z0-9.-]+\.[A-Za-z]{2,})\b")
BEARER = re.compile(r"\b(Bearer) ?([A-Za-z0-9._~+/:-]{8})[A-Za-z0-9._~+/:=-]+")
# As Telegram's addresses have it: the number of the bot, and what proves it.
BOT = re.compile(r"\b([Bb]ot ?[0-9]+):[A-Za-z0-9_-]+")
MASK = "***"
# Keys of every line, whatever fields are called.
OWN_KEYS = frozenset({"event", "level", "timestamp", "service", "request_id"})
CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+@")

type Event = MutableMapping[str, Any]


def configure_logging(service: str, level: str) -> None:
    """Gives structlog and the standard library's loggers the same format."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _named(service),
        mask,
    ]
    renderer = structlog.processors.JSONRenderer(sort_keys=True)
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stdout),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for name in ("uvicorn.access", "httpx", "httpcore", "aio_pika", "aiormq"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _named(service: str) -> structlog.typing.Processor:
    def add(_: Any, __: str, event: Event) -> Event:
        event["service"] = service
        return event

    return add


def mask(_: Any, __: str, event: Event) -> Event:
    """Hides secrets and personal data by their keys, and addresses and tokens inside any text."""
    for key, value in event.items():
        event[key] = MASK if key not in OWN_KEYS and _is_private(key) else mask_value(value)
    return event


def _is_private(key: str) -> bool:
    return key in PERSONAL_FIELDS or SECRET_KEYS.search(key) is not None


def mask_value(value: Any) -> Any:
    """The value with e-mail addresses, bearer tokens and credentials in addresses hidden."""
    match value:
        case str():
            hidden = CREDENTIALS.sub("***@", value)
            return BOT.sub(r"\1:***", BEARER.sub(r"\1 \2***", EMAIL.sub(r"\1***\2", hidden)))
        case dict():
            return {
                key: MASK if _is_private(str(key)) else mask_value(inner)
                for key, inner in value.items()
            }
        case list() | tuple():
            return [mask_value(item) for item in value]
        case _:
            return value
