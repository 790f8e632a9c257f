"""What Redis does for one-time codes, in memory."""

from datetime import timedelta


class InMemoryCodes:
    """Keeps values until they are deleted; `lifetimes` are those that were asked for."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.lifetimes: dict[str, timedelta] = {}

    async def set(self, key: str, value: str, ex: timedelta) -> None:
        """Keeps a value."""
        self.values[key] = value
        self.lifetimes[key] = ex

    async def get(self, key: str) -> str | None:
        """The value."""
        return self.values.get(key)

    async def delete(self, key: str) -> None:
        """Forgets a value."""
        self.values.pop(key, None)
