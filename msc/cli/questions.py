"""`msc questions`."""

import json
from collections.abc import Iterator
from pathlib import Path

import click

from msc.cli.output import Existing, folder_of, named_or_near, report
from msc.core.catalogue.questions import OPEN_QUESTION
from msc.core.diagnostics import has_errors
from msc.core.record import replace
from msc.core.visible import visible
from msc.ir.system import Question
from msc.pipeline.spec import Questions, load_questions


@click.command("questions")
@click.argument("spec", type=Existing(), required=False)
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text")
def command(spec: Path | None, style: str) -> None:
    """List the open questions of SPEC, what each of them blocks, and the accepted answers.

    Mistakes in the spec go to stderr; while there are any, questions may be missing.

    \b
    Example:
      msc questions
      msc questions --format json
    """
    source = named_or_near(spec)
    outcome = load_questions(source)
    if outcome.value is None:
        report(outcome, style, folders=(folder_of(source),))
        raise SystemExit(1)
    # The list itself shows which questions are open.
    rest = tuple(
        diagnostic for diagnostic in outcome.diagnostics if diagnostic.code is not OPEN_QUESTION
    )
    click.echo(_as_json(outcome.value) if style == "json" else "\n".join(_lines(outcome.value)))
    report(replace(outcome, diagnostics=rest), folders=(folder_of(source),), beside=True)
    if has_errors(rest):
        raise SystemExit(1)


def _as_json(questions: Questions) -> str:
    data = [
        {
            "name": question.name,
            "text": question.text,
            "options": question.options,
            "default": question.default,
            "blocks": question.blocks,
            "answer": question.answer,
        }
        for question in questions.asked
    ]
    body = {"format_version": 1, "complete": questions.complete, "questions": data}
    return json.dumps(body, indent=2)


def _lines(questions: Questions) -> Iterator[str]:
    for question in questions.asked:
        yield f"{visible(question.name)}: {visible(question.text)}"
        yield f"  {visible(_state(question))}"
        if question.options:
            yield f"  options: {visible(', '.join(question.options))}"
        if question.blocks:
            yield f"  blocks: {visible(', '.join(question.blocks))}"
    number = sum(question.answer is None for question in questions.asked)
    rest = "" if questions.complete else "; the spec has mistakes, so there may be more"
    yield f"{number} open question{'' if number == 1 else 's'}{rest}"


def _state(question: Question) -> str:
    if question.answer is not None:
        return f"answered: {question.answer}"
    return f"open, default {question.default or 'none'}"
