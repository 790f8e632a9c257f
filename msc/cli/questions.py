"""`msc questions`."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import click

from msc.cli.output import Existing, folder_of, named_or_near, report
from msc.core.catalogue.questions import OPEN_QUESTION
from msc.core.diagnostics import has_errors
from msc.core.record import asdict, replace
from msc.core.visible import visible
from msc.ir.system import Proposal, Question
from msc.pipeline.spec import Questions, load_questions

# What YAML reads back as it is, within braces too.
PLAIN = re.compile(r"(?!(?:null|true|false)\Z)[a-z0-9][a-z0-9_]*")


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
            "proposal": _proposal_data(questions.proposal(question.name)),
        }
        for question in questions.asked
    ]
    body = {"format_version": 1, "complete": questions.complete, "questions": data}
    return json.dumps(body, indent=2)


def _proposal_data(proposal: Proposal | None) -> dict[str, str] | None:
    if proposal is None:
        return None
    return {name: value for name, value in asdict(proposal).items() if name != "question"}


def _lines(questions: Questions) -> Iterator[str]:
    for question in questions.asked:
        proposal = questions.proposal(question.name)
        yield f"{visible(question.name)}: {visible(question.text)}"
        yield f"  {visible(_state(question))}"
        if question.options:
            yield f"  options: {visible(', '.join(question.options))}"
        if question.blocks:
            yield f"  blocks: {visible(', '.join(question.blocks))}"
        if proposal is not None and question.answer is None:
            reason = f", because: {proposal.reason}" if proposal.reason else ""
            yield f"  proposed by a {proposal.proposed_by}: {visible(proposal.value + reason)}"
    yield from _to_write(questions)
    number = sum(question.answer is None for question in questions.asked)
    rest = "" if questions.complete else "; the spec has mistakes, so there may be more"
    yield f"{number} open question{'' if number == 1 else 's'}{rest}"


def _state(question: Question) -> str:
    if question.answer is not None:
        return f"answered: {question.answer}"
    if question.default is not None:
        return f"open; until it is answered: {question.default}"
    return "open; it has no default"


def _as_yaml(value: str) -> str:
    return value if PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)


def _to_write(questions: Questions) -> Iterator[str]:
    """What to put into `answers.yaml`, to be completed where nothing is proposed."""
    unanswered = [question for question in questions.asked if question.answer is None]
    if unanswered:
        yield "\nWrite your answers into answers.yaml, beside spec.yaml:\n\nanswers:"
    for question in unanswered:
        proposal = questions.proposal(question.name)
        value = question.default if proposal is None else proposal.value
        shown = "…" if value is None else _as_yaml(value)
        yield visible(f"  {question.name}: {{value: {shown}}}")
    if unanswered:
        yield ""
