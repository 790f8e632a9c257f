"""Values of arguments that a shell completes: codes, examples."""

from typing import Any

import click
from click.shell_completion import CompletionItem

from msc.core import catalogue
from msc.pipeline.starting import examples


class Example(click.ParamType[str]):
    """The name of an example."""

    name = "example"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name, if there is such an example."""
        if value not in examples():
            known = ", ".join(examples())
            self.fail(f"there is no example `{value}`; known are {known}", param, ctx)
        return str(value)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The examples whose names begin so."""
        return [CompletionItem(each) for each in examples() if each.startswith(incomplete)]


class DiagnosticCode(click.ParamType[str]):
    """The code or the name of a diagnostic."""

    name = "code"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Codes, or names for a text in small letters, each with what it is about."""
        return [
            CompletionItem(word, help=each.name if word == each.id else each.id)
            for each in catalogue.ALL
            for word in (each.id, each.name)
            if word.startswith(incomplete) or word.startswith(incomplete.upper())
        ]
