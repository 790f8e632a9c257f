"""`msc down`."""

from pathlib import Path

import click

from msc.cli.local import build_argument, on_this_machine, opened
from msc.local import supervision


@click.command("down")
@build_argument
def command(build: Path | None) -> None:
    """Stop the system in BUILD and clean up after killed runs; its data is kept.

    \b
    Example:
      msc down
    """
    with on_this_machine():
        supervision.down(opened(build), click.echo)
