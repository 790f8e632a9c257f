"""`msc init`."""

import shlex
import sys
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from msc.core import resources
from msc.core.naming import snake
from msc.pipeline.starting import Start, examples, obstacle_in, start

MAX_NAME = 40
QUESTIONS = ("name", "title", "description")


class Example(click.ParamType[str]):
    """The name of an example."""

    name = "example"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name, if the example exists."""
        if value not in examples():
            known = ", ".join(examples())
            self.fail(f"there is no example `{value}`; available: {known}", param, ctx)
        return str(value)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The examples with that prefix."""
        return [CompletionItem(example) for example in examples() if example.startswith(incomplete)]


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--from", "example", type=Example(), help="An example to start from, such as pocket.")
@click.option("--name", help="The name of the system; by default that of the folder.")
@click.option("--title", help="Its title for people.")
@click.option("--description", help="Its purpose.")
def command(folder: Path, example: str | None, **options: str | None) -> None:
    """Start a spec in FOLDER, which may hold other files, but no YAML and no part of a spec.

    On a terminal, it asks for values that no option sets.

    \b
    Example:
      msc init library
      msc init library --title "Reading room" --description "People read here."
      msc init lending --from p2p-lending
    """
    answers = {name: answer for name in QUESTIONS if (answer := options[name]) is not None}
    if example is not None and answers:
        wrong = f"`--{next(iter(answers))}` is for a new spec, and not for a copy of an example"
        raise click.UsageError(wrong)
    obstacle = obstacle_in(folder)
    if obstacle is not None:
        raise click.UsageError(f"{obstacle}; nothing was written")
    _start(folder, _begun(folder, example, answers))
    there = shlex.quote(str(folder))
    click.echo(f"{folder}: a spec to start from; next: cd {there} && msc check && msc build")


def _begun(folder: Path, example: str | None, answers: dict[str, str]) -> Start:
    if example is not None:
        return Start(examples()[example], {}, {}, asks=False)
    asks = sys.stdin.isatty() and sys.stdout.isatty()
    return Start(resources.folder("start"), answers, {"name": _name(folder.resolve().name)}, asks)


def _start(folder: Path, begun: Start) -> None:
    try:
        wrong = start(folder, begun)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise click.ClickException(f"`{folder}` is not writable: {reason}") from None
    # Copier's words for an answer that does not fit.
    except ValueError as error:
        raise click.UsageError(" ".join(str(error).split())) from None
    if wrong is not None:
        raise click.UsageError(f"{wrong}; nothing was written")


def _name(folder: str) -> str:
    """A system name derived from the name of the folder."""
    words = snake(folder) or "system"
    return (words if words[0].isalpha() else f"system_{words}")[:MAX_NAME].rstrip("_")
