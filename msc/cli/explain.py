"""`msc explain`."""

import click

from msc.cli.completion import DiagnosticCode
from msc.core import catalogue
from msc.core.naming import closest
from msc.report.explain import as_text


@click.command("explain")
@click.argument("code", type=DiagnosticCode())
def command(code: str) -> None:
    """Explain a diagnostic by its CODE or name, with a wrong and a right example.

    \b
    Example:
      msc explain MSC301
      msc explain unknown-key
    """
    entry = catalogue.find(code)
    if entry is None:
        near = closest(code, [word for entry in catalogue.ALL for word in (entry.id, entry.name)])
        hint = f"; did you mean `{near}`?" if near else ""
        raise click.UsageError(f"there is no code `{code}`{hint}")
    click.echo(as_text(entry), nl=False)
