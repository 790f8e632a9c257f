"""The order of the front half's stages: files of a spec -> the resolved system."""

from collections.abc import Sequence

from msc.analyze.resolve import resolve
from msc.core.diagnostics import Checked, Diagnostic, has_errors, in_order
from msc.core.record import Record, replace
from msc.core.source import SourceFile
from msc.ir.system import Question, System
from msc.model.bind import BoundAnswers, bind, bind_answers
from msc.pipeline.inputs import Document
from msc.syntax.merge import merge
from msc.syntax.nodes import Mapping
from msc.syntax.tree import read


class Front(Record):
    """What the front half says of a spec; the sources are needed to show where."""

    checked: Checked[System]
    sources: tuple[SourceFile, ...]
    questions: tuple[Question, ...] | None = None
    understood: bool = False


def front(documents: Sequence[Document], answers: Document | None = None) -> Front:
    """The system of the documents, which come in the order of their paths."""
    found: list[Diagnostic] = []
    sources: list[SourceFile] = []
    trees: list[Mapping] = []
    for document in documents:
        result = _read(document, sources)
        found.extend(result.diagnostics)
        trees.extend((result.value,) if result.value is not None else ())
    if has_errors(tuple(found)):
        return Front(Checked(None, in_order(tuple(found))), tuple(sources))
    whole = _resolved(trees, answers, sources)
    told = in_order((*found, *whole.checked.diagnostics))
    return replace(whole, checked=replace(whole.checked, diagnostics=told))


def _read(document: Document, sources: list[SourceFile]) -> Checked[Mapping]:
    """The tree of a file; its text becomes one of the sources, be it right or wrong."""
    path, data = document
    result = read(path, data)
    if result.value is None:
        sources.append(SourceFile(path, data.decode("utf-8", "replace")))
        return Checked(None, result.diagnostics)
    sources.append(result.value[0])
    return Checked(result.value[1], result.diagnostics)


def _resolved(trees: list[Mapping], answers: Document | None, sources: list[SourceFile]) -> Front:
    merged = merge(trees)
    if merged.value is None or not merged.ok:
        return Front(Checked(None, in_order(merged.diagnostics)), tuple(sources))
    bound = bind(merged.value, tuple(sources))
    if bound.value is None:
        return Front(Checked(None, in_order(bound.diagnostics)), tuple(sources))
    given = _answers(answers, sources)
    if given.value is None:
        return Front(Checked(None, given.diagnostics), tuple(sources))
    resolved = resolve(bound.value, given.value)
    return Front(resolved.checked, tuple(sources), resolved.questions, resolved.understood)


def _answers(document: Document | None, sources: list[SourceFile]) -> Checked[BoundAnswers]:
    if document is None:
        return Checked(BoundAnswers({}, None))
    result = _read(document, sources)
    if result.value is None or not result.ok:
        return Checked(None, result.diagnostics)
    return bind_answers(result.value)
