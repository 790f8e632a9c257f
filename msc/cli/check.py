"""`msc check`."""

from collections import Counter
from pathlib import Path
from typing import get_args

import click

from msc.cli.caches import cache_of
from msc.cli.output import Existing, folder_of, format_option, named_or_near, report
from msc.ir.system import System
from msc.ir.triggers import Trigger
from msc.pipeline.lowering import check


@click.command("check")
@click.argument("spec", type=Existing(), required=False)
@format_option
def command(spec: Path | None, style: str) -> None:
    """Report every mistake in SPEC, a folder or a file.

    By default SPEC is the nearest folder, from here upwards, that holds spec.yaml.

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
    triggers = Counter(trigger.noun for trigger in system.triggers)
    counts = {
        ("entity", "entities"): len(system.entities),
        ("operation", "operations"): len(system.operations),
        **{kind.noun: triggers[kind.noun] for kind in get_args(Trigger.__value__)},
    }
    return ", ".join(
        f"{count} {one if count == 1 else many}" for (one, many), count in counts.items()
    )
