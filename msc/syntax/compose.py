"""YAML events -> one node, iteratively and within limits."""

from collections.abc import Callable, Iterable
from typing import Any

import yaml

from msc.core.catalogue import syntax as codes
from msc.core.diagnostics import Diagnostic, Related, at
from msc.core.record import Mutable, field, replace
from msc.core.source import Span
from msc.syntax.cut_off import quoted
from msc.syntax.denial import denial
from msc.syntax.malformed import REPLACE, strange_blank
from msc.syntax.nodes import Entry, Mapping, Node, Scalar, Sequence, Style
from msc.syntax.scalars import resolve
from msc.syntax.spelling import Spelling

MAX_EXPANDED = 50_000
STYLES: dict[str | None, Style] = {"'": "quoted", '"': "quoted", "|": "literal", ">": "folded"}
PLAIN_TAGS = frozenset({None, "!", "tag:yaml.org,2002:str"})


class Refused(Exception):  # noqa: N818 - it ends reading, it is not a failure of the program
    """Stops the reading of a file that cannot be parsed further."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


class _Open(Mutable):
    """A collection that has not been closed yet."""

    start: Span
    anchor: str | None
    is_mapping: bool
    entries: list[Entry] = field(default_factory=list)
    items: list[Node] = field(default_factory=list)
    keys: dict[str, Span] = field(default_factory=dict)
    doubled: int | None = None
    key: Scalar | None = None
    skip_value: bool = False
    size: int = 1


class Composer:
    """Builds one tree; `diagnostics` holds the mistakes that do not stop the reading."""

    def __init__(self, path: str, max_depth: int, spelling: Spelling) -> None:
        self.diagnostics: list[Diagnostic] = []
        self._path = path
        self._spelling = spelling
        self._max_depth = max_depth
        self._stack: list[_Open] = []
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._expanded = 0
        self._documents = 0
        self._root: Node | None = None

    def compose(self, events: Iterable[yaml.Event]) -> Node | None:
        """The only document of the file, or None if it is empty."""
        # A large spec has a hundred thousand events, so each is handled by one look at its class.
        handlers: dict[type[yaml.Event], Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._open,
            yaml.SequenceStartEvent: self._open,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        for event in events:
            handle = handlers.get(type(event))
            if handle is not None:
                handle(event)
        if isinstance(self._root, Scalar) and self._root.value is None:
            return None
        return self._root

    @property
    def has_anchors(self) -> bool:
        """Whether a part of the text can be repeated elsewhere."""
        return bool(self._anchors)

    def _span(self, event: yaml.Event) -> Span:
        first, last = event.start_mark, event.end_mark
        if self._spelling.pairs or first is None or last is None:
            position = self._spelling.position
            return Span(self._path, *position(first), *position(last))
        return Span(self._path, first.line + 1, first.column + 1, last.line + 1, last.column + 1)

    def _document(self, event: yaml.Event) -> None:
        self._documents += 1
        if self._documents > 1:
            raise Refused(at(codes.SEVERAL_DOCUMENTS, self._span(event)))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        span = self._span(event)
        if event.tag is not None:
            self._check_tag(event, span)
        style = STYLES.get(event.style, "plain")
        plain = style == "plain" and event.tag is None
        text = self._spelling.original(event.value) if self._spelling.names else event.value
        self._add(Scalar(resolve(text) if plain else text, text, style, span), event.anchor, 1)

    def _check_tag(self, event: yaml.ScalarEvent, span: Span) -> None:
        if event.tag in PLAIN_TAGS:
            return
        # A value that begins with `!` may be a text, or an expression with a negation.
        text = f"{event.tag} {event.value}".strip()
        mark = event.start_mark
        if text.count("(") > text.count(")") and mark is not None:
            text = denial(self._spelling.text.split("\n")[mark.line], mark.column)
        text = self._spelling.original(text)
        hint = f"if it is a text, write `{quoted(text)}`" if text.startswith("!") else None
        raise Refused(at(codes.CUSTOM_TAG, span, tag=event.tag, hint=hint))

    def _open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        span = self._span(event)
        if event.tag not in (None, "!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"):
            raise Refused(at(codes.CUSTOM_TAG, span, tag=event.tag))
        if len(self._stack) >= self._max_depth:
            raise Refused(at(codes.TOO_DEEP, span, limit=self._max_depth))
        if self._stack and self._stack[-1].is_mapping and self._stack[-1].key is None:
            raise Refused(at(codes.KEY_NOT_TEXT, span))
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        self._stack.append(_Open(span, event.anchor, is_mapping))

    def _close(self, event: yaml.Event) -> None:
        done = self._stack.pop()
        span = self._collection_span(done, event)
        node: Node
        if done.is_mapping:
            node = Mapping(tuple(done.entries), span)
        else:
            node = Sequence(tuple(done.items), span)
        self._add(node, done.anchor, done.size)

    def _collection_span(self, done: _Open, event: yaml.Event) -> Span:
        """From the start to the last child; a block's end mark runs on to the next token."""
        start = done.start
        children = [entry.value for entry in done.entries] or done.items
        end = self._spelling.position(event.end_mark)
        # A block ends without a character of its own.
        if children and self._spelling.position(event.start_mark)[1] == end[1]:
            last = children[-1]
            # An alias is where its anchor is, and so may end before others.
            if self._expanded:
                last = max(children, key=lambda child: (child.span.end_line, child.span.end_column))
            end = (last.span.end_line, last.span.end_column)
        end = max(end, (start.start_line, start.start_column))
        return Span(self._path, start.start_line, start.start_column, *end)

    def _alias(self, event: yaml.AliasEvent) -> None:
        span = self._span(event)
        if event.anchor not in self._anchors:
            raise Refused(at(codes.UNKNOWN_ALIAS, span, alias=event.anchor))
        node, size = self._anchors[event.anchor]
        self._expanded += size
        if self._expanded > MAX_EXPANDED:
            raise Refused(at(codes.ALIAS_EXPLOSION, span, limit=f"{MAX_EXPANDED:,}"))
        self._add(node, None, size)

    def _add(self, node: Node, anchor: str | None, size: int) -> None:
        if anchor:
            self._anchors[anchor] = (node, size)
        if not self._stack:
            self._root = node
            return
        parent = self._stack[-1]
        parent.size += size
        if not parent.is_mapping:
            parent.items.append(node)
        elif parent.key is None:
            self._key(parent, node)
        else:
            self._value(parent, node)

    def _key(self, parent: _Open, node: Node) -> None:
        if not isinstance(node, Scalar) or node.value is None or "\n" in node.text:
            raise Refused(at(codes.KEY_NOT_TEXT, node.span))
        if node.text == "<<" and node.style == "plain":
            raise Refused(at(codes.MERGE_KEY, node.span))
        if node.style == "plain" and node.text != node.text.strip():
            raise Refused(self._strange(node))
        # A key is always text: `404: …` and `true: …` name things like any other key.
        is_text = node.value is node.text
        key = node if is_text else Scalar(node.text, node.text, node.style, node.span)
        first = parent.keys.setdefault(node.text, node.span)
        parent.key = key
        parent.skip_value = first is not node.span
        if parent.skip_value:
            self._doubled(parent, key, first)

    def _strange(self, key: Scalar) -> Diagnostic:
        """Reports a key that starts with an unusual blank, such as a no-break space."""
        reason = strange_blank(key.text[0] if key.text[:1].isspace() else key.text[-1])
        return at(codes.INVALID_YAML, key.span, reason=reason, suggestion=REPLACE)

    def _doubled(self, parent: _Open, key: Scalar, first: Span) -> None:
        """Reports the first duplicate key of a mapping; further ones have the same cause."""
        related = (Related(first, "it is first defined here"),)
        suggestion = "remove one of them, or give it another name"
        if parent.doubled is None:
            parent.doubled = len(self.diagnostics)
            self.diagnostics.append(
                at(codes.DUPLICATE_KEY, key.span, related=related, key=key.text,
                   suggestion=suggestion)
            )  # fmt: skip
            return
        known = self.diagnostics[parent.doubled]
        self.diagnostics[parent.doubled] = replace(
            known,
            hint="is the name of this element missing?",
            related=(*known.related, Related(key.span, f"so is `{key.text}`")),
        )

    def _value(self, parent: _Open, node: Node) -> None:
        key, parent.key = parent.key, None
        if key is not None and not parent.skip_value:
            parent.entries.append(Entry(key, node))
