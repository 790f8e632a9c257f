"""Measurements as a page of Markdown, which is readable as plain text, too."""

import os
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence

from benchmarks.measure import Cost
from benchmarks.targets import Target

HEAD = """\
# Performance

`make bench WRITE=docs/performance.md` writes this page. All commands run as whole processes and
take turns in one run, with compiled modules and a warm file cache, on {cores} cores with Python
{python}. Absolute times differ from machine to machine; the ratios are what to look at. Times are
seconds: the median, the fastest and the slowest run, and the processor time of the command with its
children.
"""
COLUMNS = ("what", "median", "fastest", "slowest", "processor", "peak MiB")


def page(
    targets: Iterable[Target],
    shares: Mapping[str, float],
    tables: Mapping[str, Mapping[str, Cost]],
    runs: Mapping[str, int],
) -> str:
    """The whole page: the targets, what a check is made of, and a table for each spec."""
    head = HEAD.format(cores=os.cpu_count(), python=platform.python_version())
    parts = [head, "## Targets\n", *_targets(targets), "\n## What a check is made of\n"]
    parts += _table(("part", "seconds"), [(name, f"{part:.3f}") for name, part in shares.items()])
    for title, costs in tables.items():
        parts += [f"\n## {title}\n", f"{runs[title]} runs.\n", *_costs(costs)]
    return "\n".join(parts) + "\n"


def _targets(targets: Iterable[Target]) -> Iterator[str]:
    rows = [
        (
            target.what,
            _value(target.value, target),
            _value(target.limit, target),
            "yes" if target.met else "no",
        )
        for target in targets
    ]
    yield from _table(("what", "measured", "at most", "met"), rows)


def _value(number: float, target: Target) -> str:
    return f"{number:.2f} {target.unit}".rstrip()


def _costs(costs: Mapping[str, Cost]) -> Iterator[str]:
    rows = [
        (name, f"{cost.seconds:.3f}", f"{cost.fastest:.3f}", f"{cost.slowest:.3f}",
         f"{cost.processor:.3f}", f"{cost.mebibytes:.0f}")
        for name, cost in costs.items()
    ]  # fmt: skip
    yield from _table(COLUMNS, rows)


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(columns, *rows, strict=True)]
    for row in (columns, ["-" * width for width in widths], *rows):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield f"| {' | '.join(cells)} |"
