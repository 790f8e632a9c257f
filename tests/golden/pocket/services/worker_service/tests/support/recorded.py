"""What consumers and jobs call, remembered instead of done."""

from typing import Any

from src.application.caller import Caller


class RecordedUseCase:
    """Remembers how it was called, and fails if it is told to."""

    def __init__(self, *failures: Exception | None) -> None:
        self._failures = list(failures)
        self.calls: list[tuple[Any, Caller]] = []

    async def execute(self, given: Any, caller: Caller) -> None:
        self.calls.append((given, caller))
        failure = self._failures.pop(0) if self._failures else None
        if failure is not None:
            raise failure


class RecordedApi:
    """Remembers the operations that the API was asked to run."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Any]] = []

    async def post(self, path: str, body: Any, *, repeatable: bool) -> None:
        assert repeatable, "a request with a consumed key may be repeated"
        self.calls.append((path, body))
