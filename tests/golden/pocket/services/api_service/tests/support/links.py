"""What Redis does for the newest links, in memory."""

from collections import defaultdict
from datetime import timedelta
from typing import Self


class InMemoryLinks:
    """Keeps members in their order; `lifetimes` are those that were asked for."""

    def __init__(self) -> None:
        self.members: defaultdict[str, set[str]] = defaultdict(set)
        self.lifetimes: dict[str, timedelta] = {}

    def pipeline(self) -> Self:
        """Commands that are executed together; here, each at once."""
        return self

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    def zadd(self, key: str, members: dict[str, float]) -> None:
        """Adds members with equal scores."""
        self.members[key].update(members)

    def expire(self, key: str, lifetime: timedelta) -> None:
        """Notes the lifetime."""
        self.lifetimes[key] = lifetime

    async def execute(self) -> None:
        """Everything is done."""

    async def zrange(self, key: str, start: int, end: int) -> list[bytes]:
        """The last member."""
        assert (start, end) == (-1, -1)
        return [member.encode() for member in sorted(self.members[key])[-1:]]
