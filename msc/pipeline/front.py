"""The stages of the front end, in order: the files of a spec -> the resolved system."""

from collections.abc import Sequence

from msc.analyze import questions
from msc.analyze.recall import Earlier, KnownElements
from msc.analyze.resolve import resolve
from msc.core.beside import Work
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
from msc.pipeline.inputs import Document
from msc.pipeline.reading import Text, Texts, reading
from msc.pipeline.remainder import remainder
from msc.syntax.merge import merge
from msc.syntax.nodes import Mapping
from msc.syntax.trees import Tree, kept

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


def resolved_by(texts: Work[Texts], trees: dict[str, Tree], cache: Cache) -> Front:
    """The system of a spec, reusing what earlier runs have checked: expressions and elements."""
    name = "expressions"
    earlier = cache.read(name, dict[bytes, Expression]) or {}
    expressions = KnownExpressions(earlier)
    known = cache.read("elements", KnownElements) or KnownElements() if cache.lasts else None
    result = keep(front_of(texts(), Earlier(expressions, known, trees)))
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
    return front_of(reading(documents, answers, earlier.trees)(), earlier)


def front_of(texts: Texts, earlier: Earlier) -> Front:
    """The system of the files, which are sorted by path."""
    diagnostics: list[Diagnostic] = []
    sources = [text.source for text in texts.files]
    roots: list[Mapping] = []
    trees: dict[str, Tree] = {}
    for source, checked in ((text.source, text.tree) for text in texts.files):
        diagnostics.extend(checked.diagnostics)
        roots.extend((checked.value,) if checked.value is not None else ())
        if checked.value is not None and earlier.elements is not None:
            tree = kept(source.text, checked.value, earlier.trees.get(source.path))
            trees |= {source.path: tree} if tree is not None else {}
    merged = merge(roots) if len(roots) == len(texts.files) else Checked(None)
    first = (*diagnostics, *merged.diagnostics)
    if merged.value is None or has_errors(first):
        more = _of_the_rest(merged.value, first, texts.answers, sources, earlier.expressions)
        return Front(Checked(None, in_order((*first, *more))), tuple(sources))
    whole = _resolved(merged.value, texts.answers, sources, WHOLE, earlier)
    reported = (*first, *whole.checked.diagnostics)
    more = _of_the_rest(merged.value, reported, texts.answers, sources, earlier.expressions)
    result = replace(whole.checked, diagnostics=in_order((*reported, *more)))
    return replace(whole, checked=result, trees=trees)


def _of_the_rest(
    root: Mapping | None, reported: tuple[Diagnostic, ...], answers: Text | None,
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


def _resolved(
    root: Mapping, answers: Text | None, sources: list[SourceFile],
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


def _answers(text: Text | None, sources: list[SourceFile]) -> Checked[BoundAnswers]:
    if text is None:
        return Checked(BoundAnswers({}, None))
    sources.append(text.source)
    if text.tree.value is None or not text.tree.ok:
        return Checked(None, text.tree.diagnostics)
    return bind_answers(text.tree.value)
