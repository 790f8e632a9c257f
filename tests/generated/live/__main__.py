"""`python -m tests.generated.live --from 0 --count 20`: drawn specs on real servers."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.generated.live.law import run


def main() -> int:
    """Calls the operations of drawn specs, and tells which did not succeed."""
    parser = ArgumentParser()
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--count", type=int, default=20)
    options = parser.parse_args()
    broken = undecided = total = 0
    with TemporaryDirectory(prefix="live-") as folder:
        for number in range(options.first, options.first + options.count):
            for call in run(number, Path(folder)):
                total += 1
                if call.is_undecided:
                    undecided += 1
                elif call.refused is not None:
                    broken += 1
                    print(f"== {number}", call, sep="\n", flush=True)
    print(f"{total} calls, {broken} refused, {undecided} undecided")
    return 1 if broken else 0


sys.exit(main())
