"""Output of diagnostics for all commands: results go to stdout, everything else to stderr."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from msc.cli import COMMANDS
from msc.cli.places import Located
from msc.pipeline.inputs import find_spec
from msc.pipeline.outcome import Outcome
from msc.report import machine
from msc.report.text import render

FORMATS = ("text", "json", "sarif", "github")


class Folder(click.Path):
    """A destination folder; an empty text, such as an unset variable yields, is rejected."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The folder as a path."""
        if not str(value):
            self.fail("it is empty; write `.` for this folder", param, ctx)
        return Path(value)


class Existing(click.Path):
    """An existing spec; a command name in its place is recognised as a mistake."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The file or folder as a path."""
        if not os.path.exists(value):
            more = "; commands are given one at a time" if str(value) in COMMANDS else ""
            self.fail(f"there is no file or folder `{value}`{more}", param, ctx)
        return Path(value)


def format_option[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """`--format` for commands that report diagnostics."""
    decorated: Callable[P, R] = click.option(
        "--format",
        "style",
        type=click.Choice(FORMATS),
        default="text",
        show_default=True,
        help="How diagnostics are reported.",
    )(function)
    return decorated


def here() -> Path:
    """The current folder, which another program may have deleted."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        wrong = "the current folder does not exist any more; change to one that does"
        raise click.ClickException(wrong) from None


def named_or_near(spec: Path | None) -> Path:
    """The named spec, or the nearest one from here upwards."""
    return spec or find_spec(here())


def report(
    outcome: Outcome[Any], style: str = "text", *, folders: Sequence[Path] = (),
    beside: bool = False,
) -> None:  # fmt: skip
    """Prints diagnostics in the chosen style; those that accompany a result go to stderr.

    Source files are looked up in `folders`.
    """
    located = Located(folders, outcome.sources)
    diagnostics = located.diagnostics(outcome.diagnostics)
    sources = located.sources(outcome.sources)
    if style == "text":
        text = render(
            diagnostics, {source.path: source for source in sources}, colour=wants_colour(beside)
        )
    else:
        text = {"json": machine.as_json, "sarif": machine.as_sarif, "github": machine.as_github}[
            style
        ](diagnostics)
    click.echo(text, nl=False, color=True, err=beside)


def folder_of(spec: Path) -> Path:
    """The folder to which the paths of a spec's files are relative."""
    return spec if spec.is_dir() else spec.parent


def shown(path: Path) -> str:
    """The path as the user would type it."""
    try:
        folder = Path.cwd()
    except FileNotFoundError:
        return str(path)
    absolute = folder / path
    return str(absolute.relative_to(folder)) if absolute.is_relative_to(folder) else str(path)


def wants_colour(beside: bool = False) -> bool:
    """Whether the output is a terminal and colour is not disabled."""
    stream = sys.stderr if beside else sys.stdout
    # A program may be started without one of its streams.
    return stream is not None and stream.isatty() and not os.environ.get("NO_COLOR")
