"""`python -m tests.conversations --seed 1 --count 20 SPEC …`: do system and reference agree?"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from msc.ir.system import System
from msc.pipeline.front import front
from msc.pipeline.spec import load
from tests.conversations.law import conversations
from tests.generated.drawing import spec_of
from tests.generated.writing import written


def main() -> int:
    """Tells where a running system and the reference disagree."""
    options = _options()
    faults = 0
    with TemporaryDirectory(prefix="conversations-") as folder:
        for path, system in systems(options):
            seeds = range(options.seed, options.seed + options.count)
            place = Path(folder) / path.replace("/", "-")
            result = conversations(system, place, seeds=seeds, requests=options.requests)
            faults += len(result.faults)
            print(f"== {path}: {result.outcomes.total()} requests, {len(result.faults)} faults")
            for name, count in result.outcomes.most_common():
                print(f"{count:5} {name}")
            for name, count in result.unsaid.items():
                print(f"{count:5} not settled: {name}")
            print(*result.faults[:20], sep="\n", flush=True)
    return 1 if faults else 0


def systems(options: Namespace) -> Iterator[tuple[str, System]]:
    """The systems of the specs that are named, or drawn ones."""
    for path in options.specs:
        system = load(path).value
        if system is None:
            raise SystemExit(f"{path} is not valid")
        yield str(path), system
    for number in range(options.first, options.first + options.drawn):
        drawn = front([("spec.yaml", written(spec_of(number)))]).checked.value
        if drawn is not None and drawn.endpoints:
            yield f"drawn-{number}", drawn


def _options() -> Namespace:
    parser = ArgumentParser()
    parser.add_argument("specs", type=Path, nargs="*")
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--drawn", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--requests", type=int, default=10)
    return parser.parse_args()


sys.exit(main())
