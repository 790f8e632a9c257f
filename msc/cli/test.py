"""`msc test`."""

from pathlib import Path

import click

from msc.cli.local import build_argument, installed, on_this_machine
from msc.local import trial


@click.command("test")
@build_argument
@click.argument("command_line", metavar="[-- COMMAND]", nargs=-1, type=click.UNPROCESSED)
def command(build: Path | None, command_line: tuple[str, ...]) -> None:
    """Run the tests of BUILD on servers that are started for them and stopped afterwards.

    With COMMAND, run it next to the running system instead; its environment holds the addresses
    of the servers (TEST_POSTGRES_URL and so on) and of the services (SYSTEM_API_SERVICE_URL and so
    on).

    \b
    Example:
      msc test
      msc test build -- make -C build test-e2e
    """
    with on_this_machine():
        there = installed(build)
        if command_line:
            raise SystemExit(trial.run_beside(there, command_line))
        passed = trial.run_tests(there, click.echo)
    if not passed:
        raise SystemExit(1)
    click.echo("All tests of the system passed.")
