"""The calls of consumers and jobs, recorded instead of run."""

from typing import Any

from src.application.caller import Caller


class RecordedUseCase:
    """Records its calls, and fails on request."""

    def __init__(self, *failures: Exception | None) -> None:
        self._failures = list(failures)
        self.calls: list[tuple[Any, Caller]] = []

    async def execute(self, inputs: Any, caller: Caller) -> None:
        self.calls.append((inputs, caller))
        failure = self._failures.pop(0) if self._failures else None
        if failure is not None:
            raise failure
