"""Paths of diagnostics relative to the current folder."""

import os
from collections.abc import Sequence
from pathlib import Path

from msc.core.diagnostics import Diagnostic
from msc.core.record import replace
from msc.core.source import SourceFile, Span


class Located:
    """Diagnostics whose paths, relative to a spec or a build, are mapped to the current folder.

    The spec's own files come from the first folder, all others from the last folder that has them.
    """

    def __init__(self, folders: Sequence[Path], sources: Sequence[SourceFile]) -> None:
        self._folders = tuple(folders)
        self._own = frozenset(source.path for source in sources)
        self._paths: dict[str, str] = {}

    def diagnostics(self, diagnostics: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
        """The diagnostics with mapped paths."""
        return tuple(
            replace(
                diagnostic,
                span=self._span(diagnostic.span),
                related=tuple(
                    replace(one, span=self._span(one.span)) for one in diagnostic.related
                ),
            )
            for diagnostic in diagnostics
        )

    def sources(self, sources: Sequence[SourceFile]) -> tuple[SourceFile, ...]:
        """The sources under the mapped paths."""
        return tuple(replace(source, path=self.path(source.path)) for source in sources)

    def path(self, file: str) -> str:
        """The path relative to the current folder, if the file exists."""
        if file not in self._paths:
            folders = self._folders[:1] if file in self._own else self._folders[::-1]
            path = next((folder / file for folder in folders if (folder / file).exists()), None)
            if path is None and len(folders) > 1 and not self._is_folder(file):
                # It is missing where the system should be.
                path = folders[0] / file
            self._paths[file] = file if path is None else from_here(path)
        return self._paths[file]

    def _is_folder(self, file: str) -> bool:
        return any(Path(file).absolute() == folder.absolute() for folder in self._folders)

    def _span(self, span: Span) -> Span:
        return replace(span, file=self.path(span.file))


def from_here(path: Path) -> str:
    """The path relative to the current folder, with forward slashes; unchanged if there is none."""
    try:
        return os.path.relpath(path).replace(os.sep, "/")
    except (ValueError, FileNotFoundError):
        return path.as_posix()
