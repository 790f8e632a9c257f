"""The result of a run of stages."""

from msc.core.diagnostics import Diagnostic, has_errors
from msc.core.record import Record
from msc.core.source import SourceFile


class Outcome[T](Record):
    """The value, the diagnostics, and the sources to display them with."""

    value: T | None
    diagnostics: tuple[Diagnostic, ...] = ()
    sources: tuple[SourceFile, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether the user has to fix something first."""
        return self.value is None or has_errors(self.diagnostics)
