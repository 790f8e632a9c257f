"""The program -> its plan and its file tree, in memory."""

from collections.abc import Mapping
from hashlib import blake2b

from msc.core.diagnostics import Checked
from msc.core.lifetime import keep
from msc.core.record import Record, field
from msc.emit.fingerprints import SIZE, Fingerprints
from msc.emit.formatting import format_python
from msc.emit.plan import Planned, plan
from msc.emit.renderings import Rendering, Renderings
from msc.emit.revisions.additions import FRESH, History, additions
from msc.emit.templates import Templates
from msc.emit.tree import EmitPlan, FileTree, Owner, RenderedFile, owner_of
from msc.lower.program import Program


class Earlier(Record):
    """The renderings of earlier builds, and the digests of the files on disk."""

    renderings: Renderings
    digests: Mapping[str, str | None]


class Emission(Record):
    """The plan of an output, the text of each path, and what to save for later builds."""

    plan: EmitPlan
    tree: FileTree
    renderings: Renderings = field(default_factory=dict)


def emit(
    program: Program, history: History = FRESH, earlier: Earlier | None = None
) -> Checked[Emission]:
    """All files that the system requires beyond its history, or the paths that are impossible.

    Files that `earlier` proves to be current are not rendered, or at least not formatted.
    """
    templates = Templates()
    added = additions(program.system, history)
    planned = keep(plan(program, templates, added))
    if planned.value is None:
        return Checked(None, planned.diagnostics)
    prints = _fingerprints(planned.value, templates) if earlier is not None else {}
    settled = dict(_settled(prints, earlier)) if earlier is not None else {}
    texts = {
        target.path: target.text(templates)
        for target in planned.value.targets
        if target.path not in settled
    }
    drafts = {path: _digest(text) for path, text in texts.items() if path in prints}
    formatted = dict(_formatted(drafts, earlier)) if earlier is not None else {}
    texts = {path: text for path, text in texts.items() if path not in formatted} | added.amended
    texts |= format_python({path: text for path, text in texts.items() if path.endswith(".py")})
    files = tuple(
        # A file that starts with an interpreter is a program, whatever the modes of its template.
        RenderedFile(path, text, owner_of(path), executable=text.startswith("#!"))
        for path, text in sorted(texts.items())
    )
    tree = FileTree(files, added.replaced, added.records, settled | formatted)
    known = earlier.renderings if earlier is not None else {}
    drafts |= {path: known[path].draft for path in settled}
    return Checked(Emission(planned.value.plan, tree, _renderings(prints, drafts, tree)))


def _fingerprints(planned: Planned, templates: Templates) -> dict[str, bytes]:
    """The digest of each generated file's data, where it can be computed."""
    fingerprints = Fingerprints(templates)
    digests = (
        (target.path, fingerprints.of(target))
        for file, target in zip(planned.plan.files, planned.targets, strict=True)
        if file.owner is Owner.GENERATED
    )
    return {path: data for path, data in digests if data is not None}


def _settled(prints: Mapping[str, bytes], earlier: Earlier) -> Mapping[str, str]:
    """The digests of files that are current without rendering, by path."""
    return {
        path: known.text
        for path, data in prints.items()
        if (known := earlier.renderings.get(path)) is not None
        and known.data == data
        and known.text == earlier.digests.get(path)
    }


def _formatted(drafts: Mapping[str, bytes], earlier: Earlier) -> Mapping[str, str]:
    """The digests of files that are current, although other data were rendered, by path."""
    return {
        path: known.text
        for path, draft in drafts.items()
        if (known := earlier.renderings.get(path)) is not None
        and known.draft == draft
        and known.text == earlier.digests.get(path)
    }


def _renderings(
    prints: Mapping[str, bytes], drafts: Mapping[str, bytes], tree: FileTree
) -> Renderings:
    texts = {file.path: file.digest for file in tree.files if file.path in prints}
    return {
        path: Rendering(prints[path], drafts[path], text)
        for path, text in {**tree.settled, **texts}.items()
    }


def _digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=SIZE).digest()
