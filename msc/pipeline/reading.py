"""The files of a spec -> their texts and trees."""

from collections.abc import Mapping as Readable
from collections.abc import Sequence

from msc.core.beside import Work, beside
from msc.core.diagnostics import Checked
from msc.core.record import Record
from msc.core.source import SourceFile
from msc.pipeline.inputs import Document
from msc.syntax.nodes import Mapping
from msc.syntax.trees import Tree

NO_TREES: Readable[str, Tree] = {}


class Text(Record):
    """A file as text, which is malformed if there is no tree."""

    source: SourceFile
    tree: Checked[Mapping]


class Texts(Record):
    """The files of a spec, in their order, and its answers."""

    files: tuple[Text, ...]
    answers: Text | None = None


def reading(
    documents: Sequence[Document],
    answers: Document | None,
    earlier: Readable[str, Tree] = NO_TREES,
) -> Work[Texts]:
    """Starts to read the files, and returns what waits for them; `earlier` trees are by path.

    Without these, a copy of this process reads while this one loads the checker, and the parser
    is loaded in the copy only. With them there is little to read.
    """

    def work() -> Texts:
        files = tuple(_text(document, earlier.get(document[0])) for document in documents)
        return Texts(files, None if answers is None else _text(answers))

    return work if earlier else beside(Texts, work)


def _text(document: Document, earlier: Tree | None = None) -> Text:
    # Only the process that reads loads the parser.
    from msc.syntax.tree import read  # noqa: PLC0415

    path, data = document
    result = read(path, data, earlier)
    if result.value is None:
        source = SourceFile(path, data.decode("utf-8", "replace"))
        return Text(source, Checked(None, result.diagnostics))
    source, tree = result.value
    return Text(source, Checked(tree, result.diagnostics))
