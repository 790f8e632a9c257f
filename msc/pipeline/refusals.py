"""What keeps a command from writing -> the diagnostic that says so."""

from pathlib import Path

from msc.core.catalogue import destination as codes
from msc.core.diagnostics import Diagnostic, at
from msc.core.source import Span


def cannot_write(error: OSError, path: Path) -> Diagnostic:
    """The system's own objection to writing into a folder or file."""
    busy = isinstance(error, BlockingIOError)
    reason = "another build is writing to it" if busy else (error.strerror or str(error)).lower()
    return at(codes.CANNOT_WRITE, _place(path), path=path.as_posix(), reason=reason)


def spec_in_the_way(path: Path) -> Diagnostic:
    """The objection to a destination whose files would be read as parts of the spec."""
    suggestion = (path / "build").as_posix()
    return at(codes.SPEC_IN_THE_WAY, _place(path), path=path.as_posix(), suggestion=suggestion)


def _place(path: Path) -> Span:
    return Span(path.as_posix(), 1, 1, 1, 1)
