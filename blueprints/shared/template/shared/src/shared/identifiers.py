"""Identifiers that sort by their time of creation (UUID version 7, RFC 9562)."""

import secrets
import time
from uuid import UUID

VERSION = 0x7000
VARIANT = 0x8000_0000_0000_0000


def new_id() -> UUID:
    """A new identifier: 48 bits of milliseconds, then random bits."""
    milliseconds = time.time_ns() // 1_000_000
    high = (milliseconds << 16) | VERSION | secrets.randbits(12)
    low = VARIANT | secrets.randbits(62)
    return UUID(int=(high << 64) | low)
