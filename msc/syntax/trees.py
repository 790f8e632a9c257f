"""The trees that are saved for later runs.

Nothing here needs the parser: what is as in a saved tree is not read again.
"""

import re
from collections.abc import Sequence

from msc.core.record import Record
from msc.syntax.moving import elements_of
from msc.syntax.nodes import Entry, Mapping

# An alias takes the text of another place along.
ALIAS = re.compile(r"\*(?<![^\s\[{,:-]\*)[^\s*]")
# Integers of more than 64 bits cannot be saved; most of what has so many digits is none.
LARGE = re.compile(r"[0-9a-fA-F]{16}")

# A tree is replaced by a later one when so many elements would have to be read again.
MANY = 32


class Tree(Record):
    """A text without mistakes, and its tree."""

    text: str
    root: Mapping


def kept(text: str, root: Mapping, earlier: Tree | None) -> Tree | None:
    """What to save for later runs; the earlier tree remains as long as most of it is used."""
    if earlier is not None and _has_its_lines(text, earlier) and _is_near(root, earlier.root):
        return earlier
    return None if ALIAS.search(text) or LARGE.search(text) else Tree(text, root)


def _has_its_lines(text: str, earlier: Tree) -> bool:
    # Elements that moved are copied, so a tree without them is no shorter way for long.
    return text.count("\n") == earlier.text.count("\n")


def _is_near(root: Mapping, earlier: Mapping) -> bool:
    if len(root.entries) != len(earlier.entries):
        return False
    differing = 0
    for section, old in zip(root.entries, earlier.entries, strict=True):
        if section is not old:
            differing += _differing(elements_of(section), elements_of(old))
    return differing <= MANY


def _differing(entries: Sequence[Entry], others: Sequence[Entry]) -> int:
    if len(entries) != len(others):
        return MANY + 1
    return sum(one is not other for one, other in zip(entries, others, strict=True)) or MANY + 1
