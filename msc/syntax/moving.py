"""The tree of a text that has more or fewer lines than an earlier one.

An element whose lines are as before is taken over at its new place. Between two keys that follow
each other, the element of the first is read again if its lines differ.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise

from msc.core.record import Record, replace
from msc.core.source import Span
from msc.syntax.nodes import Entry, Mapping, Node, Scalar, Sequence


class Place(Record):
    """The lines of a section's key or of an element: the first one before and now.

    `following` is the first line of the next key; `changed` says whether any of them differ.
    """

    before: int
    first: int
    following: int
    changed: bool

    @property
    def lines(self) -> int:
        """By how many lines it moved."""
        return self.first - self.before


type Reader = Callable[[tuple[int, int], Place], Entry | None]
"""Reads the element of a section anew, by their numbers, at a place."""


def below(root: Mapping) -> Iterator[Entry]:
    """All sections and elements, in the order of the text."""
    for section in root.entries:
        yield section
        yield from elements_of(section)


def elements_of(section: Entry) -> tuple[Entry, ...]:
    """The elements of a section."""
    return section.value.entries if isinstance(section.value, Mapping) else ()


def is_block(node: object) -> bool:
    """Whether it is a mapping without brackets, which begins with its first key."""
    if not isinstance(node, Mapping) or not node.entries:
        return False
    return start_of(node.span) == start_of(node.entries[0].key.span)


def start_of(span: Span) -> tuple[int, int]:
    """The line and the column where it begins."""
    return span.start_line, span.start_column


def with_entries(node: Mapping, entries: tuple[Entry, ...]) -> Mapping:
    """The mapping with other entries; it ends with the last one."""
    first, last = entries[0].key.span, entries[-1].value.span
    span = replace(
        node.span, start_line=first.start_line, end_line=last.end_line, end_column=last.end_column
    )
    return Mapping(entries, span)


def read_moved(lines: list[str], before: list[str], root: Mapping, read: Reader) -> Mapping | None:
    """The tree, if elements only moved or changed inside."""
    places = _places(lines, before, root) if is_block(root) else None
    if places is None:
        return None
    remaining = iter(places)
    sections: list[Entry] = []
    for number, section in enumerate(root.entries):
        head = next(remaining)
        own = [next(remaining) for _ in elements_of(section)]
        entry = _section(number, section, (head, *own), read)
        if entry is None:
            return None
        sections.append(entry)
    return with_entries(root, tuple(sections))


def _places(lines: list[str], before: list[str], root: Mapping) -> list[Place] | None:
    """Where each section and element is now; None if a key is not to be found."""
    keys = [entry.key.span.start_line for entry in below(root)]
    if lines[: keys[0] - 1] != before[: keys[0] - 1]:
        return None
    places = []
    first = keys[0]
    for old, old_following in pairwise((*keys, len(before) + 1)):
        following = first + old_following - old
        if old_following > len(before):
            following = len(lines) + 1
        elif lines[following - 1 : following] != [before[old_following - 1]]:
            try:
                # Whether this is a key at all is seen when the element before it is read.
                following = lines.index(before[old_following - 1], first) + 1
            except ValueError:
                return None
        changed = lines[first - 1 : following - 1] != before[old - 1 : old_following - 1]
        places.append(Place(old, first, following, changed))
        first = following
    return places


def _section(number: int, section: Entry, places: tuple[Place, ...], read: Reader) -> Entry | None:
    head, *own = places
    if not any(place.changed for place in places):
        return moved(section, head.lines)
    if head.changed or not is_block(section.value) or not isinstance(section.value, Mapping):
        return None
    entries: list[Entry] = []
    for element, (old, place) in enumerate(zip(section.value.entries, own, strict=True)):
        entry = read((number, element), place) if place.changed else moved(old, place.lines)
        if entry is None:
            return None
        entries.append(entry)
    key = moved_scalar(section.key, head.lines)
    return Entry(key, with_entries(section.value, tuple(entries)))


def moved(entry: Entry, lines: int) -> Entry:
    """The entry some lines further down."""
    if lines == 0:
        return entry
    return Entry(moved_scalar(entry.key, lines), _moved(entry.value, lines))


def _moved(node: Node, lines: int) -> Node:
    if isinstance(node, Scalar):
        return moved_scalar(node, lines)
    if isinstance(node, Mapping):
        entries = tuple([moved(entry, lines) for entry in node.entries])
        return Mapping(entries, _moved_span(node.span, lines))
    return Sequence(
        tuple([_moved(item, lines) for item in node.items]), _moved_span(node.span, lines)
    )


def moved_scalar(scalar: Scalar, lines: int) -> Scalar:
    """The scalar some lines further down."""
    return Scalar(scalar.value, scalar.text, scalar.style, _moved_span(scalar.span, lines))


def _moved_span(span: Span, lines: int) -> Span:
    return Span(
        span.file, span.start_line + lines, span.start_column, span.end_line + lines,
        span.end_column,
    )  # fmt: skip
