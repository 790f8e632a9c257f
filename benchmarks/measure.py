"""Runs commands as whole processes, in turn, and says what each of them cost."""

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

# An installed program finds its modules compiled; a benchmark that compiles them at every start
# would measure Python's compiler.
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True, slots=True)
class Case:
    """A command; `before` is called ahead of every run with its number, untimed.

    What msc keeps between runs is in the folder `cache`; without one it keeps nothing.
    """

    name: str
    command: tuple[str, ...]
    before: Callable[[int], None] = lambda _: None
    cache: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """One run: wall and processor time in seconds, peak resident memory in MiB."""

    seconds: float
    processor: float
    mebibytes: float


@dataclass(frozen=True, slots=True)
class Cost:
    """What several runs of a case cost: medians, and the fastest and slowest of them in seconds."""

    seconds: float
    fastest: float
    slowest: float
    processor: float
    mebibytes: float


def measure(cases: Sequence[Case], runs: int) -> dict[str, Cost]:
    """The cost of each case by its name.

    The cases take turns, so that whatever else the machine does meets all of them alike; a first
    round is not counted.
    """
    seen: dict[str, list[Run]] = {case.name: [] for case in cases}
    for number in range(runs + 1):
        for case in cases:
            case.before(number)
            done = _run(case)
            if number > 0:
                seen[case.name].append(done)
    return {name: _cost(done) for name, done in seen.items()}


def _cost(runs: list[Run]) -> Cost:
    seconds = [run.seconds for run in runs]
    return Cost(
        statistics.median(seconds),
        min(seconds),
        max(seconds),
        statistics.median(run.processor for run in runs),
        max(run.mebibytes for run in runs),
    )


def _run(case: Case) -> Run:
    start = time.perf_counter()
    process = subprocess.Popen(
        case.command,
        env=ENVIRONMENT | {"MSC_CACHE_DIR": case.cache},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    errors = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(case.command)} failed: {errors.decode()[-2000:]}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
