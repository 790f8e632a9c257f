"""Source files and places in them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The text of one file; `path` is relative to the spec, with forward slashes."""

    path: str
    text: str


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range in one file; lines and columns count from 1, columns in characters."""

    file: str
    start_line: int
    start_column: int
    end_line: int
    end_column: int
