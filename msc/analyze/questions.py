"""Open questions, declared and detected, and the answers that people have accepted."""

from collections.abc import Iterator, Mapping

from msc.analyze.context import Context, suggest
from msc.core.catalogue import names as name_codes
from msc.core.catalogue import questions as codes
from msc.core.catalogue import types as type_codes
from msc.core.diagnostics import Diagnostic, at
from msc.core.record import Record, replace
from msc.core.source import Origin
from msc.ir.behaviour import ActorKind, Operation
from msc.ir.entities import Entity
from msc.ir.fields import OnDelete, ReferenceType
from msc.ir.steps import DeleteStep
from msc.ir.system import Proposal, Question
from msc.ir.walk import all_steps
from msc.model.bind import BoundAnswers


def declared(context: Context, answers: BoundAnswers) -> tuple[Question, ...]:
    """The questions of the spec, by name, each with its accepted answer."""
    return tuple(_declared(context, name, answers) for name in sorted(context.spec.questions))


def _declared(context: Context, name: str, answers: BoundAnswers) -> Question:
    spec, path = context.spec.questions[name], ("questions", name)
    context.usable("a question", name, path)
    context.distinct(spec.blocks, (*path, "blocks"))
    for index, operation in enumerate(spec.blocks):
        context.known("operation", operation, context.spec.operations, (*path, "blocks", index))
    options = tuple(str(option) for option in spec.options)
    context.distinct(options, (*path, "options"))
    default = None if spec.default is None else str(spec.default)
    if default is not None and options and default not in options:
        context.report(
            type_codes.WRONG_VALUE, (*path, "default"), value=f"`{default}`", kind="an answer",
            reason=f"it is one of {', '.join(options)}",
        )  # fmt: skip
    origin = context.origin(path)
    answer = accepted(answers, name)
    return Question(name, spec.text, options, default, spec.blocks, answer, origin)


def accepted(answers: BoundAnswers, name: str) -> str | None:
    """The answer that a person has accepted, or None."""
    answer = answers.answers.get(name)
    return str(answer.value) if answer is not None and answer.accepted else None


def proposals(answers: BoundAnswers) -> tuple[Proposal, ...]:
    """The answers that wait for somebody to accept them."""
    return tuple(
        Proposal(name, str(answer.value), answer.proposed_by, answer.reason)
        for name, answer in sorted(answers.answers.items())
        if not answer.accepted
    )


def detected(
    entities: tuple[Entity, ...], operations: tuple[Operation, ...], roles: Mapping[str, Origin],
    answers: BoundAnswers,
) -> tuple[Question, ...]:  # fmt: skip
    """Questions about decisions that the system depends on but the spec does not state."""
    questions = [*_idle_roles(operations, roles), *_early_deletions(entities, operations)]
    return tuple(
        Question(
            question.name,
            question.text,
            question.options,
            None,
            question.blocks,
            accepted(answers, question.name),
            question.origin,
        )  # fmt: skip
        for question in questions
    )


def _idle_roles(
    operations: tuple[Operation, ...], roles: Mapping[str, Origin]
) -> Iterator[Question]:
    used = {role for operation in operations for role in operation.actor.roles}
    anyone = any(operation.actor.kind is ActorKind.SIGNED_IN for operation in operations)
    for role, origin in sorted(roles.items()):
        if role not in used:
            rest = " beyond what everybody may do" if anyone else ""
            text = f"What may a {role} do{rest}? No operation mentions the role."
            yield Question(f"what_may_{role}_do", text, (), None, (), None, origin)


def _early_deletions(
    entities: tuple[Entity, ...], operations: tuple[Operation, ...]
) -> Iterator[Question]:
    """Rows with a retention period that are deleted together with a referenced row."""
    deletions = [
        (operation, step.entity)
        for operation in operations
        for step in all_steps(operation.steps)
        if isinstance(step, DeleteStep)
    ]
    for entity in (entity for entity in entities if entity.retention_days is not None):
        for operation, deleted in deletions:
            if _takes_along(entity, deleted):
                yield Question(
                    f"keep_{entity.name}_after_{operation.name}",
                    f"`{entity.name}` is kept for {entity.retention_days} days, and "
                    f"`{operation.name}` deletes the {deleted} that it refers to. "
                    "Is the remaining information sufficient?",
                    ("yes", "no"), None, (operation.name,), None, operation.origin,
                )  # fmt: skip


def _takes_along(entity: Entity, deleted: str) -> bool:
    return any(
        isinstance(field.type, ReferenceType)
        and field.type.entity == deleted
        and field.type.on_delete is not OnDelete.CLEAR
        for field in entity.fields
    )


class Judged(Record):
    """All questions, and the diagnostics of their answers."""

    questions: tuple[Question, ...]
    diagnostics: tuple[Diagnostic, ...]


def judge(questions: tuple[Question, ...], answers: BoundAnswers, *, complete: bool) -> Judged:
    """The questions by name; reports unknown and invalid answers, and blocking questions."""
    by_name = {
        question.name: question
        for question in sorted(questions, key=lambda question: question.name)
    }
    diagnostics = [*_answers(by_name, answers, complete=complete)]
    for question in by_name.values():
        blocked = ", ".join(f"`{name}`" for name in question.blocks)
        if question.blocks and question.answer is None and question.default is None:
            diagnostics.append(
                at(codes.OPEN_QUESTION, question.origin.span, name=question.name, blocked=blocked)
            )
    return Judged(tuple(_fitting(question) for question in by_name.values()), tuple(diagnostics))


def _fitting(question: Question) -> Question:
    """The answer if it is valid; otherwise its question stays open."""
    fits = not question.options or question.answer in question.options
    return question if fits else replace(question, answer=None)


def _answers(
    by_name: Mapping[str, Question], answers: BoundAnswers, *, complete: bool
) -> Iterator[Diagnostic]:
    for name, answer in sorted(answers.answers.items()):
        if answers.places is None:
            continue
        question = by_name.get(name)
        if question is None and not complete:
            continue
        if question is None:
            suggestion = suggest(name, sorted(by_name), "question")
            yield at(
                name_codes.UNKNOWN_NAME, answers.places.key(("answers", name)),
                lack="there is no question", name=name, suggestion=suggestion,
            )  # fmt: skip
        elif question.options and str(answer.value) not in question.options:
            span = answers.places.value(("answers", name, "value"))
            yield at(
                codes.WRONG_ANSWER, span, value=answer.value, name=name,
                options=", ".join(question.options),
            )  # fmt: skip
