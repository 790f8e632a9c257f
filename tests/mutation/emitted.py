"""`python -m tests.mutation.emitted --seed 2026 --count 120`: mistakes in an emitted system.

The system's own tests are to see each of them, on real servers: the mistakes that are known by
name, and drawn ones.
"""

import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from random import Random

from msc.local.build import Build
from msc.local.runs.folder import RunFolder
from msc.local.system import LocalSystem
from tests.mutation.mistakes import MISTAKES
from tests.mutation.mutations import mutations
from tests.mutation.system import Mutant, System

ROOT = Path(__file__).resolve().parents[2]
SPEC = ROOT / "specs/examples/p2p-lending"


def main() -> int:
    """Builds a system, draws mutants of it, and says which its tests do not see."""
    options = _options()
    build = _built(options.spec, options.workshop)
    run = LocalSystem(build, RunFolder.temporary(build.runs, "mutation"))
    try:
        run.begin()
        run.servers.wait(*run.servers.names)
        return _judge(System(build.root, run.servers.environment), options)
    finally:
        run.close()


def _options() -> Namespace:
    parser = ArgumentParser()
    parser.add_argument("--seed", default="2026")
    parser.add_argument("--count", type=int, default=120)
    parser.add_argument("--spec", type=Path, default=SPEC)
    parser.add_argument("--workshop", type=Path, default=ROOT / "build" / "mutation-emitted")
    return parser.parse_args()


def _built(spec: Path, folder: Path) -> Build:
    msc = [Path(sys.executable).with_name("msc"), "build", spec, "--out", folder]
    subprocess.run(msc, cwd=ROOT, check=True)
    install = ["make", "--no-print-directory", "install", f"PYTHON={sys.executable}"]
    subprocess.run(install, cwd=folder, check=True)
    return Build(folder.resolve())


def _judge(system: System, options: Namespace) -> int:
    system.prepare()
    killed = Counter[bool]()
    drawn = _drawn(system, Random(options.seed), options.count)
    for number, mutant in enumerate(chain(_known(system), drawn)):
        begun = time.time()
        failed = system.killed(mutant)
        killed[bool(failed)] += 1
        _report(number, mutant, failed, time.time() - begun)
    print(f"{killed[True]} of {killed.total()} killed, seed {options.seed}")
    return 1 if killed[False] else 0


def _known(system: System) -> Iterator[Mutant]:
    return (Mutant(known.module, known.mutation(system.folder)) for known in MISTAKES)


def _drawn(system: System, random: Random, count: int) -> Iterator[Mutant]:
    """Mutants of all parts, each in a line that some test executes."""
    mutants = [
        Mutant(module, mutation)
        for module in system.modules()
        for mutation in mutations((system.folder / module).read_bytes())
    ]
    random.shuffle(mutants)
    return islice(filter(system.is_executed, mutants), count)


def _report(number: int, mutant: Mutant, failed: str, seconds: float) -> None:
    mutation = mutant.mutation
    print(
        f"== {number} {'killed' if failed else 'SURVIVED'} {seconds:.0f} s",
        f"{mutant.module}:{mutation.line}", f"- {mutation.before}", f"+ {mutation.after}",
        failed, sep="\n", flush=True,
    )  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
