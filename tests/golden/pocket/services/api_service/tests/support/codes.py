"""What Redis does for one-time codes, in memory."""

from datetime import timedelta


class InMemoryCodes:
    """Keeps values until they are deleted; `lifetimes` are those that were asked for."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.lifetimes: dict[str, timedelta] = {}

    async def set(
        self, key: str, value: str, ex: timedelta, *, nx: bool = False, get: bool = False
    ) -> str | bool | None:
        """Keeps a value, with `nx` only a first one; answers the earlier one if asked to."""
        earlier = self.values.get(key)
        if nx and earlier is not None:
            return None
        self.values[key] = value
        self.lifetimes[key] = ex
        return earlier if get else True

    async def get(self, key: str) -> str | None:
        """The value."""
        return self.values.get(key)

    async def delete(self, key: str) -> None:
        """Forgets a value."""
        self.values.pop(key, None)
