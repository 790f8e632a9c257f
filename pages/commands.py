"""`docs/commands.md`: what every command says with `--help`."""

from importlib import import_module

import click

from msc.cli import COMMANDS, main
from pages.markdown import fenced, prose

WIDTH = 100


def page() -> str:
    """The page."""
    sections = (section(f"msc {name}", _command(name)) for name in COMMANDS)
    return "\n".join([prose("commands"), *sections])


def section(title: str, command: click.Command) -> str:
    """A command and its help, as a terminal of 100 columns shows it."""
    options = main.context_settings["help_option_names"]
    context = click.Context(
        command, info_name=title, max_content_width=WIDTH, terminal_width=WIDTH,
        help_option_names=options,
    )  # fmt: skip
    return f"## {title}\n\n{fenced('text', command.get_help(context))}"


def _command(name: str) -> click.Command:
    command: click.Command = import_module(f"msc.cli.{name}").command
    return command
