"""The clock of the service's operations."""

from typing import Any
from unittest.mock import MagicMock
from zoneinfo import ZoneInfo

from shared.clock import SystemClock
from src.core.adapters import default_adapters
from src.core.config import TIME_ZONE


def test_today_is_the_day_where_the_system_is_at_home() -> None:
    connections: Any = MagicMock()
    clock = default_adapters(connections).clock
    assert isinstance(clock, SystemClock)
    assert clock.zone == ZoneInfo(TIME_ZONE)
