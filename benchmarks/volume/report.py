"""What was measured, as a page of Markdown."""

import os
import platform
from collections.abc import Iterator
from typing import Any

type Figures = Any
"""What a program prints as JSON."""

RATE, PAGE_MILLISECONDS = 500, 10

HEAD = """\
# The emitted system with much behind it

`make bench-backlog WRITE=docs/volume.md` writes this page: real servers, the emitted P2P system,
every service one process, {cores} cores, Python {python}.

## Events that wait

{events:,} events of {aggregates:,} rows wait in the outbox. The relay claims and publishes them
into a quorum queue, and forgets those that the broker has confirmed.

| what | measured | target | met |
|---|---|---|---|
| events a second | {rate:.0f} | at least {target} | {met} |

{arrived:,} messages arrived. Those beyond {events:,} came twice, which consumers know by their
identifiers. The plan of a claim while all of them wait:

```
{plan}
```

## Pages of lists

{rows:,} rows in each table, and a page of 20. Times are those of planning and running in the
database, at most {limit} ms by the target.

| list | of rows with one | in the order of | first page | hundredth page | index | met |
|---|---|---|---|---|---|---|
"""


def page(drained: Figures, pages: Figures) -> str:
    """The figures of the relay, and a line for each list."""
    rate = drained["events"] / drained["seconds"]
    head = HEAD.format(
        cores=os.cpu_count(), python=platform.python_version(), rate=rate, target=RATE,
        met=_verdict(rate >= RATE), rows=pages[0]["rows"], limit=PAGE_MILLISECONDS, **drained,
    )  # fmt: skip
    return head + "\n".join(_lines(pages)) + "\n"


def _lines(pages: Figures) -> Iterator[str]:
    for figures in pages:
        times = (figures["first"], figures["hundredth"])
        first, hundredth = (f"{milliseconds:.1f} ms" for milliseconds in times)
        fixed = ", ".join(f"`{name}`" for name in figures["fixed"])
        yield (
            f"| `{figures['entity']}` | {fixed} | `{figures['sort']}` | {first} | {hundredth} "
            f"| `{figures['index']}` | {_verdict(max(times) <= PAGE_MILLISECONDS)} |"
        )


def _verdict(is_met: bool) -> str:
    return "yes" if is_met else "no"
