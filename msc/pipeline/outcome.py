"""What a run of stages ends with."""

from msc.core.diagnostics import Diagnostic, has_errors
from msc.core.record import Record
from msc.core.source import SourceFile


class Outcome[T](Record):
    """What a run of stages made, what it has to say, and the sources to show it with."""

    value: T | None
    diagnostics: tuple[Diagnostic, ...] = ()
    sources: tuple[SourceFile, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether a person has to do something before there is a result."""
        return self.value is None or has_errors(self.diagnostics)
