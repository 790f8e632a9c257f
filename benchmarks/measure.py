"""Runs a command as a whole process and says what it cost."""

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cost:
    """Medians over several runs: wall time in seconds, peak resident memory in MiB."""

    seconds: float
    mebibytes: float


def cost(command: Sequence[str], *, runs: int, before: Callable[[], None] = lambda: None) -> Cost:
    """The cost of `command` after one warm-up; `before` runs ahead of every run, untimed."""
    results = []
    for _ in range(runs + 1):
        before()
        results.append(_run(command))
    times, peaks = zip(*results[1:], strict=True)
    return Cost(statistics.median(times), statistics.median(peaks))


def _run(command: Sequence[str]) -> tuple[float, float]:
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} failed: {errors.decode()[-2000:]}")
    return seconds, usage.ru_maxrss / 1024


def count_files(folder: Path) -> int:
    """How many files lie below `folder`, its record of the build left out."""
    return sum(
        path.is_file() and ".msc" not in path.relative_to(folder).parts
        for path in folder.rglob("*")
    )
