"""`msc check`."""

from pathlib import Path

import click

from msc.cli.caches import cache_of
from msc.cli.output import Existing, folder_of, format_option, named_or_near, report
from msc.ir.system import System
from msc.pipeline.lowering import check


@click.command("check")
@click.argument("spec", type=Existing(), required=False)
@format_option
def command(spec: Path | None, style: str) -> None:
    """Report every mistake in SPEC, a folder or a file.

    By default SPEC is the folder upwards from here that holds spec.yaml.

    \b
    Example:
      msc check specs/examples/pocket
      msc check --format github
    """
    source = named_or_near(spec)
    outcome = check(source, cache_of(source))
    report(outcome, style, folders=(folder_of(source),))
    if outcome.failed or outcome.value is None:
        raise SystemExit(1)
    if style == "text":
        verdict = "it can be built" if outcome.diagnostics else "all is well"
        click.echo(f"{outcome.value.name}: {_counts(outcome.value)}: {verdict}")


def _counts(system: System) -> str:
    counted = (
        (system.entities, "entity", "entities"),
        (system.operations, "operation", "operations"),
        (system.endpoints, "endpoint", "endpoints"),
        (system.events, "event", "events"),
        (system.jobs, "job", "jobs"),
        (system.commands, "bot command", "bot commands"),
    )
    return ", ".join(
        f"{len(all_)} {one if len(all_) == 1 else many}" for all_, one, many in counted
    )
