"""The tree of a text that differs from an earlier one only inside some elements of its sections.

An element is read again between what its neighbours look like to the parser: below the key of a
section, and before the next key. All else is taken from the earlier tree. The parser comes to the
first key of an element in the same state as before, and leaves the element in the same state if it
finds the next key, so the result is that of the whole text. Wherever this is uncertain, there is no
result.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import partial

import yaml

from msc.core.record import Record
from msc.core.source import Span
from msc.syntax.compose import Composer, Refused
from msc.syntax.moving import (
    Place,
    below,
    elements_of,
    is_block,
    moved_scalar,
    read_moved,
    start_of,
    with_entries,
)
from msc.syntax.nodes import Entry, Mapping
from msc.syntax.parser import events
from msc.syntax.spelling import spelled
from msc.syntax.trees import Tree

# What is read before and after an element; the names do not matter.
SECTION, NEXT = "section", "next"

type Element = tuple[int, int]
"""The number of a section, and that of an element in it."""


def read_changes(path: str, text: str, earlier: Tree, max_depth: int) -> Mapping | None:
    """The tree of the text, if it differs from the earlier one only inside elements."""
    lines, before = text.split("\n"), earlier.text.split("\n")
    root = earlier.root
    read = partial(_read, _Text(path, lines, max_depth), root)
    if len(lines) != len(before):
        return read_moved(lines, before, root, read)
    changed = [
        number for number, (line, old) in enumerate(zip(lines, before, strict=True), 1)
        if line != old
    ]  # fmt: skip
    elements = _elements(root, changed)
    if elements is None:
        return None
    again = root
    for element in sorted(elements):
        entry = read(element, _place(root, element, len(lines)))
        if entry is None:
            return None
        again = _with_element(again, element, entry)
    return again


def _place(root: Mapping, element: Element, lines: int) -> Place:
    """The lines of an element in a text that has as many."""
    section, number = element
    entries = elements_of(root.entries[section])
    first = entries[number].key.span.start_line
    following = next((key.start_line for key in _following(root, element)), lines + 1)
    return Place(first, first, following, changed=True)


def _following(root: Mapping, element: Element) -> Iterator[Span]:
    """The key after an element."""
    section, number = element
    entries = elements_of(root.entries[section])
    for entry in (*entries[number + 1 :][:1], *root.entries[section + 1 :][:1])[:1]:
        yield entry.key.span


def _elements(root: Mapping, lines: Iterable[int]) -> frozenset[Element] | None:
    """The elements around the lines; None if one is outside of all elements."""
    elements = {_element(root, line) for line in lines}
    if any(element is None for element in elements):
        return None
    if not is_block(root) or not all(
        is_block(root.entries[section].value)
        for section in {element[0] for element in elements if element is not None}
    ):
        return None
    return frozenset(element for element in elements if element is not None)


def _element(root: Mapping, line: int) -> Element | None:
    section = _last_before(root, line)
    value = root.entries[section].value if section >= 0 else None
    element = _last_before(value, line) if isinstance(value, Mapping) else -1
    return (section, element) if element >= 0 else None


def _last_before(node: Mapping, line: int) -> int:
    """The number of the entry that a line belongs to; -1 if it is before all of them."""
    return bisect_right(node.entries, line, key=lambda entry: entry.key.span.start_line) - 1


class _Text(Record):
    """The lines of a file, and the depth of what can be read."""

    path: str
    lines: list[str]
    max_depth: int


def _read(text: _Text, root: Mapping, element: Element, place: Place) -> Entry | None:
    """The element in the new lines, if its key is the same and it ends before the next key."""
    section, number = element
    old = elements_of(root.entries[section])[number]
    first, margin = place.first, root.span.start_column
    ends = [(place.following, key.start_column) for key in _following(root, element)]
    # Empty lines before it keep all places right.
    above = [*[""] * (first - 2), " " * (margin - 1) + f"{SECTION}:"]
    below_it = [" " * (column - 1) + f"{NEXT}: 0\n" for _, column in ends]
    own = text.lines[first - 1 : place.following - 1]
    tree = _composed(text.path, "\n".join([*above, *own, *below_it]), text.max_depth)
    parsed = [] if tree is None else list(below(tree))
    starts = [start_of(entry.key.span) for entry in parsed]
    key = moved_scalar(old.key, place.lines)
    if starts != [(first - 1, margin), start_of(key.span), *ends]:
        return None
    return parsed[1] if parsed[1].key == key else None


def _composed(path: str, text: str, max_depth: int) -> Mapping | None:
    spelling = spelled(text)
    composer = Composer(path, max_depth, spelling)
    try:
        node = composer.compose(events(text))
    except (Refused, yaml.YAMLError, ValueError, RecursionError):
        return None
    plain = not (composer.diagnostics or composer.has_anchors or spelling.names or spelling.pairs)
    return node if plain and isinstance(node, Mapping) else None


def _with_element(root: Mapping, element: Element, entry: Entry) -> Mapping:
    section, number = element
    old = root.entries[section]
    assert isinstance(old.value, Mapping)
    return _with_entry(root, section, Entry(old.key, _with_entry(old.value, number, entry)))


def _with_entry(node: Mapping, number: int, entry: Entry) -> Mapping:
    return with_entries(node, (*node.entries[:number], entry, *node.entries[number + 1 :]))
