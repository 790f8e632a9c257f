"""`python -m tests.mutation --seed 2026 --each 12`: mistakes in msc, and which tests see them."""

import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random

from tests.mutation.areas import AREAS
from tests.mutation.mutations import mutations
from tests.mutation.workshop import ROOT, Mutant, Workshop


def main() -> int:
    """Draws mutants, runs the tests on each, and says which nobody saw."""
    parser = ArgumentParser()
    parser.add_argument("--seed", default="2026")
    parser.add_argument("--each", type=int, default=12, help="how many mutants of each area")
    parser.add_argument("--areas", nargs="+", choices=AREAS, default=list(AREAS))
    parser.add_argument("--workshop", type=Path, default=ROOT / "build" / "mutation")
    options = parser.parse_args()
    workshop = Workshop(options.workshop)
    workshop.prepare()
    killed = Counter[bool]()
    for area in options.areas:
        random = Random(f"{options.seed}/{area}")
        for number, mutant in enumerate(_drawn(workshop, area, random, options.each)):
            begun = time.time()
            failed = workshop.killed(mutant, AREAS[area])
            killed[bool(failed)] += 1
            _report(f"{area} {number}", mutant, failed, time.time() - begun)
    print(f"{killed[True]} of {killed.total()} killed, seed {options.seed}")
    return 1 if killed[False] else 0


def _drawn(workshop: Workshop, area: str, random: Random, count: int) -> Iterator[Mutant]:
    """Mutants of an area, each in a line that some test executes."""
    modules = {
        str(path.relative_to(workshop.folder / "msc")): path.read_bytes()
        for path in AREAS[area].modules(workshop.folder)
    }
    mutants = [
        Mutant(module, mutation)
        for module, source in modules.items()
        for mutation in mutations(source)
    ]
    random.shuffle(mutants)
    return islice(filter(workshop.is_executed, mutants), count)


def _report(number: str, mutant: Mutant, failed: str, seconds: float) -> None:
    mutation = mutant.mutation
    print(
        f"== {number} {'killed' if failed else 'SURVIVED'} {seconds:.0f} s",
        f"msc/{mutant.module}:{mutation.line}", f"- {mutation.before}", f"+ {mutation.after}",
        failed, sep="\n", flush=True,
    )  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
