"""The files of a folder -> one mapping of sections."""

from collections.abc import Sequence

from msc.core.catalogue import syntax as codes
from msc.core.diagnostics import Checked, Diagnostic, Related, at
from msc.syntax.nodes import Entry, Mapping

# The key that makes a file a whole spec. Of two, all else is there twice for the same reason.
VERSION = "language"


def merge(documents: Sequence[Mapping]) -> Checked[Mapping]:
    """All sections; mappings that occur in several files are joined key by key."""
    sections: dict[str, Entry] = {}
    diagnostics: list[Diagnostic] = []
    whole: Entry | None = None
    for document in documents:
        version = next((entry for entry in document.entries if entry.key.value == VERSION), None)
        if whole is not None and version is not None:
            diagnostics.append(_twice(whole, version))
            continue
        whole = whole or version
        for entry in document.entries:
            name = str(entry.key.value)
            known = sections.get(name)
            sections[name] = entry if known is None else _join(known, entry, diagnostics)
    span = documents[0].span
    return Checked(Mapping(tuple(sections.values()), span), tuple(diagnostics))


def _join(known: Entry, entry: Entry, diagnostics: list[Diagnostic]) -> Entry:
    if not isinstance(known.value, Mapping) or not isinstance(entry.value, Mapping):
        diagnostics.append(_twice(known, entry))
        return known
    joined = {str(entry.key.value): entry for entry in known.value.entries}
    for addition in entry.value.entries:
        name = str(addition.key.value)
        # `bot: {commands: …}` and the like may be spread over files one level deeper.
        if name in joined and known.key.value == "bot":
            joined[name] = _join(joined[name], addition, diagnostics)
        elif name in joined:
            diagnostics.append(_twice(joined[name], addition))
        else:
            joined[name] = addition
    return Entry(known.key, Mapping(tuple(joined.values()), known.value.span))


def _twice(first: Entry, second: Entry) -> Diagnostic:
    related = (Related(first.key.span, "it is first defined here"),)
    key, other = second.key.value, first.key.span.file
    return at(codes.SPLIT_TWICE, second.key.span, related=related, key=key, other=other)
