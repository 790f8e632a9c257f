"""The program -> its file tree, in memory."""

from collections.abc import Iterator, Mapping
from functools import partial
from hashlib import blake2b
from itertools import chain

from msc.core.beside import beside, cores
from msc.core.lifetime import keep
from msc.core.record import Record, field
from msc.emit.blueprints import Blueprint, shares
from msc.emit.fingerprints import SIZE, Fingerprints
from msc.emit.formatting import format_python
from msc.emit.plan import Planned, are_distinct, plan, planned
from msc.emit.renderings import Rendering, Renderings
from msc.emit.revisions.additions import FRESH, Additions, History, additions
from msc.emit.templates import Templates
from msc.emit.tree import FileTree, Owner, RenderedFile, owner_of
from msc.ir.canonical import to_json
from msc.lower.pieces import ComputedPieces
from msc.lower.program import Program


class Earlier(Record):
    """The renderings of earlier builds, and the digests of the files on disk."""

    renderings: Renderings
    digests: Mapping[str, str | None]


class Emission(Record):
    """The text of each path, the recorded system, and what to save for later builds."""

    tree: FileTree
    system: str
    renderings: Renderings = field(default_factory=dict)


class _Share(Record):
    """The output of some blueprints.

    `current` are paths whose data were rendered before, with the text that is on disk. Of other
    paths that later builds may reuse, `prints` are the digests of the data, and `drafts` those of
    what was rendered; `redrafted` are those of them whose text is the one on disk after all.
    """

    texts: dict[str, str]
    current: tuple[str, ...]
    prints: dict[str, bytes]
    drafts: dict[str, bytes]
    redrafted: tuple[str, ...]
    computed: ComputedPieces

    @property
    def paths(self) -> Iterator[str]:
        """Every path of the share."""
        return chain(self.texts, self.current, self.redrafted)


def emit(program: Program, history: History = FRESH, earlier: Earlier | None = None) -> Emission:
    """All files that the system requires beyond its history.

    Files that `earlier` proves to be current are not rendered, or at least not formatted.
    """
    added = additions(program.system, history)
    first, *others = shares(program.system, cores())
    waiting = [
        beside(_Share, partial(_share, program, blueprints, added, earlier))
        for blueprints in others
    ]
    parts = [_share(program, first, added, earlier)]
    # The other shares take longer than the first.
    recorded = to_json(program.system)
    for result in waiting:
        part = keep(result())
        program.pieces.take(part.computed)
        parts.append(part)
    tree, renderings = _joined(program, added, parts, earlier)
    return Emission(tree, recorded, renderings)


def _share(
    program: Program, blueprints: tuple[Blueprint, ...], added: Additions, earlier: Earlier | None
) -> _Share:
    count, templates = program.pieces.count, Templates()
    files = keep(planned(program, blueprints, added, templates))
    prints = _fingerprints(files, templates) if earlier is not None else {}
    current = _current(prints, earlier) if earlier is not None else frozenset()
    texts = {
        target.path: target.text(templates)
        for target in files.targets
        if target.path not in current
    }
    prints = {path: data for path, data in prints.items() if path not in current}
    drafts = {path: _digest(text) for path, text in texts.items() if path in prints}
    redrafted = _redrafted(drafts, earlier) if earlier is not None else frozenset()
    texts = _formatted({path: text for path, text in texts.items() if path not in redrafted})
    computed = program.pieces.since(count)
    return _Share(texts, tuple(current), prints, drafts, tuple(redrafted), computed)


def _joined(
    program: Program, added: Additions, parts: list[_Share], earlier: Earlier | None
) -> tuple[FileTree, Renderings]:
    texts, renderings = _formatted(added.amended), dict[str, Rendering]()
    known = earlier.renderings if earlier is not None else {}
    settled = dict[str, str]()
    for part in parts:
        texts = part.texts | texts
        renderings |= {path: known[path] for path in part.current}
        settled |= {path: known[path].text for path in (*part.current, *part.redrafted)}
    files = tuple(
        # A file that starts with an interpreter is a program, whatever the modes of its template.
        RenderedFile(path, text, owner_of(path), executable=text.startswith("#!"))
        for path, text in sorted(texts.items())
    )
    if not are_distinct([path for part in parts for path in part.paths]):
        # Which says what the paths are there for.
        plan(program, Templates(), added)
    finished = {file.path: file.digest for file in files} | settled
    for part in parts:
        renderings |= {
            path: Rendering(data, part.drafts[path], finished[path])
            for path, data in part.prints.items()
        }
    return FileTree(files, added.replaced, added.records, settled), renderings


def _fingerprints(files: Planned, templates: Templates) -> dict[str, bytes]:
    """The digest of each generated file's data, where it can be computed."""
    fingerprints = Fingerprints(templates)
    digests = (
        (target.path, fingerprints.of(target))
        for file, target in zip(files.plan.files, files.targets, strict=True)
        if file.owner is Owner.GENERATED
    )
    return {path: data for path, data in digests if data is not None}


def _current(prints: Mapping[str, bytes], earlier: Earlier) -> frozenset[str]:
    """The files that are current without rendering."""
    return frozenset(
        path
        for path, data in prints.items()
        if (known := earlier.renderings.get(path)) is not None
        and known.data == data
        and known.text == earlier.digests.get(path)
    )


def _redrafted(drafts: Mapping[str, bytes], earlier: Earlier) -> frozenset[str]:
    """The files that are current, although other data were rendered."""
    return frozenset(
        path
        for path, draft in drafts.items()
        if (known := earlier.renderings.get(path)) is not None
        and known.draft == draft
        and known.text == earlier.digests.get(path)
    )


def _formatted(texts: Mapping[str, str]) -> dict[str, str]:
    python = {path: text for path, text in texts.items() if path.endswith(".py")}
    return {**texts, **format_python(python)}


def _digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=SIZE).digest()
