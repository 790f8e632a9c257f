"""The law in many processes: each has a workshop of its own, and knows what was green in any."""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from functools import reduce
from multiprocessing import SimpleQueue
from pathlib import Path

from tests.generated.gates import Workshop
from tests.generated.law import Run, run

GREEN = "green.txt"


@dataclass(slots=True)
class Judged:
    """What came of the spec of a number, and how long msc and each of the tools took."""

    number: int
    run: Run
    seconds: Counter[str] = field(default_factory=Counter)

    @property
    def failures(self) -> list[str]:
        outcomes = (self.run.refused, self.run.broken)
        return [failure for failures in outcomes for failure in failures.get(self.number, ())]


class _Process:
    """What a process keeps from one number to the next."""

    workshop: Workshop


def run_in_processes(
    numbers: Iterable[int],
    folder: Path,
    *,
    jobs: int,
    whole: bool,
    report: Callable[[Judged], None],
) -> Run:
    """Holds the specs of all numbers to the law; what comes of them is the same for any jobs."""
    keep_green(folder)
    names: SimpleQueue[str] = SimpleQueue()
    for job in range(1, jobs + 1):
        names.put(str(job))
    pool = ProcessPoolExecutor(jobs, initializer=_open, initargs=(folder, names))
    verdicts = []
    try:
        pending = [pool.submit(_judge, number, whole) for number in numbers]
        for future in as_completed(pending):
            verdicts.append(future.result())
            report(verdicts[-1])
    finally:
        pool.shutdown(cancel_futures=True)
        keep_green(folder)
    return merged(verdict.run for verdict in sorted(verdicts, key=lambda verdict: verdict.number))


def merged(runs: Iterable[Run]) -> Run:
    """One run of everything that these are about."""
    return reduce(
        lambda one, other: Run(
            one.accepted + other.accepted,
            one.refused | other.refused,
            one.broken | other.broken,
            one.uses + other.uses,
        ),
        runs,
        Run(),
    )


def known_green(folder: Path) -> set[str]:
    """The digests of what was green in the workshop of any process."""
    files = (*folder.glob(GREEN), *folder.glob(f"*/{GREEN}"))
    return {digest for file in files for digest in file.read_text("utf-8").split()}


def keep_green(folder: Path) -> None:
    """Writes what was green into one file, whichever processes the next run has."""
    folder.mkdir(parents=True, exist_ok=True)
    text = "".join(f"{digest}\n" for digest in sorted(known_green(folder)))
    (folder / GREEN).write_text(text, "utf-8")


def _open(folder: Path, names: "SimpleQueue[str]") -> None:
    _Process.workshop = Workshop(folder / names.get())


def _judge(number: int, whole: bool) -> Judged:
    workshop = _Process.workshop
    workshop.green |= known_green(workshop.folder.parent)
    begun, tools = time.process_time(), Counter(workshop.environment.seconds)
    outcome = run([number], workshop, whole=whole)
    seconds = Counter({"msc": time.process_time() - begun})
    return Judged(number, outcome, seconds + (workshop.environment.seconds - tools))
