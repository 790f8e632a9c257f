"""Differences between two systems as text, as Markdown for a pull request, and as JSON."""

import json
from collections.abc import Iterator
from itertools import groupby

from msc.core.record import replace
from msc.ir.changes import Change, ChangeKind, Detail, Impact, Migration, Part

FORMAT_VERSION = 2
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
    """One block per element, the database revision, then a summary line."""
    lines = [*_text_lines(changes), *_text_migration(migration), counts(changes)]
    return "\n".join(lines) + "\n"


def as_markdown(changes: tuple[Change, ...], migration: Migration) -> str:
    """Headings by part, and a table for each changed element; intended for pull requests."""
    lines = [*_markdown_lines(changes), *_markdown_migration(migration), f"**{counts(changes)}**"]
    return "\n".join(lines) + "\n"


def as_json(changes: tuple[Change, ...], migration: Migration) -> str:
    """The changes as data, with `format_version`."""
    body = {
        "format_version": FORMAT_VERSION,
        "changes": [_change_data(change) for change in changes],
        "migration": {
            "operations": list(migration.operations),
            "errors": list(migration.errors),
        },
    }
    return json.dumps(body, indent=2, ensure_ascii=False) + "\n"


def counts(changes: tuple[Change, ...]) -> str:
    """The summary line, such as `1 added, 2 changed; impact: DATA 1, SAFE 2`."""
    if not changes:
        return "no differences"
    kinds = ", ".join(
        f"{number} {kind}"
        for kind in ChangeKind
        if (number := sum(change.kind is kind and not change.removed_with for change in changes))
    )
    with_them = sum(change.removed_with is not None for change in changes)
    kinds += f", {with_them} removed with an entity" if with_them else ""
    impacts = ", ".join(
        f"{impact} {number}"
        for impact in Impact
        if (number := sum(change.impact is impact for change in changes))
    )
    return f"{kinds}; impact: {impacts}"


def _text_lines(changes: tuple[Change, ...]) -> Iterator[str]:
    for part, members in groupby(_gathered(changes), key=lambda change: change.part):
        yield TITLES[part].upper()
        for change in members:
            yield f"  {SIGNS[change.kind]} {_headline(change)}  {_impact(change)}"
            # A removed element is reported by its name; the old spec has the details.
            details = () if change.kind is ChangeKind.REMOVED else _telling(change.details)
            yield from (f"      {_detail_line(change, detail)}" for detail in details)
        yield ""


def _gathered(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """The changes without those reported as part of a removed entity."""
    fallen: dict[str, list[str]] = {}
    for change in changes:
        if change.removed_with is not None:
            fallen.setdefault(change.removed_with, []).append(_headline(change))
    return tuple(
        replace(change, reason=f"{change.reason}; with it go {', '.join(fallen[change.name])}")
        if change.section == "entities" and change.name in fallen
        else change
        for change in changes
        if change.removed_with is None
    )


def _impact(value: Change | Detail) -> str:
    return f"[{value.impact}: {value.reason}]" if value.reason else f"[{value.impact}]"


def _text_migration(migration: Migration) -> Iterator[str]:
    if migration.operations or migration.errors:
        yield "MIGRATION"
        yield from (f"  {operation}" for operation in migration.operations)
        yield from (f"  ! {error}" for error in migration.errors)
        yield ""


def _markdown_migration(migration: Migration) -> Iterator[str]:
    if migration.operations or migration.errors:
        yield "## Migration\n"
        yield from (f"- {_cell(operation)}" for operation in migration.operations)
        yield from (f"- **stops:** {error}" for error in migration.errors)
        yield ""


def _headline(change: Change) -> str:
    name = f"{change.old_name} -> {change.name}" if change.old_name else change.name
    return f"{change.section}.{name}"


def _telling(details: tuple[Detail, ...]) -> tuple[Detail, ...]:
    """The values of an added or removed element without the negative ones."""
    owners = {(detail.path[:-1], detail.old is None) for detail in details if not _denied(detail)}
    return tuple(
        detail
        for detail in details
        if not (_denied(detail) and (detail.path[:-1], detail.old is None) in owners)
    )


def _denied(detail: Detail) -> bool:
    # `optional: false` matters, because it affects callers and stored rows.
    return {detail.old, detail.new} == {None, "false"} and detail.path[-1:] != ("optional",)


def _detail_line(change: Change, detail: Detail) -> str:
    path = ".".join(detail.path) or "value"
    ending = f"  {_impact(detail)}" if detail.reason else ""
    if change.kind is ChangeKind.ADDED or detail.old is None:
        return f"+ {path}: {_one_line(detail.new)}{ending}"
    if detail.new is None:
        return f"- {path}: {_one_line(detail.old)}{ending}"
    return f"~ {path}: {_one_line(detail.old)} -> {_one_line(detail.new)}{ending}"


def _markdown_lines(changes: tuple[Change, ...]) -> Iterator[str]:
    for part, members in groupby(_gathered(changes), key=lambda change: change.part):
        yield f"## {TITLES[part]}\n"
        for change in members:
            yield f"### {change.kind} `{_headline(change)}` ({change.impact})\n"
            if change.reason:
                yield f"{_sentence(change.reason)}\n"
            if change.details and change.kind is not ChangeKind.REMOVED:
                yield "| value | old | new | impact |\n|---|---|---|---|"
                yield from (_row(detail) for detail in _telling(change.details))
                yield ""


def _sentence(reason: str) -> str:
    return f"{_cell(reason[0].upper() + reason[1:])}."


def _row(detail: Detail) -> str:
    impact = f"{detail.impact}: {detail.reason}" if detail.reason else detail.impact
    cells = (".".join(detail.path) or "value", detail.old, detail.new, impact)
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


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
        "reason": change.reason,
        "removed_with": change.removed_with,
        "details": [
            {
                "path": list(detail.path),
                "old": detail.old,
                "new": detail.new,
                "impact": detail.impact,
                "reason": detail.reason,
            }
            for detail in change.details
        ],
    }
