"""Source files and positions in them."""

from msc.core.record import Record


class SourceFile(Record):
    """The text of one file; `path` is relative to the spec, with forward slashes."""

    path: str
    text: str


class Span(Record, order=True, array_like=True, tag=False):
    """A half-open range in one file; lines and columns count from 1, columns in characters.

    It is saved as a list, because most of what is kept between runs are places.
    """

    file: str
    start_line: int
    start_column: int
    end_line: int
    end_column: int


class Origin(Record, eq=False):
    """Where an element of a system is written.

    All origins compare equal, so the place never distinguishes two elements.
    """

    span: Span = Span("spec.yaml", 1, 1, 1, 1)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Origin)

    def __hash__(self) -> int:
        return 0
