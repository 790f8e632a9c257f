"""`msc fmt`."""

from pathlib import Path

import click

from msc.cli.output import report
from msc.pipeline import find_spec


@click.command("fmt")
@click.argument("spec", type=click.Path(exists=True, path_type=Path), required=False)
@click.option("--check", is_flag=True, help="Only say which files are not in canonical form.")
def command(spec: Path | None, check: bool) -> None:
    """Bring the files of SPEC into canonical form; comments stay, the meaning never changes.

    A file that would lose a comment is left as it is, with a warning.

    \b
    Example:
      msc fmt
      msc fmt --check specs/examples/pocket
    """
    from msc.pipeline import format_spec

    source = spec or find_spec(Path.cwd())
    outcome = format_spec(source, write=not check)
    report(outcome.diagnostics, outcome.sources)
    if outcome.value is None:
        raise SystemExit(1)
    for path in outcome.value:
        click.echo(f"{'would reformat' if check else 'reformatted'} {path}")
    if check and outcome.value:
        raise SystemExit(1)
