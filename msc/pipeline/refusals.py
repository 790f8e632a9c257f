"""Reasons that prevent a command from writing -> diagnostics."""

import os
from pathlib import Path

from msc.core.catalogue import destination as codes
from msc.core.diagnostics import Diagnostic, at
from msc.core.source import Span
from msc.pipeline.inputs import Inputs

# Folders of msc's own records, and of git's.
FOREIGN = (".msc", ".git")


def cannot_write(error: OSError, path: Path) -> Diagnostic:
    """Why a folder or file is not writable."""
    busy = isinstance(error, BlockingIOError)
    reason = "another build is writing to it" if busy else (error.strerror or str(error)).lower()
    return at(codes.CANNOT_WRITE, _place(path), path=path.as_posix(), reason=reason)


def spec_in_the_way(spec: Path, inputs: Inputs, out: Path) -> Diagnostic | None:
    """Why a destination is rejected: it would overwrite the spec, or it is hidden."""
    root = (spec if spec.is_dir() else spec.parent).resolve()
    reason = _reason(root, inputs, out.resolve())
    if reason is None:
        return None
    suggestion = root / "build" if out.is_absolute() else Path(os.path.relpath(root)) / "build"
    return at(
        codes.SPEC_IN_THE_WAY, _place(out), path=out.as_posix(), reason=reason,
        suggestion=suggestion.as_posix(),
    )  # fmt: skip


def _reason(root: Path, inputs: Inputs, out: Path) -> str | None:
    if out == root:
        return "is the folder of the spec itself"
    below = out.relative_to(root).parts if out.is_relative_to(root) else ()
    if below and not out.is_file():
        paths = (name for name, _ in inputs.documents)
        held = next((path for path in paths if (root / path).resolve().is_relative_to(out)), None)
        if held is not None:
            return f"holds a file of the spec, `{held}`"
    hidden = [part for part in below if part.startswith(".")]
    taken = [part for part in out.parts if part in FOREIGN]
    return f"is in a hidden folder, `{(hidden + taken)[0]}`" if hidden or taken else None


def _place(path: Path) -> Span:
    return Span(path.as_posix(), 1, 1, 1, 1)
