"""`msc views`."""

from pathlib import Path

import click

from msc.cli.output import Existing, named_or_near, report
from msc.emit.data import NAMES
from msc.pipeline.viewing import view_data


@click.command("views")
@click.argument("blueprint", type=click.Choice(NAMES))
@click.argument("spec", type=Existing(), required=False)
def command(blueprint: str, spec: Path | None) -> None:
    """Print what a BLUEPRINT renders of SPEC: JSON, that Copier takes as a data file.

    \b
    Example:
      msc views api_service > api.json
      copier copy --data-file api.json blueprints/api_service out
    """
    outcome = view_data(named_or_near(spec), blueprint)
    report(outcome.diagnostics, outcome.sources, beside=True)
    if outcome.value is None:
        raise SystemExit(1)
    click.echo(outcome.value, nl=False)
