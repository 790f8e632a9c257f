"""`msc up`."""

from pathlib import Path

import click

from msc.cli.local import Ports, build_argument, installed, on_this_machine
from msc.local import supervision


@click.command("up")
@build_argument
@click.option("--ports", type=Ports(), default=8000, show_default=True,
              help="The first of six ports, or `free` for any that are.")  # fmt: skip
@click.option("--fresh", is_flag=True, help="Delete the data of earlier runs.")
@click.option("--detach", is_flag=True, help="Return when everything is ready and keep it running.")
def command(build: Path | None, ports: int | str, fresh: bool, detach: bool) -> None:
    """Run the system in BUILD on this machine, without containers, and report processes that die.

    BUILD is the output folder of `msc build`, by default `build`. Servers come from the
    environment (TEST_POSTGRES_URL and so on), PATH, a cache, a download or a container engine.
    The data is kept between runs.

    \b
    Example:
      msc up
      msc up build --ports 9000 --fresh
    """
    with on_this_machine():
        there = installed(build)
        if detach:
            options = ["--ports", str(ports), *(["--fresh"] if fresh else [])]
            for line in supervision.up_in_background(there, options):
                click.echo(line)
            return
        first = ports if isinstance(ports, int) else None
        supervision.up(there, supervision.Choice(first, fresh), click.echo)
