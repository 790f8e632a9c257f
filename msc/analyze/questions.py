"""Open questions and the answers that people have accepted."""

from collections.abc import Mapping

from msc.analyze.context import Context
from msc.core.catalogue import questions as codes
from msc.ir.system import Question
from msc.model.answers import AnswerSpec


def questions(context: Context, answers: Mapping[str, AnswerSpec]) -> tuple[Question, ...]:
    """The questions, by name, each with its accepted answer."""
    found = []
    for name, spec in sorted(context.spec.questions.items()):
        path = ("questions", name)
        context.usable("a question", name, path)
        for index, operation in enumerate(spec.blocks):
            context.known("operation", operation, context.spec.operations, (*path, "blocks", index))
        given = answers.get(name)
        answer = str(given.value) if given and given.accepted else None
        options = tuple(str(each) for each in spec.options)
        if answer is not None and options and answer not in options:
            context.report(
                codes.WRONG_ANSWER,
                path,
                key=True,
                value=answer,
                name=name,
                options=", ".join(options),
            )
        default = None if spec.default is None else str(spec.default)
        if spec.blocks and answer is None and default is None:
            blocked = ", ".join(f"`{each}`" for each in spec.blocks)
            context.report(codes.OPEN_QUESTION, path, key=True, name=name, blocked=blocked)
        origin = context.origin(path)
        found.append(Question(name, spec.text, options, default, spec.blocks, answer, origin))
    return tuple(found)
