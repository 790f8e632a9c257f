"""`msc status`."""

from pathlib import Path

import click

from msc.cli.local import build_argument, on_this_machine, opened
from msc.local import supervision


@click.command("status")
@build_argument
def command(build: Path | None) -> None:
    """Show which parts of the system in BUILD run, their addresses, and which have died.

    The exit code is 1 if nothing runs.

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
