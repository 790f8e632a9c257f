"""`python -m tests.generated --from 0 --count 300 --write docs/law.md`: the law, many times."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.generated.law import Run, run
from tests.generated.report import page


def main() -> int:
    """Runs the law, tells what broke it, and writes the page of the run."""
    parser = ArgumentParser()
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--static", action="store_true", help="without types and unit tests")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    with TemporaryDirectory(prefix="law-") as folder:
        numbers = range(options.first, options.first + options.count)
        done = run(numbers, Path(folder), whole=not options.static)
    _tell(done)
    if options.write:
        text = page(done, options.first, options.count, whole=not options.static)
        options.write.write_text(text, "utf-8")
    return 1 if done.broken else 0


def _tell(done: Run) -> None:
    for number, failures in {**done.refused, **done.broken}.items():
        print(f"== {number}", *failures, sep="\n")
    told = f"{len(done.accepted)} accepted, {len(done.refused)} refused, {len(done.broken)} broken"
    print(told)


sys.exit(main())
