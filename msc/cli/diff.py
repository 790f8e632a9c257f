"""`msc diff`."""

from pathlib import Path

import click

from msc.cli.caches import cache_of
from msc.cli.output import Existing, Folder, folder_of, named_or_near, report
from msc.diff.compare import compare
from msc.ir.system import System
from msc.pipeline.base import base_of, built
from msc.pipeline.migrating import migration
from msc.pipeline.outcome import Outcome
from msc.pipeline.revision import NoBase
from msc.pipeline.spec import load
from msc.report import changes

FORMATS = ("text", "markdown", "json")


@click.command("diff")
@click.argument("base", required=False)
@click.option(
    "--spec",
    type=Existing(),
    help="The spec; by default the one here.",
)
@click.option("--out", type=Folder(), help="The folder of the last build.")
@click.option("--format", "style", type=click.Choice(FORMATS), default="text", show_default=True)
def command(base: str | None, spec: Path | None, out: Path | None, style: str) -> None:
    """Show the differences between BASE and the spec, element by element, with their impact.

    BASE is the folder or file of a spec, the folder of a build or its system.json, or a git
    revision; by default it is the last build.

    \b
    Example:
      msc diff
      msc diff main --format markdown
    """
    source = named_or_near(spec)
    cache = cache_of(source)
    new = _system(load(source, cache), style, folder_of(source))
    last = out or folder_of(source) / "build"
    earlier = built(last) if base is None else base_of(base, source, cache)
    if isinstance(earlier, NoBase):
        # A folder without a build is not a usage error.
        refusal = click.ClickException if base is None else click.UsageError
        raise refusal(earlier.reason)
    # The content of a git revision is in no folder.
    there = folder_of(Path(base)) if base is not None and Path(base).exists() else None
    old = _system(earlier, style, there, base)
    differences = compare(old, new)
    render = {"text": changes.as_text, "markdown": changes.as_markdown, "json": changes.as_json}
    click.echo(render[style](differences, migration(old, new)), nl=False)


def _system(
    outcome: Outcome[System], style: str, folder: Path | None, base: str | None = None
) -> System:
    if outcome.failed or outcome.value is None:
        if base is not None:
            click.echo(f"the spec to compare with, `{base}`, has mistakes:", err=True)
        folders = () if folder is None else (folder,)
        report(outcome, "json" if style == "json" else "text", folders=folders)
        raise SystemExit(1)
    return outcome.value
