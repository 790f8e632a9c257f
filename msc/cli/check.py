"""`msc check`."""

from pathlib import Path

import click

from msc.cli.output import format_option, report
from msc.pipeline import find_spec, load


@click.command("check")
@click.argument("spec", type=click.Path(exists=True, path_type=Path), required=False)
@format_option
def command(spec: Path | None, style: str) -> None:
    """Report every mistake in SPEC, a folder or a file.

    By default SPEC is the folder upwards from here that holds spec.yaml.

    \b
    Example:
      msc check specs/examples/pocket
      msc check --format github
    """
    outcome = load(spec or find_spec(Path.cwd()))
    report(outcome.diagnostics, outcome.sources, style)
    if outcome.failed or outcome.value is None:
        raise SystemExit(1)
    if style == "text":
        system = outcome.value
        click.echo(
            f"{system.name}: {len(system.entities)} entities, {len(system.operations)} operations, "
            f"{len(system.endpoints)} endpoints, {len(system.events)} events, "
            f"{len(system.jobs)} jobs, {len(system.commands)} bot commands: all is well"
        )
