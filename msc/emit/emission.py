"""The program -> its plan and its file tree, in memory."""

from msc.core.diagnostics import Checked
from msc.core.record import Record
from msc.emit.formatting import format_python
from msc.emit.plan import plan
from msc.emit.revisions.additions import FRESH, History, additions
from msc.emit.templates import Templates
from msc.emit.tree import EmitPlan, FileTree, RenderedFile, owner_of
from msc.lower.program import Program


class Emission(Record):
    """The plan of an output, and the text of each of its paths."""

    plan: EmitPlan
    tree: FileTree


def emit(program: Program, history: History = FRESH) -> Checked[Emission]:
    """Everything that the system is and its history does not have, or the paths that cannot be."""
    templates = Templates()
    added = additions(program.system, history)
    planned = plan(program, templates, added)
    if planned.value is None:
        return Checked(None, planned.diagnostics)
    texts = {target.path: target.text(templates) for target in planned.value.targets}
    texts |= added.amended
    texts |= format_python({path: text for path, text in texts.items() if path.endswith(".py")})
    files = tuple(
        # A file that starts with an interpreter is a program, whatever the modes of its template.
        RenderedFile(path, text, owner_of(path), executable=text.startswith("#!"))
        for path, text in sorted(texts.items())
    )
    tree = FileTree(files, added.replaced, added.records)
    return Checked(Emission(planned.value.plan, tree))
