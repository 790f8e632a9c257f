"""What was measured, as a page of Markdown."""

import os
import platform
from collections.abc import Iterator
from statistics import median
from typing import Any

type Figures = Any
"""What a program prints as JSON."""

RATE, PAGE_MILLISECONDS, NEIGHBOUR_SECONDS = 500, 10, 2.0
# Telegram's limit, as the system has it by default.
MESSAGES_PER_MINUTE = 25 * 60

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

## An event for many

One event tells {people:,} people over Telegram, page by page. Meanwhile single messages to others
are committed, one after the other, and are timed until the provider has them. Telegram's limit of
25 messages a second holds for all together, so those to the {people:,} take {minutes:.0f} minutes,
and let the others pass.

| what | measured | target | met |
|---|---|---|---|
| seconds until all messages are decided, and at the broker | {decided} | | |
| of these sent by then | {sent:,} | | |
{neighbours}

## Pages of lists

{rows:,} rows in each table, and a page of 20. Times are those of planning and running in the
database, at most {limit} ms by the target.

| list | of rows with one | in the order of | first page | hundredth page | index | met |
|---|---|---|---|---|---|---|
"""


def page(drained: Figures, crowded: Figures, pages: Figures) -> str:
    """The figures of the relay and of a crowd, and a line for each list."""
    rate = drained["events"] / drained["seconds"]
    head = HEAD.format(
        cores=os.cpu_count(), python=platform.python_version(), rate=rate, target=RATE,
        met=_verdict(rate >= RATE), rows=pages[0]["rows"], limit=PAGE_MILLISECONDS, **drained,
        **_of_crowd(crowded),
    )  # fmt: skip
    return head + "\n".join(_lines(pages)) + "\n"


def _of_crowd(figures: Figures) -> dict[str, object]:
    people, seconds = figures["people"], figures["seconds"]
    return {
        "people": people,
        "minutes": people / MESSAGES_PER_MINUTE,
        "decided": "not within ten minutes" if seconds is None else f"{seconds:.1f}",
        "sent": figures["sent"],
        "neighbours": "\n".join(_neighbours(figures["waited"])),
    }


def _neighbours(waited: dict[str, list[float]]) -> Iterator[str]:
    for channel, times in waited.items():
        yield (
            f"| seconds that a neighbour's message over {channel} takes, of {len(times)} "
            f"| {median(times):.2f}, at most {max(times):.2f} | at most {NEIGHBOUR_SECONDS:.0f} "
            f"| {_verdict(max(times) <= NEIGHBOUR_SECONDS)} |"
        )


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
