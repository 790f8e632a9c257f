"""What runs an operation."""

from typing import Protocol

from src.application.caller import Caller


class UseCase[Input, Result](Protocol):
    """A generated use case, or one of `src/ext/use_cases.py` in its place or around it."""

    async def execute(self, inputs: Input, caller: Caller, /) -> Result:
        """Runs the operation."""
