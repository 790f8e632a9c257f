"""`msc views`."""

from pathlib import Path

import click

from msc.cli.output import Existing, folder_of, named_or_near, report
from msc.emit.data import NAMES
from msc.pipeline.viewing import view_data


@click.command("views")
@click.argument("blueprint", type=click.Choice(NAMES))
@click.argument("spec", type=Existing(), required=False)
def command(blueprint: str, spec: Path | None) -> None:
    """Print the data that a BLUEPRINT renders for SPEC, as JSON that Copier accepts as a data file.

    \b
    Example:
      msc views api_service > api.json
      copier copy --data-file api.json blueprints/api_service out
    """
    source = named_or_near(spec)
    outcome = view_data(source, blueprint)
    report(outcome, folders=(folder_of(source),), beside=True)
    if outcome.value is None:
        raise SystemExit(1)
    click.echo(outcome.value, nl=False)
