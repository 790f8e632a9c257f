"""What a run of stages ends with."""

from dataclasses import dataclass

from msc.core.diagnostics import Diagnostic, has_errors
from msc.core.source import SourceFile


@dataclass(frozen=True, slots=True)
class Outcome[T]:
    """What a run of stages made, what it has to say, and the sources to show it with."""

    value: T | None
    diagnostics: tuple[Diagnostic, ...] = ()
    sources: tuple[SourceFile, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether a person has to do something before there is a result."""
        return self.value is None or has_errors(self.diagnostics)
