"""`msc story`."""

from pathlib import Path

import click

from msc.cli.local import build_argument, installed, on_this_machine
from msc.local.story import tell_story


@click.command("story")
@build_argument
@click.option("--keep", is_flag=True, help="Leave the system running afterwards, until Ctrl-C.")
def command(build: Path | None, keep: bool) -> None:
    """Run the system in BUILD on empty stores and narrate its journeys.

    \b
    Example:
      msc story
      msc story build/p2p-lending --keep
    """
    with on_this_machine():
        tell_story(installed(build), keep=keep, say=click.echo)
