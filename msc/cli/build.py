"""`msc build`."""

import json
from pathlib import Path

import click

from msc.cli.caches import cache_of
from msc.cli.output import Existing, Folder, folder_of, format_option, named_or_near, report, shown
from msc.cli.places import Located
from msc.core.diagnostics import Diagnostic
from msc.core.record import asdict
from msc.pipeline.building import Built, build
from msc.pipeline.outcome import Outcome
from msc.report import machine


@click.command("build")
@click.argument("spec", type=Existing(), required=False)
@click.option("--out", type=Folder(), help="The folder to write to.")
@click.option("--check", is_flag=True, help="Only check that the folder is current.")
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@format_option
def command(spec: Path | None, out: Path | None, check: bool, dry_run: bool, style: str) -> None:
    """Write the system that SPEC describes; by default into `build` beside the spec.

    \b
    Example:
      msc build specs/examples/p2p-lending --out build/p2p-lending
      msc build --check
    """
    source = named_or_near(spec)
    destination = out or folder_of(source) / "build"
    outcome = build(source, destination, dry_run=dry_run, check=check, cache=cache_of(source))
    folders = (folder_of(source), destination)
    if style == "json":
        located = Located(folders, outcome.sources).diagnostics(outcome.diagnostics)
        click.echo(_as_json(located, outcome.value))
    else:
        _tell(outcome, folders, style, check=check, dry_run=dry_run)
    if outcome.failed:
        raise SystemExit(1)


def _as_json(diagnostics: tuple[Diagnostic, ...], built: Built | None) -> str:
    body = json.loads(machine.as_json(diagnostics))
    return json.dumps({**body, "built": asdict(built) if built else None}, indent=2)


def _tell(
    outcome: Outcome[Built], folders: tuple[Path, Path], style: str, *, check: bool, dry_run: bool
) -> None:
    if outcome.diagnostics or style != "text":
        report(outcome, style, folders=folders)
    if style != "text" or outcome.value is None:
        return
    for edit in outcome.value.edits:
        click.echo(edit)
    if not outcome.failed:
        _summary(outcome.value, folders[1], check=check, dry_run=dry_run)


def _summary(built: Built, out: Path, *, check: bool, dry_run: bool) -> None:
    if check or built.up_to_date:
        click.echo(f"{shown(out)}: up to date, {built.unchanged} files")
        return
    if dry_run:
        for sign, paths in (("+", built.created), ("~", built.changed), ("-", built.removed)):
            for path in paths:
                click.echo(f"{sign} {path}")
    verb = "would be " if dry_run else ""
    click.echo(
        f"{shown(out)}: {len(built.created)} {verb}created, {len(built.changed)} {verb}changed, "
        f"{len(built.removed)} {verb}removed, {built.unchanged} unchanged"
    )
