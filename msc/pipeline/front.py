"""The stages of the front end, in order: the files of a spec -> the resolved system."""

from collections.abc import Sequence

from msc.analyze import questions
from msc.analyze.recall import Earlier, KnownElements
from msc.analyze.resolve import resolve
from msc.core.catalogue import architecture, flow
from msc.core.catalogue.questions import OPEN_QUESTION
from msc.core.diagnostics import Checked, Diagnostic, Severity, has_errors, in_order
from msc.core.lifetime import keep
from msc.core.record import Record, field, replace
from msc.core.source import SourceFile
from msc.expr.known import KnownExpressions
from msc.ir.expressions import Expression
from msc.ir.system import Proposal, Question, System
from msc.model.bind import BoundAnswers, bind, bind_answers
from msc.pipeline.cache import Cache
from msc.pipeline.inputs import Document, Inputs
from msc.pipeline.remainder import remainder
from msc.syntax import segments
from msc.syntax.merge import merge
from msc.syntax.nodes import Mapping
from msc.syntax.segments import Tree
from msc.syntax.tree import read

# Diagnostics that require the whole spec.
BETWEEN_PARTS = frozenset({
    architecture.NOT_CONFIGURED.id, architecture.INCOMPLETE_ENTITY.id,
    architecture.REFERENCE_CYCLE.id, flow.FEEDS_ITSELF.id, flow.IMPOSSIBLE.id, flow.IDLE_ROLE.id,
    OPEN_QUESTION.id,
})  # fmt: skip


class Part(Record):
    """A part of a spec: the codes that pass in it, and the questions that it no longer asks."""

    passing: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()


WHOLE = Part()


class Front(Record):
    """The front end's result for a spec; the sources are needed to display the diagnostics."""

    checked: Checked[System]
    sources: tuple[SourceFile, ...]
    questions: tuple[Question, ...] | None = None
    understood: bool = False
    elements: KnownElements = KnownElements()
    proposals: tuple[Proposal, ...] = ()
    trees: dict[str, Tree] = field(default_factory=dict)


def resolved_by(inputs: Inputs, cache: Cache) -> Front:
    """The system of a spec, reusing the expressions that earlier runs have checked."""
    name = "expressions"
    earlier = cache.read(name, dict[bytes, Expression]) or {}
    expressions = KnownExpressions(earlier)
    known = cache.read("elements", KnownElements) or KnownElements() if cache.lasts else None
    trees = cache.read("trees", dict[str, Tree]) or {}
    result = keep(front(inputs.documents, inputs.answers, Earlier(expressions, known, trees)))
    if result.checked.value is not None and not _are_same(result.trees, trees):
        cache.write("trees", result.trees)
    if result.checked.value is not None and result.elements != known:
        cache.write("elements", result.elements)
    if result.checked.value is not None and expressions.used.keys() != earlier.keys():
        cache.write(name, expressions.used)
    return result


def _are_same(trees: dict[str, Tree], others: dict[str, Tree]) -> bool:
    return trees.keys() == others.keys() and all(trees[path] is others[path] for path in trees)


def front(
    documents: Sequence[Document],
    answers: Document | None = None,
    earlier: Earlier | None = None,
) -> Front:
    """The system of the documents, which are sorted by path."""
    earlier = earlier or Earlier()
    diagnostics: list[Diagnostic] = []
    sources: list[SourceFile] = []
    roots: list[Mapping] = []
    trees: dict[str, Tree] = {}
    for document in documents:
        known = earlier.trees.get(document[0])
        result = _read(document, sources, known)
        diagnostics.extend(result.diagnostics)
        roots.extend((result.value,) if result.value is not None else ())
        if result.value is not None and earlier.elements is not None:
            tree = segments.kept(sources[-1].text, result.value, known)
            trees |= {document[0]: tree} if tree is not None else {}
    merged = merge(roots) if len(roots) == len(documents) else Checked(None)
    first = (*diagnostics, *merged.diagnostics)
    if merged.value is None or has_errors(first):
        more = _of_the_rest(merged.value, first, answers, sources, earlier.expressions)
        return Front(Checked(None, in_order((*first, *more))), tuple(sources))
    whole = _resolved(merged.value, answers, sources, WHOLE, earlier)
    reported = (*first, *whole.checked.diagnostics)
    more = _of_the_rest(merged.value, reported, answers, sources, earlier.expressions)
    checked = replace(whole.checked, diagnostics=in_order((*reported, *more)))
    return replace(whole, checked=checked, trees=trees)


def _of_the_rest(
    root: Mapping | None, reported: tuple[Diagnostic, ...], answers: Document | None,
    sources: list[SourceFile], expressions: KnownExpressions,
) -> tuple[Diagnostic, ...]:  # fmt: skip
    """The diagnostics of the part of a spec that the errors so far do not affect.

    A stage runs only on accepted input. To avoid fixing a spec in rounds, it also runs on the
    remainder without the incorrect elements and those that mention them. Diagnostics about unused
    or unreachable elements may then be false, and are suppressed.
    """
    more: list[Diagnostic] = []
    first = reported
    while root is not None and has_errors(reported):
        rest = remainder(root, reported)
        if rest is None:
            break
        known = {(diagnostic.code.id, diagnostic.message) for diagnostic in (*first, *more)}
        gone = _questions(root) - _questions(rest)
        part = Part(BETWEEN_PARTS, gone)
        resolved = _resolved(rest, answers, list(sources), part, Earlier(expressions))
        new = resolved.checked.diagnostics
        reported = tuple(
            diagnostic
            for diagnostic in new
            if (diagnostic.code.id, diagnostic.message) not in known
            and diagnostic.code.severity is Severity.ERROR
            and diagnostic.code.id not in BETWEEN_PARTS
        )
        more.extend(reported)
        root = rest
    return tuple(more)


def _questions(root: Mapping) -> frozenset[str]:
    section = root.get("questions")
    entries = section.entries if isinstance(section, Mapping) else ()
    return frozenset(entry.key.text for entry in entries)


def _read(
    document: Document, sources: list[SourceFile], earlier: Tree | None = None
) -> Checked[Mapping]:
    """The tree of a file; its text is added to the sources even if it is malformed."""
    path, data = document
    result = read(path, data, earlier)
    if result.value is None:
        sources.append(SourceFile(path, data.decode("utf-8", "replace")))
        return Checked(None, result.diagnostics)
    sources.append(result.value[0])
    return Checked(result.value[1], result.diagnostics)


def _resolved(
    root: Mapping, answers: Document | None, sources: list[SourceFile],
    part: Part, earlier: Earlier,
) -> Front:  # fmt: skip
    bound = keep(bind(root, tuple(sources)))
    if bound.value is None:
        return Front(Checked(None, in_order(bound.diagnostics)), tuple(sources))
    checked_answers = _answers(answers, sources)
    if checked_answers.value is None:
        return Front(Checked(None, checked_answers.diagnostics), tuple(sources))
    answered = checked_answers.value
    kept = {name: answer for name, answer in answered.answers.items() if name not in part.gone}
    resolved = resolve(bound.value, replace(answered, answers=kept), part.passing, earlier)
    return Front(
        resolved.checked, tuple(sources), resolved.questions, resolved.understood,
        resolved.elements, questions.proposals(answered),
    )  # fmt: skip


def _answers(document: Document | None, sources: list[SourceFile]) -> Checked[BoundAnswers]:
    if document is None:
        return Checked(BoundAnswers({}, None))
    result = _read(document, sources)
    if result.value is None or not result.ok:
        return Checked(None, result.diagnostics)
    return bind_answers(result.value)
