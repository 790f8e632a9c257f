"""The part of a spec that its errors do not affect, so that later stages can check it too.

An element with an error is removed, and so is every element that mentions its name, so no
diagnostic about the remainder can be a consequence.
"""

import re
from collections.abc import Iterable, Iterator

from msc.core.catalogue.architecture import INCOMPLETE_ENTITY
from msc.core.catalogue.names import NAME_COLLISION, NAME_FORM, RESERVED_NAME
from msc.core.catalogue.structure import NO_FORM_FITS, UNKNOWN_KEY
from msc.core.catalogue.types import WRONG_VALUE
from msc.core.diagnostics import Diagnostic, Severity
from msc.core.naming import plural
from msc.core.record import Record, replace
from msc.core.source import Span
from msc.model.authentication import AuthenticationSpec
from msc.syntax.nodes import Entry, Mapping, Node, Scalar, Sequence

SECTIONS = frozenset({
    "types", "entities", "rules", "operations", "endpoints", "events", "notifications",
    "integrations", "jobs", "journeys", "questions", "commands",
})  # fmt: skip
# What these say refers to no element.
FREE = frozenset({"bot", "language", "removed", "roles", "system"})
# A whole section is only taken apart; whoever signs in or is recorded concerns everything.
NAMING = (RESERVED_NAME, NAME_FORM, NAME_COLLISION, NO_FORM_FITS)
GROUPS = ("unique", "indexes", "access")
# Keys without which the rest means the same, or has fewer limits; nothing refers to them.
LEAVES = {
    "system": frozenset({"title", "currency", "time_zone", "base_path"}),
    "authentication": frozenset({"first_account", "access_token_lifetime"}),
    "entities": frozenset({*GROUPS, "description", "retention"}),
    "fields": frozenset({
        "default", "description", "fill", "maximum", "max_length", "minimum", "min_length",
        "pattern", "precision",
    }),
}  # fmt: skip
# A wrong value of these does not end the analysis.
ALONE = frozenset({"default", "fill"})
LEAF = "leaf"
AUDIT = "audit"
# By a route without the names in it, a journey refers to an endpoint.
PLACEHOLDER = re.compile(r"\$?\{[^}]*\}")
WORD = re.compile(r"[a-z][a-z0-9_]*")


class Element(Record):
    """A named part of a section, a field of an entity or a leaf of these, that can be removed."""

    section: str
    entry: Entry

    @property
    def names(self) -> frozenset[str]:
        """The words by which other elements may refer to it."""
        name = self.entry.key.text
        if self.section == LEAF:
            return frozenset()
        if self.section == "endpoints":
            return frozenset({PLACEHOLDER.sub("{}", name)})
        if self.section == "fields":
            return frozenset({name, f"{name}_id"})
        if self.section != "entities" or not isinstance(self.entry.value, Mapping):
            return frozenset({name})
        own = self.entry.value.get("plural")
        many = own.text if isinstance(own, Scalar) else plural(name)
        return frozenset({name, many})

    def mentions(self) -> frozenset[str]:
        """Every word and name in it, except the names that an entity gives to its own fields."""
        if self.section == "fields":
            return frozenset(_words(self.entry.value))
        if self.section == "journeys":
            words = frozenset(_words(self.entry.value))
            return words | {PLACEHOLDER.sub("{}", word).partition("?")[0] for word in words}
        if self.section == "entities" and isinstance(self.entry.value, Mapping):
            own = (entry.value for entry in self.entry.value.entries if entry.key.text == "states")
            return frozenset(word for value in own for word in _words(value))
        return frozenset(_words(self.entry.value)) | frozenset(_mentioned(self.entry.key.text))


def remainder(root: Mapping, diagnostics: Iterable[Diagnostic]) -> Mapping | None:
    """The tree without what the errors affect, or None if they affect the foundations."""
    elements = list(_elements(root))
    elements += list(_leaves(root, elements))
    mistakes = [
        diagnostic
        for diagnostic in diagnostics
        if diagnostic.code.severity is Severity.ERROR and not _stands_alone(elements, diagnostic)
    ]
    if any(mistake.code in NAMING for mistake in mistakes):
        # An element with an invalid name, or in the wrong place, is meant to be something else.
        return None
    recording = _recording(root) if any(_is_of_the_audit(root, one) for one in mistakes) else set()
    mistakes = [mistake for mistake in mistakes if not _is_of_the_audit(root, mistake)]
    unknown = [mistake for mistake in mistakes if mistake.code == UNKNOWN_KEY]
    keys = {span for one in unknown for span in (one.span, *(more.span for more in one.related))}
    broken = [element for one in mistakes for element in _innermost(elements, one.span)]
    touched = {element.entry.key.span for element in broken}
    rest = [
        one.span for one in mistakes if not any(_holds(element, one.span) for element in broken)
    ]
    if any(span not in keys for span in rest):
        return None
    names = _misplaced(root, keys).union(*(element.names for element in broken))
    while more := [
        element
        for element in elements
        if element.entry.key.span not in touched
        and (element.mentions() & names or _is_emptied(element, touched))
    ]:
        touched |= {element.entry.key.span for element in more}
        names = names.union(*(element.names for element in more))
    rest_of_tree = _without(root, touched | keys | recording | _groups(root, names))
    return None if _frame(rest_of_tree) & names else rest_of_tree


def _stands_alone(elements: list[Element], mistake: Diagnostic) -> bool:
    """Whether the analysis went on behind a mistake."""
    return mistake.code == WRONG_VALUE and any(
        element.section == LEAF and element.entry.key.text in ALONE
        for element in _innermost(elements, mistake.span)
    )


def _is_of_the_audit(root: Mapping, mistake: Diagnostic) -> bool:
    """Whether an entity cannot store the records."""
    return mistake.code == INCOMPLETE_ENTITY and any(
        section.key.text == AUDIT and _holds(Element(AUDIT, section), mistake.span)
        for section in root.entries
    )


def _recording(root: Mapping) -> set[Span]:
    """The keys without which nothing is recorded, and all else means the same."""
    holders = [root, *(operation.value for operation in _inner(root, "operations"))]
    return {
        entry.key.span
        for holder in holders
        for entry in (holder.entries if isinstance(holder, Mapping) else ())
        if entry.key.text == AUDIT
    }


def _elements(root: Mapping) -> Iterator[Element]:
    for section in root.entries:
        name, value = section.key.text, section.value
        if name == "bot" and isinstance(value, Mapping):
            yield from _elements(value)
        elif name in SECTIONS and isinstance(value, Mapping):
            yield from (Element(name, entry) for entry in value.entries)
        if name == "entities" and isinstance(value, Mapping):
            fields = (_inner(entity.value, "fields") for entity in value.entries)
            yield from (Element("fields", entry) for field in fields for entry in field)


def _leaves(root: Mapping, elements: Iterable[Element]) -> Iterator[Element]:
    """The keys that can be left out of the sections, the entities and the fields."""
    holders = [Element(section.key.text, section) for section in root.entries]
    for holder in (*holders, *elements):
        known, value = LEAVES.get(holder.section, frozenset()), holder.entry.value
        entries = value.entries if isinstance(value, Mapping) else ()
        yield from (Element(LEAF, entry) for entry in entries if entry.key.text in known)


def _misplaced(root: Mapping, keys: set[Span]) -> frozenset[str]:
    """The names of misplaced keys, which may belong elsewhere."""
    return frozenset(entry.key.text for entry in _entries(root) if entry.key.span in keys)


def _entries(node: Node) -> Iterator[Entry]:
    """All entries below."""
    if isinstance(node, Mapping):
        for entry in node.entries:
            yield entry
            yield from _entries(entry.value)


def _inner(value: Node, key: str) -> tuple[Entry, ...]:
    section = value.get(key) if isinstance(value, Mapping) else None
    return section.entries if isinstance(section, Mapping) else ()


def _innermost(elements: list[Element], span: Span) -> list[Element]:
    """The smallest element around a place: a leaf, the field of an entity, or the entity itself."""
    around = [element for element in elements if _holds(element, span)]
    for section in (LEAF, "fields"):
        if inner := [element for element in around if element.section == section]:
            return inner
    return around


def _is_emptied(element: Element, touched: set[Span]) -> bool:
    """Whether an entity would lose all of its fields."""
    fields = _inner(element.entry.value, "fields") if element.section == "entities" else ()
    return bool(fields) and all(field.key.span in touched for field in fields)


def _groups(root: Mapping, names: frozenset[str]) -> set[Span]:
    """The keys of an entity that list a removed field."""
    entities = root.get("entities")
    parts = (
        part
        for entity in (entities.entries if isinstance(entities, Mapping) else ())
        for part in (entity.value.entries if isinstance(entity.value, Mapping) else ())
    )
    return {
        part.key.span
        for part in parts
        if part.key.text in GROUPS and frozenset(_words(part.value)) & names
    }


def _holds(element: Element, span: Span) -> bool:
    key, value = element.entry.key.span, element.entry.value.span
    start, end = (key.start_line, key.start_column), (value.end_line, value.end_column)
    return key.file == span.file and start <= (span.start_line, span.start_column) <= end


def _without(root: Mapping, spans: set[Span]) -> Mapping:
    """The tree without the entries at these places, and without what is empty without them."""
    entries: list[Entry] = []
    for entry in root.entries:
        if entry.key.span in spans:
            continue
        if isinstance(entry.value, Mapping) and entry.value.entries:
            rest = _without(entry.value, spans)
            entries.extend([replace(entry, value=rest)] if rest.entries else [])
        else:
            entries.append(entry)
    return Mapping(tuple(entries), root.span)


def _frame(root: Mapping) -> frozenset[str]:
    """The words in sections that cannot be split into elements, and names that they imply."""
    return frozenset(
        word
        for section in root.entries
        if section.key.text not in SECTIONS | FREE
        for word in (*_words(section.value), *_implied(section))
    )


def _implied(section: Entry) -> Iterator[str]:
    """The fields of accounts that `authentication` need not name."""
    if section.key.text == "authentication" and isinstance(section.value, Mapping):
        for name, field in AuthenticationSpec.model_fields.items():
            if isinstance(field.default, str) and section.value.get(name) is None:
                yield field.default


def _words(node: Node) -> Iterator[str]:
    match node:
        case Mapping(entries):
            for entry in entries:
                yield from _mentioned(entry.key.text)
                yield from _words(entry.value)
        case Sequence(items):
            for item in items:
                yield from _words(item)
        case Scalar(text=text):
            yield from _mentioned(text)


def _mentioned(text: str) -> Iterator[str]:
    yield text
    yield from WORD.findall(text)
