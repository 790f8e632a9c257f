"""Guards that hold unless the test says otherwise."""

from typing import Any


class ProgrammedGuards:
    """Answers what the test wants; whether the real ones are right, their own service tests."""

    def __init__(self) -> None:
        self.failing: set[str] = set()
        self.asked: list[tuple[str, dict[str, Any]]] = []

    async def holds(self, name: str, parameters: dict[str, Any]) -> bool:
        """Whether the guard holds."""
        self.asked.append((name, parameters))
        return name not in self.failing
