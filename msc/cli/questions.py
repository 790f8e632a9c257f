"""`msc questions`."""

import json
from pathlib import Path

import click

from msc.cli.output import report
from msc.pipeline import find_spec, load_questions


@click.command("questions")
@click.argument("spec", type=click.Path(exists=True, path_type=Path), required=False)
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text")
def command(spec: Path | None, style: str) -> None:
    """List what SPEC leaves open, what each question blocks, and the accepted answers.

    \b
    Example:
      msc questions
      msc questions --format json
    """
    outcome = load_questions(spec or find_spec(Path.cwd()))
    if outcome.value is None:
        report(outcome.diagnostics, outcome.sources)
        raise SystemExit(1)
    if style == "json":
        data = [
            {
                "name": each.name,
                "text": each.text,
                "options": each.options,
                "default": each.default,
                "blocks": each.blocks,
                "answer": each.answer,
            }
            for each in outcome.value
        ]
        click.echo(json.dumps({"format_version": 1, "questions": data}, indent=2))
        return
    for each in outcome.value:
        state = (
            f"answered: {each.answer}" if each.answer else f"open, default {each.default or 'none'}"
        )
        click.echo(f"{each.name}: {each.text}\n  {state}")
        if each.options:
            click.echo(f"  options: {', '.join(each.options)}")
        if each.blocks:
            click.echo(f"  blocks: {', '.join(each.blocks)}")
    click.echo(f"{sum(each.answer is None for each in outcome.value)} open questions")
