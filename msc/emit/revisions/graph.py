"""Alembic's revision files -> the graph that they form."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from msc.core.record import Record

IDENTIFIER = re.compile(r"[A-Za-z0-9_]{1,32}")


class Revision(Record):
    """A revision as stated in its file, generated or hand-written."""

    path: str
    name: str
    after: tuple[str, ...]
    text: str = ""


class Graph(Record):
    """Revisions in topological order."""

    revisions: tuple[Revision, ...] = ()

    @property
    def heads(self) -> tuple[str, ...]:
        """The revisions without a successor."""
        followed = {name for revision in self.revisions for name in revision.after}
        names = (revision.name for revision in self.revisions)
        return tuple(sorted(name for name in names if name not in followed))

    def named(self, name: str) -> Revision:
        """The revision with that name; it must exist."""
        return next(revision for revision in self.revisions if revision.name == name)

    def up_to(self, name: str) -> tuple[str, ...]:
        """The revision and all of its ancestors, in order."""
        wanted = {name}
        for revision in reversed(self.revisions):
            if revision.name in wanted:
                wanted.update(revision.after)
        return tuple(revision.name for revision in self.revisions if revision.name in wanted)


def revision_at(root: Path, path: str, *, pristine: bool = False) -> Revision | None:
    """The revision in a file, if it is stated as string literals."""
    try:
        text = (root / path).read_text("utf-8")
        # The functions of a baseline are long, and known to be right if msc wrote them so.
        values = dict(_assigned(ast.parse(text.partition("\ndef ")[0] if pristine else text)))
        after = values["down_revision"] or ()
        names = (after,) if isinstance(after, str) else tuple(after)
        name = values["revision"]
    except (OSError, SyntaxError, ValueError, KeyError, TypeError):
        return None
    fits = all(
        isinstance(identifier, str) and IDENTIFIER.fullmatch(identifier)
        for identifier in (name, *names)
    )
    return Revision(path, name, names, text) if fits else None


def _assigned(tree: ast.Module) -> Iterator[tuple[str, Any]]:
    """The identifier and the predecessors that a module assigns."""
    for node in tree.body:
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=ast.expr() as value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ) if name in ("revision", "down_revision"):
                yield name, ast.literal_eval(value)


def in_order(revisions: Iterable[Revision]) -> Graph | None:
    """The graph of revisions with known predecessors; None if there is a cycle."""
    waiting = {
        revision.name: revision for revision in sorted(revisions, key=lambda item: item.name)
    }
    done: dict[str, Revision] = {}
    while waiting:
        free = [
            revision
            for revision in waiting.values()
            if all(name in done for name in revision.after)
        ]
        if not free:
            return None
        for revision in free:
            done[revision.name] = waiting.pop(revision.name)
    return Graph(tuple(done.values()))
