"""Shell completion for argument values."""

import click
from click.shell_completion import CompletionItem

from msc.core import catalogue


class DiagnosticCode(click.ParamType[str]):
    """A diagnostic's code or name."""

    name = "code"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Codes, or names for a text in lower case, each with its message."""
        return [
            CompletionItem(word, help=entry.name if word == entry.id else entry.id)
            for entry in catalogue.ALL
            for word in (entry.id, entry.name)
            if word.startswith(incomplete) or word.startswith(incomplete.upper())
        ]
