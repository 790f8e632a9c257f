"""The program -> its plan and its file tree, in memory."""

from msc.core.diagnostics import Checked
from msc.core.record import Record
from msc.emit.formatting import format_python
from msc.emit.plan import plan
from msc.emit.revisions.revision import FRESH, History
from msc.emit.templates import Templates
from msc.emit.tree import EmitPlan, FileTree, RenderedFile
from msc.lower.program import Program


class Emission(Record):
    """The plan of an output, and the text of each of its paths."""

    plan: EmitPlan
    tree: FileTree


def emit(program: Program, history: History = FRESH) -> Checked[Emission]:
    """Everything that the system is and its history does not have, or the paths that cannot be."""
    templates = Templates()
    planned = plan(program, templates, history)
    if planned.value is None:
        return Checked(None, planned.diagnostics)
    texts = {each.path: each.text(templates) for each in planned.value.targets}
    texts |= format_python({path: text for path, text in texts.items() if path.endswith(".py")})
    files = tuple(
        # A file that starts with an interpreter is a program, whatever the modes of its template.
        RenderedFile(each.path, text, each.owner, executable=text.startswith("#!"))
        for each, text in zip(planned.value.plan.files, _in_order(texts), strict=True)
    )
    return Checked(Emission(planned.value.plan, FileTree(files)))


def _in_order(texts: dict[str, str]) -> tuple[str, ...]:
    return tuple(text for _, text in sorted(texts.items()))
