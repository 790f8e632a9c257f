"""`msc schema`."""

import click

from msc.core import resources

KINDS = ("spec", "part", "answers")


@click.command("schema")
@click.argument("kind", type=click.Choice(KINDS), default="spec")
def command(kind: str) -> None:
    """Print the JSON Schema of a KIND of document: a whole spec, a part of one, or answers.

    \b
    Example:
      msc schema part > .vscode/msc.schema.json
    """
    text = (resources.folder("schemas") / f"{kind}.schema.json").read_text("utf-8")
    click.echo(text, nl=False)
