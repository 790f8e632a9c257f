"""Claims committed events, publishes them with confirms, then acknowledges them.

An event that was published but not acknowledged is published again after its lease: consumers tell
repeated events by their id.
"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

import structlog

from shared.messaging import EventEnvelope

BATCH = 50
LEASE = timedelta(seconds=30)
LONG_POLL = timedelta(seconds=20)
PAUSE_AFTER_FAILURE = timedelta(seconds=1)

log = structlog.get_logger()
