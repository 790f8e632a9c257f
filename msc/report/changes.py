"""Differences between two systems as text, as Markdown for a pull request, and as JSON."""

import json
from collections.abc import Iterator
from itertools import groupby

from msc.ir.changes import Change, ChangeKind, Detail, Impact, Migration, Part

FORMAT_VERSION = 1
SIGNS = {
    ChangeKind.ADDED: "+",
    ChangeKind.REMOVED: "-",
    ChangeKind.RENAMED: ">",
    ChangeKind.CHANGED: "~",
}
TITLES = {
    Part.NOUNS: "Nouns",
    Part.VERBS: "Verbs",
    Part.TRIGGERS: "Triggers",
    Part.SYSTEM: "System",
}


def as_text(changes: tuple[Change, ...], migration: Migration) -> str:
    """One block for each element, the revision of the tables, then a closing line of counts."""
    lines = [*_text_lines(changes), *_text_migration(migration), counts(changes)]
    return "\n".join(lines) + "\n"


def as_markdown(changes: tuple[Change, ...], migration: Migration) -> str:
    """Headings by part, a table for each changed element; made for a pull request."""
    lines = [*_markdown_lines(changes), *_markdown_migration(migration), f"**{counts(changes)}**"]
    return "\n".join(lines) + "\n"


def as_json(changes: tuple[Change, ...], migration: Migration) -> str:
    """The changes as data, with `format_version`."""
    body = {
        "format_version": FORMAT_VERSION,
        "changes": [_change_data(each) for each in changes],
        "migration": {
            "operations": list(migration.operations),
            "objections": list(migration.objections),
        },
    }
    return json.dumps(body, indent=2, ensure_ascii=False) + "\n"


def counts(changes: tuple[Change, ...]) -> str:
    """The closing line, such as `1 added, 2 changed; impact: DATA 1, SAFE 2`."""
    if not changes:
        return "no differences"
    kinds = ", ".join(
        f"{number} {kind}"
        for kind in ChangeKind
        if (number := sum(each.kind is kind for each in changes))
    )
    impacts = ", ".join(
        f"{impact} {number}"
        for impact in Impact
        if (number := sum(each.impact is impact for each in changes))
    )
    return f"{kinds}; impact: {impacts}"


def _text_lines(changes: tuple[Change, ...]) -> Iterator[str]:
    for part, members in groupby(changes, key=lambda each: each.part):
        yield TITLES[part].upper()
        for change in members:
            yield f"  {SIGNS[change.kind]} {_headline(change)}  [{change.impact}]"
            yield from (f"      {_detail_line(change, each)}" for each in _telling(change.details))
        yield ""


def _text_migration(migration: Migration) -> Iterator[str]:
    if migration.operations or migration.objections:
        yield "MIGRATION"
        yield from (f"  {each}" for each in migration.operations)
        yield from (f"  ! {each}" for each in migration.objections)
        yield ""


def _markdown_migration(migration: Migration) -> Iterator[str]:
    if migration.operations or migration.objections:
        yield "## Migration\n"
        yield from (f"- {_cell(each)}" for each in migration.operations)
        yield from (f"- **stops:** {each}" for each in migration.objections)
        yield ""


def _headline(change: Change) -> str:
    name = f"{change.old_name} -> {change.name}" if change.old_name else change.name
    return f"{change.section}.{name}"


def _telling(details: tuple[Detail, ...]) -> tuple[Detail, ...]:
    """Without what a new or former part of an element is not: a reader asks what it is."""
    owners = {(each.path[:-1], each.old is None) for each in details if not _denied(each)}
    return tuple(
        each
        for each in details
        if not (_denied(each) and (each.path[:-1], each.old is None) in owners)
    )


def _denied(detail: Detail) -> bool:
    # That a value is not optional is what callers and stored rows have to deal with.
    return {detail.old, detail.new} == {None, "false"} and detail.path[-1:] != ("optional",)


def _detail_line(change: Change, detail: Detail) -> str:
    path = ".".join(detail.path) or "value"
    if change.kind is ChangeKind.ADDED or detail.old is None:
        return f"+ {path}: {_one_line(detail.new)}"
    if detail.new is None:
        return f"- {path}: {_one_line(detail.old)}"
    return f"~ {path}: {_one_line(detail.old)} -> {_one_line(detail.new)}"


def _markdown_lines(changes: tuple[Change, ...]) -> Iterator[str]:
    for part, members in groupby(changes, key=lambda each: each.part):
        yield f"## {TITLES[part]}\n"
        for change in members:
            yield f"### {change.kind} `{_headline(change)}` ({change.impact})\n"
            if change.details:
                yield "| value | old | new | impact |\n|---|---|---|---|"
                yield from (_row(each) for each in _telling(change.details))
                yield ""


def _row(detail: Detail) -> str:
    cells = (".".join(detail.path) or "value", detail.old, detail.new, detail.impact)
    return "| " + " | ".join(_cell(each) for each in cells) + " |"


def _cell(text: str | None) -> str:
    if text is None:
        return ""
    escaped = _one_line(text).replace("\\", "\\\\").replace("|", "\\|").replace("`", "\\`")
    return escaped.replace("<", "&lt;").replace(">", "&gt;")


def _one_line(text: str | None) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1].replace('\\"', '"') if text else ""


def _change_data(change: Change) -> dict[str, object]:
    return {
        "part": change.part,
        "section": change.section,
        "name": change.name,
        "kind": change.kind,
        "old_name": change.old_name,
        "impact": change.impact,
        "details": [
            {"path": list(each.path), "old": each.old, "new": each.new, "impact": each.impact}
            for each in change.details
        ],
    }
