"""`python -m tests.generated --from 0 --count 300 --write docs/law.md`: the law, many times."""

import sys
import time
from argparse import ArgumentParser
from pathlib import Path

from tests.generated.environment import ROOT
from tests.generated.gates import Workshop
from tests.generated.law import run
from tests.generated.report import page

BEGUN = time.time()


def main() -> int:
    """Runs the law, tells what broke it, and writes the page of the run."""
    parser = ArgumentParser()
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--static", action="store_true", help="without types and unit tests")
    parser.add_argument("--workshop", type=Path, default=ROOT / "build" / "law")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    numbers = range(options.first, options.first + options.count)
    workshop = Workshop(options.workshop)
    done = run(numbers, workshop, whole=not options.static, report=_report)
    workshop.environment.close()
    print(f"{time.process_time():.0f} s here, and of tools", dict(workshop.environment.seconds))
    print(f"{len(done.accepted)} accepted, {len(done.refused)} refused, {len(done.broken)} broken")
    if options.write:
        text = page(done, options.first, options.count, whole=not options.static)
        options.write.write_text(text, "utf-8")
    return 1 if done.broken or done.refused else 0


def _report(number: int, failures: list[str]) -> None:
    times = f"{time.time() - BEGUN:.0f} s"
    print(
        f"== {number} {'broken' if failures else 'green'} {times}", *failures, sep="\n", flush=True
    )


sys.exit(main())
