"""`python -m tests.matrix --from 0 --count 20`, or with specs: who is let in to what."""

import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from msc.ir.system import System
from msc.local.failure import LocalError
from msc.pipeline.front import front
from msc.pipeline.spec import load
from tests.generated.drawing import spec_of
from tests.generated.writing import written
from tests.matrix.law import matrix


def main() -> int:
    """Tells which cells are not what the specs say."""
    options = _options()
    counts: Counter[str] = Counter()
    with TemporaryDirectory(prefix="matrix-") as folder:
        for name, system in _systems(options):
            try:
                result = matrix(system, Path(folder) / "system")
            except LocalError as error:
                print(f"== {name} does not start: {error}", flush=True)
                counts["faults"] += 1
                continue
            counts += result.cells
            counts["faults"] += len(result.faults)
            never = sorted(
                {endpoint.operation for endpoint in system.endpoints} - set(result.succeeded)
            )
            print(f"== {name}: {result.cells.total()} cells; never let in: {never}", flush=True)
            print(*result.faults[:40], sep="\n", flush=True)
    print(dict(counts))
    return 1 if counts["faults"] else 0


def _options() -> Namespace:
    parser = ArgumentParser()
    parser.add_argument("specs", type=Path, nargs="*")
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--count", type=int, default=20)
    return parser.parse_args()


def _systems(options: Namespace) -> Iterator[tuple[str, System]]:
    if options.specs:
        for path in options.specs:
            system = load(path).value
            if system is None:
                raise SystemExit(f"{path} is not valid")
            yield str(path), system
        return
    for number in range(options.first, options.first + options.count):
        system = front([("spec.yaml", written(spec_of(number)))]).checked.value
        if system is not None:
            yield str(number), system


sys.exit(main())
