"""`msc status`."""

from pathlib import Path

import click

from msc.cli.local import build_argument, on_this_machine, opened
from msc.local import supervision


@click.command("status")
@build_argument
def command(build: Path | None) -> None:
    """Show what of the system in BUILD runs, where, and what died.

    The exit code is 1 when nothing runs.

    \b
    Example:
      msc status
    """
    with on_this_machine():
        lines = list(supervision.status(opened(build)))
    for line in lines or ["nothing is running"]:
        click.echo(line)
    if not lines:
        raise SystemExit(1)
