"""Elements in the wrong section, usually because a section's key is missing above them.

A run of such elements is reported once and removed from the tree, because nothing inside it fits
there.
"""

from collections.abc import Iterator
from typing import Any

from msc.core.catalogue import structure as codes
from msc.core.diagnostics import Diagnostic, at
from msc.core.record import Record
from msc.syntax.nodes import Entry, Mapping

type Schema = dict[str, Any]


class _Section(Record):
    """A section of the spec: its own keys, or the keys of each of its elements."""

    name: str
    keys: frozenset[str]
    required: frozenset[str]
    has_elements: bool
    is_short: bool


def without_misplaced(root: Mapping, schema: Schema) -> tuple[Mapping, tuple[Diagnostic, ...]]:
    """The tree without elements of other sections, and one diagnostic for each run of them."""
    sections = {
        name: _section(name, section, schema) for name, section in schema["properties"].items()
    }
    diagnostics: list[Diagnostic] = []
    entries = tuple(_fitting(entry, sections, diagnostics) for entry in root.entries)
    return Mapping(entries, root.span), tuple(diagnostics)


def _section(name: str, declared: Schema, schema: Schema) -> _Section:
    inner = declared.get("additionalProperties")
    has_elements = isinstance(inner, dict)
    target: Schema = inner if isinstance(inner, dict) else _own(declared)
    resolved = schema["$defs"][target["$ref"].rpartition("/")[2]] if "$ref" in target else target
    keys = frozenset(resolved.get("properties", {}))
    required = frozenset(resolved.get("required", ()))
    return _Section(name, keys, required, has_elements, "string" in _types(resolved))


def _own(declared: Schema) -> Schema:
    """The schema of an optional section."""
    choices: list[Schema] = declared.get("anyOf", [declared])
    return choices[0]


def _types(schema: Schema) -> tuple[str, ...]:
    types = schema.get("type", ())
    return (types,) if isinstance(types, str) else tuple(types)


def _fitting(entry: Entry, sections: dict[str, _Section], diagnostics: list[Diagnostic]) -> Entry:
    section = sections.get(str(entry.key.value))
    if section is None or not section.has_elements or not isinstance(entry.value, Mapping):
        return entry
    kept: list[Entry] = []
    reported: set[str] = set()
    for member in entry.value.entries:
        reason = _reason(member, section, sections)
        if reason is None:
            kept.append(member)
        elif reason[0] not in reported:
            reported.add(reason[0])
            diagnostics.append(_misplaced(member, section, *reason))
    return Entry(entry.key, Mapping(tuple(kept), entry.value.span))


def _misplaced(entry: Entry, section: _Section, reason: str, suggestion: str) -> Diagnostic:
    return at(
        codes.NO_FORM_FITS, entry.key.span, place=f"`{section.name}.{entry.key.text}`",
        reason=reason, suggestion=suggestion,
    )  # fmt: skip


def _reason(
    entry: Entry, section: _Section, sections: dict[str, _Section]
) -> tuple[str, str] | None:
    """The reason and the suggestion, if the element cannot belong to the section."""
    name, inside = entry.key.text, _keys(entry)
    if section.is_short if inside is None else inside <= section.keys:
        return None
    if name in section.keys:
        return f"it is a key of one of `{section.name}`", "is the line with its name missing above?"
    home = next(_homes(name, inside, sections), None)
    if home is None or home == section.name:
        return None
    return f"it belongs to `{home}`", f"is the line `{home}:` missing above?"


def _homes(
    name: str, inside: frozenset[str] | None, sections: dict[str, _Section]
) -> Iterator[str]:
    """The sections that the element would fit."""
    for section in sections.values():
        if not section.has_elements and name in section.keys:
            yield section.name
    if "/" in name:
        yield "endpoints"
    for home in sections.values():
        if home.has_elements and inside and home.required <= inside <= home.keys:
            yield home.name


def _keys(entry: Entry) -> frozenset[str] | None:
    """The keys of the element, or None if it is a single value or a list."""
    if not isinstance(entry.value, Mapping):
        return None
    return frozenset(member.key.text for member in entry.value.entries)
