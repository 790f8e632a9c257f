"""Source positions of the parts of a spec."""

from functools import cached_property

from msc.core.record import Record
from msc.core.source import SourceFile, Span
from msc.syntax.nodes import Entry, Mapping, Node, Scalar, Sequence
from msc.syntax.positions import inside

type Path = tuple[str | int, ...]

# A mapping with no more entries is found through as fast as it is indexed.
FEW = 8


class Places(Record, dict=True):
    """Finds keys and values of a tree by path.

    Large mappings are indexed on first access, because a section may have a thousand names.
    """

    root: Mapping
    sources: tuple[SourceFile, ...] = ()

    @cached_property
    def _index(self) -> dict[int, dict[str, Entry]]:
        return {}

    def value(self, path: Path) -> Span:
        """The place of the value at `path`, or of its nearest existing ancestor."""
        return self._nearest(path).span

    def key(self, path: Path) -> Span:
        """The place of the last key of `path`, or of the value if the last part is an index."""
        parent = self._nearest(path[:-1])
        entry = self._entry(parent, path[-1]) if path else None
        return self.value(path) if entry is None else entry.key.span

    def element(self, section: str, name: str) -> Entry | None:
        """The key and the value of an element of a section."""
        return self._entry(self._nearest((section,)), name)

    def start(self, path: Path) -> Span:
        """The place where the value at `path` begins: its first key, if it is a mapping."""
        node = self._nearest(path)
        if isinstance(node, Mapping) and node.entries:
            return node.entries[0].key.span
        return node.span

    def inside(self, path: Path, line: int, column: int, length: int) -> Span:
        """The place inside the text at `path`; line and column count from 1 after stripping."""
        node = self._nearest(path)
        if not isinstance(node, Scalar):
            return node.span
        text = node.text.strip()
        before = text.split("\n")[: line - 1]
        offset = sum(len(above) + 1 for above in before) + column - 1
        margin = len(node.text) - len(node.text.lstrip())
        return inside(node, self._lines(node.span.file), offset + margin, length)

    def _lines(self, file: str) -> list[str]:
        return next((source.text.split("\n") for source in self.sources if source.path == file), [])

    def _nearest(self, path: Path) -> Node:
        node: Node = self.root
        for part in path:
            child = self._child(node, part)
            if child is None:
                break
            node = child
        return node

    def _child(self, node: Node, part: str | int) -> Node | None:
        if isinstance(node, Sequence):
            inside = isinstance(part, int) and part < len(node.items)
            return node.items[part] if inside and isinstance(part, int) else None
        entry = self._entry(node, part)
        return None if entry is None else entry.value

    def _entry(self, node: Node, part: str | int) -> Entry | None:
        if not isinstance(node, Mapping):
            return None
        if len(node.entries) <= FEW:
            name = str(part)
            return next((entry for entry in node.entries if str(entry.key.value) == name), None)
        index = self._index.get(id(node))
        if index is None:
            index = {str(entry.key.value): entry for entry in node.entries}
            self._index[id(node)] = index
        return index.get(str(part))
