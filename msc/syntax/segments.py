"""The tree of a text that differs from an earlier one only inside some elements of its sections.

An element is read again between what its neighbours look like to the parser: below the key of a
section, and before the next key. All else is taken from the earlier tree. The parser comes to the
first key of an element in the same state as before, and leaves the element in the same state if it
finds the next key, so the result is that of the whole text. Wherever this is uncertain, there is no
result.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

import yaml

from msc.core.record import Record, replace
from msc.core.source import Span
from msc.syntax.compose import Composer, Refused
from msc.syntax.nodes import Entry, Mapping
from msc.syntax.parser import events
from msc.syntax.spelling import spelled

# An alias takes the text of another place along.
ALIAS = re.compile(r"\*(?<![^\s\[{,:-]\*)[^\s*]")
# Integers of more than 64 bits cannot be saved; most of what has so many digits is none.
LARGE = re.compile(r"[0-9a-fA-F]{16}")
# What is read before and after an element; the names do not matter.
SECTION, NEXT = "section", "next"

type Element = tuple[int, int]
"""The number of a section, and that of an element in it."""


class Tree(Record):
    """A text without mistakes, and its tree."""

    text: str
    root: Mapping


def kept(text: str, root: Mapping, earlier: Tree | None) -> Tree | None:
    """What to save for later runs; the earlier tree remains as long as parts of it are used."""
    if earlier is not None and _shares(root, earlier.root):
        return earlier
    return None if ALIAS.search(text) or LARGE.search(text) else Tree(text, root)


def _shares(root: Mapping, earlier: Mapping) -> bool:
    return any(one is other for one, other in zip(root.entries, earlier.entries, strict=False))


def read_changes(path: str, text: str, earlier: Tree, max_depth: int) -> Mapping | None:
    """The tree of the text, if it differs from the earlier one only inside elements."""
    lines, before = text.split("\n"), earlier.text.split("\n")
    if len(lines) != len(before):
        return None
    changed = [
        number for number, (line, old) in enumerate(zip(lines, before, strict=True), 1)
        if line != old
    ]  # fmt: skip
    elements = _elements(earlier.root, changed)
    if elements is None:
        return None
    root = earlier.root
    for element in sorted(elements):
        entry = _read(path, lines, root, element, max_depth)
        if entry is None:
            return None
        root = _with_element(root, element, entry)
    return root


def _elements(root: Mapping, lines: Iterable[int]) -> frozenset[Element] | None:
    """The elements around the lines; None if one is outside of all elements."""
    elements = {_element(root, line) for line in lines}
    if any(element is None for element in elements):
        return None
    if not _is_block(root) or not all(
        _is_block(root.entries[section].value)
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


def _is_block(node: object) -> bool:
    """Whether it is a mapping without brackets, which begins with its first key."""
    if not isinstance(node, Mapping) or not node.entries:
        return False
    return _start(node.span) == _start(node.entries[0].key.span)


def _start(span: Span) -> tuple[int, int]:
    return span.start_line, span.start_column


def _read(
    path: str, lines: list[str], root: Mapping, element: Element, max_depth: int
) -> Entry | None:
    """The element in the new lines, if its key is the same and it ends before the next key."""
    section, number = element
    entries = _entries(root, section)
    old = entries[number]
    first, margin = old.key.span.start_line, root.span.start_column
    following = (*entries[number + 1 :][:1], *root.entries[section + 1 :][:1])[:1]
    ends = [_start(entry.key.span) for entry in following]
    last = ends[0][0] - 1 if ends else len(lines)
    # Empty lines before it keep all places right.
    above = [*[""] * (first - 2), " " * (margin - 1) + f"{SECTION}:"]
    below = [" " * (column - 1) + f"{NEXT}: 0\n" for _, column in ends]
    tree = _composed(path, "\n".join([*above, *lines[first - 1 : last], *below]), max_depth)
    parsed = [] if tree is None else list(_below(tree))
    starts = [_start(entry.key.span) for entry in parsed]
    if starts != [(first - 1, margin), _start(old.key.span), *ends]:
        return None
    return parsed[1] if parsed[1].key == old.key else None


def _entries(root: Mapping, section: int) -> tuple[Entry, ...]:
    value = root.entries[section].value
    return value.entries if isinstance(value, Mapping) else ()


def _below(root: Mapping) -> Iterator[Entry]:
    """All sections and elements, in the order of the text."""
    for number, section in enumerate(root.entries):
        yield section
        yield from _entries(root, number)


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
    entries = _entries(root, section)
    value = _with_entry(Mapping(entries, old.value.span), number, entry)
    return _with_entry(root, section, Entry(old.key, value))


def _with_entry(node: Mapping, number: int, entry: Entry) -> Mapping:
    """The mapping with another entry, at whose end it ends if that is the last one."""
    entries = (*node.entries[:number], entry, *node.entries[number + 1 :])
    last = entries[-1].value.span
    end = replace(node.span, end_line=last.end_line, end_column=last.end_column)
    return Mapping(entries, end)
