"""`python -m tests.generated --from 0 --count 300 --write docs/law.md`: the law, many times."""

import os
import sys
import time
from argparse import ArgumentParser, Namespace
from collections import Counter
from pathlib import Path

from tests.generated.environment import ROOT
from tests.generated.report import page
from tests.generated.shares import Judged, run_in_processes

BEGUN = time.time()


def main() -> int:
    """Runs the law, tells what broke it, and writes the page of the run."""
    options = _options()
    seconds: Counter[str] = Counter()

    def report(verdict: Judged) -> None:
        seconds.update(verdict.seconds)
        outcome = "broken" if verdict.failures else "green"
        line = f"== {verdict.number} {outcome} {time.time() - BEGUN:.0f} s"
        print(line, *verdict.failures, sep="\n", flush=True)

    done = run_in_processes(
        range(options.first, options.first + options.count),
        options.workshop,
        jobs=options.jobs,
        whole=not options.static,
        report=report,
    )
    print("seconds", {name: round(used) for name, used in seconds.most_common()})
    print(f"{len(done.accepted)} accepted, {len(done.refused)} refused, {len(done.broken)} broken")
    if options.write:
        text = page(done, options.first, options.count, whole=not options.static)
        options.write.write_text(text, "utf-8")
    return 1 if done.broken or done.refused else 0


def _options() -> Namespace:
    parser = ArgumentParser()
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many processes")
    parser.add_argument("--static", action="store_true", help="without types and unit tests")
    parser.add_argument("--workshop", type=Path, default=ROOT / "build" / "law")
    parser.add_argument("--write", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
