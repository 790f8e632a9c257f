"""What was measured, as a page of Markdown."""

import os
import platform
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from benchmarks.load.users import Load

EMITTED, BY_HAND = "emitted", "by hand"
HURRY, WALK = "at once", "a second apart"
PACES = MappingProxyType({HURRY: 0.0, WALK: 1.0})
"""How long each person waits between an answer and the next request, in seconds."""
RATIO, P95_SECONDS = 1.0, 0.060

HEAD = """\
# Performance of the emitted system

`make bench-load WRITE=docs/load.md` writes this page. The emitted P2P system runs as it does for
`msc up`, every service one process, with its servers, and the load comes from the same
machine: {cores} cores, Python {python}. Beside it, on the same rows, run an API and a data service
that were [written by hand](../benchmarks/load/by_hand/README.md) for these routes and do nothing
else. {users} people ask, each on a connection of its own: "{hurry}" is the next request as soon as
the last one was answered, "{walk}" is a second's pause in between. The systems take turns;
figures are medians of {rounds} rounds.
"""


@dataclass(frozen=True, slots=True)
class Round:
    """One load on one route of one system."""

    route: str
    pace: str
    system: str
    load: Load


def page(rounds: Sequence[Round], users: int) -> str:
    """The targets, and a table for each pace."""
    number = len(_loads(rounds, rounds[0].route, HURRY, EMITTED))
    head = HEAD.format(
        cores=os.cpu_count(), python=platform.python_version(), users=users, rounds=number,
        hurry=HURRY, walk=WALK,
    )  # fmt: skip
    lines = [head, "## Targets\n", *_targets(rounds)]
    for pace in PACES:
        lines += [f"\n## {pace.capitalize()}\n", *_table(rounds, pace)]
    return "\n".join(lines) + "\n"


def _targets(rounds: Sequence[Round]) -> Iterator[str]:
    yield "| what | measured | target | met |"
    yield "|---|---|---|---|"
    for route in _routes(rounds):
        ratio = _figures(rounds, route, HURRY, EMITTED).rate
        ratio /= _figures(rounds, route, HURRY, BY_HAND).rate
        yield _target(f"{route}: requests a second / by hand", f"{ratio:.2f}",
                      f"at least {RATIO:.2f}", met=ratio >= RATIO)  # fmt: skip
    for route in _routes(rounds):
        p95 = _figures(rounds, route, WALK, EMITTED).p95
        yield _target(f"{route}: p95, {WALK}", _milliseconds(p95),
                      f"at most {_milliseconds(P95_SECONDS)}", met=p95 <= P95_SECONDS)  # fmt: skip


def _target(what: str, measured: str, wanted: str, *, met: bool) -> str:
    return f"| {what} | {measured} | {wanted} | {'yes' if met else 'no'} |"


def _table(rounds: Sequence[Round], pace: str) -> Iterator[str]:
    yield "| route | system | requests a second | median | p95 |"
    yield "|---|---|---|---|---|"
    for route in _routes(rounds):
        for system in (EMITTED, BY_HAND):
            figures = _figures(rounds, route, pace, system)
            times = f"{_milliseconds(figures.median)} | {_milliseconds(figures.p95)}"
            yield f"| {route} | {system} | {figures.rate:.0f} | {times} |"


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


def _routes(rounds: Sequence[Round]) -> list[str]:
    return list(dict.fromkeys(round_.route for round_ in rounds))


def _figures(rounds: Sequence[Round], route: str, pace: str, system: str) -> Load:
    loads = _loads(rounds, route, pace, system)
    return Load(
        statistics.median(load.rate for load in loads),
        statistics.median(load.median for load in loads),
        statistics.median(load.p95 for load in loads),
    )


def _loads(rounds: Sequence[Round], route: str, pace: str, system: str) -> list[Load]:
    kind = (route, pace, system)
    return [round_.load for round_ in rounds if (round_.route, round_.pace, round_.system) == kind]
