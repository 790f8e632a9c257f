"""`msc fmt`."""

from pathlib import Path

import click

from msc.cli.output import Existing, folder_of, named_or_near, report
from msc.pipeline.formatting import format_spec


@click.command("fmt")
@click.argument("spec", type=Existing(), required=False)
@click.option("--check", is_flag=True, help="Only say which files are not in canonical form.")
def command(spec: Path | None, check: bool) -> None:
    """Bring the files of SPEC into canonical form; comments and meaning are preserved.

    A file that would lose a comment is left unchanged, with a warning.

    \b
    Example:
      msc fmt
      msc fmt --check specs/examples/pocket
    """
    source = named_or_near(spec)
    outcome = format_spec(source, write=not check)
    report(outcome, folders=(folder_of(source),))
    if outcome.value is None:
        raise SystemExit(1)
    for path in outcome.value:
        click.echo(f"{'would reformat' if check else 'reformatted'} {path}")
    if check and outcome.value:
        raise SystemExit(1)
