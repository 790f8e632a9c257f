"""The command line. Each command has a module of its own, which is imported on demand."""

import importlib
import os
import sys
from typing import Any

import click
from click.shell_completion import CompletionItem

from msc import __version__
from msc.core.naming import closest

COMMANDS = {
    "init": "Start a spec, empty or from an example.",
    "check": "Report every mistake in a spec.",
    "build": "Write the system that a spec describes.",
    "diff": "Show the semantic changes of a spec.",
    "questions": "List the open questions of a spec.",
    "explain": "Explain a diagnostic.",
    "schema": "Print the JSON Schema of a kind of document.",
    "fmt": "Bring a spec into its canonical form.",
    "views": "Print the data that a blueprint renders.",
    "up": "Run a built system on this machine.",
    "down": "Stop it; its data is kept.",
    "status": "Show which processes run and which died.",
    "story": "Run the journeys of the spec with a narration.",
    "test": "Run the tests of a built system.",
}


def _leave_output() -> None:
    """Redirects stdout, whose unwritten rest would raise a second time at exit."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - it ends with the process


class LazyGroup(click.Group):
    """Lists its commands statically; a command is imported to run it or to show its help."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Runs a command; a closed output pipe does not count as a failure."""
        try:
            return super().main(*args, **kwargs)
        except OSError as error:
            # What a command does to a file carries the file's name.
            if error.filename is not None or error.errno is None:
                raise
            _leave_output()
            reason = (error.strerror or str(error)).lower()
            click.echo(f"Error: the output cannot be written: {reason}", err=True)
            sys.exit(1)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names in the order of a typical workflow."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command with that name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"msc.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command on the command line; a misspelt one is rejected with the closest name."""
        near = None if args[0] in COMMANDS else closest(args[0], COMMANDS)
        if near:
            raise click.UsageError(f"there is no command `{args[0]}`; did you mean `{near}`?", ctx)
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands and options with that prefix, without importing a command."""
        commands = (
            CompletionItem(name, help=words)
            for name, words in COMMANDS.items()
            if name.startswith(incomplete)
        )
        return [*commands, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list of commands, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 all is well, 1 the spec or folder has problems, 2 wrong usage.",
)
@click.version_option(__version__, prog_name="msc")
def main() -> None:
    """Compile a YAML spec of a system into a complete five-service Python codebase.

    Example: msc init shop --from pocket && cd shop && msc build --out build
    """
