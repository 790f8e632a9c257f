"""What was measured, as a page of Markdown."""

import os
import platform
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from benchmarks.load.users import Load

EMITTED, PAIR = "emitted", "pair"
MONOLITH, MONOLITHS = "monolith, one process", "monolith, two processes"
SYSTEMS = (EMITTED, PAIR, MONOLITH, MONOLITHS)
HURRY, WALK = "at once", "a second apart"
PACES = MappingProxyType({HURRY: 0.0, WALK: 1.0})
"""How long each person waits between an answer and the next request, in seconds."""
RATIOS = MappingProxyType({PAIR: 1.5, MONOLITH: 0.8, MONOLITHS: 0.8})
"""How many times what that system answers in a second the emitted one is to answer."""
P95_SECONDS = 0.060

HEAD = """\
# Performance of the emitted system

`make bench-load WRITE=docs/load.md` writes this page. The emitted P2P system runs as it does for
`msc up`, every service one process, with its servers, and the load comes from the same
machine: {cores} cores, Python {python}, {busy} processes on average that ran or wanted to in the
minute before. On these routes it is two processes that work, the API and the data service.

Beside it, on the same rows, run what was [written by hand](../benchmarks/load/by_hand/README.md)
for these routes and does nothing else: a pair of the same two processes, and a monolith, which
reaches PostgreSQL itself, in one process and in two, as many as the emitted system has at work.
{users} people ask, each on a connection of its own: "{hurry}" is the next request as soon as the
last one was answered, "{walk}" is a second's pause in between. The systems take turns; figures are
medians of {rounds} rounds of {seconds:g} seconds. Before, all of them have answered each route with
the same status and the same members.
"""


@dataclass(frozen=True, slots=True)
class Round:
    """One load on one route of one system."""

    route: str
    pace: str
    system: str
    load: Load


def page(rounds: Sequence[Round], users: int, seconds: float, busy: float) -> str:
    """The targets, and a table for each pace."""
    number = len(_loads(rounds, rounds[0].route, HURRY, EMITTED))
    head = HEAD.format(
        cores=os.cpu_count(), python=platform.python_version(), users=users, rounds=number,
        hurry=HURRY, walk=WALK, seconds=seconds, busy=f"{busy:.1f}",
    )  # fmt: skip
    lines = [head, "## Targets\n", *_targets(rounds)]
    for pace in PACES:
        lines += [f"\n## {pace.capitalize()}\n", *_table(rounds, pace)]
    return "\n".join(lines) + "\n"


def _targets(rounds: Sequence[Round]) -> Iterator[str]:
    yield "| what | measured | target | met |"
    yield "|---|---|---|---|"
    for other, wanted in RATIOS.items():
        for route in _routes(rounds):
            ratio = _figures(rounds, route, HURRY, EMITTED).rate
            ratio /= _figures(rounds, route, HURRY, other).rate
            yield _target(f"{route}: requests a second / {other}", f"{ratio:.2f}",
                          f"at least {wanted:.2f}", met=ratio >= wanted)  # fmt: skip
    for route in _routes(rounds):
        p95, limit = (_figures(rounds, route, HURRY, system).p95 for system in (EMITTED, PAIR))
        yield _target(f"{route}: p95, {HURRY}", _milliseconds(p95),
                      f"at most {_milliseconds(limit)}, as the pair", met=p95 <= limit)  # fmt: skip
    for route in _routes(rounds):
        p95 = _figures(rounds, route, WALK, EMITTED).p95
        yield _target(f"{route}: p95, {WALK}", _milliseconds(p95),
                      f"at most {_milliseconds(P95_SECONDS)}", met=p95 <= P95_SECONDS)  # fmt: skip


def _target(what: str, measured: str, wanted: str, *, met: bool) -> str:
    return f"| {what} | {measured} | {wanted} | {'yes' if met else 'no'} |"


def _table(rounds: Sequence[Round], pace: str) -> Iterator[str]:
    yield "| route | system | requests a second | median | p95 | p99 |"
    yield "|---|---|---|---|---|---|"
    for route in _routes(rounds):
        for system in SYSTEMS:
            figures = _figures(rounds, route, pace, system)
            waited = (figures.median, figures.p95, figures.p99)
            times = " | ".join(map(_milliseconds, waited))
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
        statistics.median(load.p99 for load in loads),
    )


def _loads(rounds: Sequence[Round], route: str, pace: str, system: str) -> list[Load]:
    kind = (route, pace, system)
    return [round_.load for round_ in rounds if (round_.route, round_.pace, round_.system) == kind]
