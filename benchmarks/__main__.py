"""`make bench`: measures msc beside its physical limits and prints what was promised."""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks import report, scenarios, synthetic, targets
from benchmarks.measure import Case, Cost, measure
from benchmarks.scenarios import Changes, Edit, Insertion

EXAMPLE = Path(__file__).parents[1] / "specs" / "examples" / "p2p-lending"
EXAMPLE_CHANGES = Changes(
    Edit("entities/lending.yaml", "Per cent a year.", "Per cent each year."),
    Insertion("entities/lending.yaml", "  loan:\n"),
)
SYNTHETIC_CHANGES = Changes(
    Edit("spec.yaml", "    description: Thing number 1.", "    description: The first thing."),
    Insertion("spec.yaml", "  thing_1:\n"),
)
# Everything is loaded as msc loads it, which does not collect garbage.
IMPORTS = """\
import atexit, gc
gc.disable()
atexit.register(gc.freeze)
import click, yaml
from pydantic import BaseModel
from cel_expr_python import cel
from google.protobuf import descriptor_pb2, descriptor_pool, struct_pb2, wrappers_pb2
"""
OWN = "import msc.cli.check, msc.pipeline.front, msc.analyze.resolve, msc.model.spec\n"
FLOOR, P2P = "Interpreter and imports", "P2P lending"


def main() -> None:
    """Measures, prints the page, and writes it where it was asked to."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="msc-bench-") as name:
        page = _page(Path(name), options.runs, options.entities)
    print(page, end="")
    if options.write is not None:
        options.write.write_text(page, "utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--runs", type=int, default=11, help="counted runs of the example")
    parser.add_argument("--entities", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--write", type=Path, help="a Markdown file for the result")
    return parser.parse_args()


def _page(work: Path, runs: int, entities: list[int]) -> str:
    counts = {FLOOR: runs, P2P: runs}
    # The floor is measured in the same rounds as the example that is compared with it.
    measured = measure([*_floor(), *_prepared(EXAMPLE, EXAMPLE_CHANGES, work / "example")], runs)
    floor = {part.name: measured[part.name] for part in _floor()}
    example = {name: cost for name, cost in measured.items() if name not in floor}
    files = len(scenarios.files_below(work / "example" / "cold"))
    sizes: dict[int, dict[str, Cost]] = {}
    for number in entities:
        title = f"{number:,} entities"
        counts[title] = max(1, runs // (1 if number <= 10 else 2 if number <= 100 else 4))
        sizes[number] = _scaled(work / str(number), number, counts[title])
    figures = [*targets.of_example(floor, example, files), *targets.of_scale(sizes)]
    tables = {FLOOR: floor, P2P: example, **{f"{n:,} entities": sizes[n] for n in sizes}}
    return report.page(figures, targets.shares(floor, example[scenarios.CHECK]), tables, counts)


def _floor() -> list[Case]:
    programs = {
        targets.NOTHING: "pass",
        targets.IMPORTS: IMPORTS,
        targets.OWN_IMPORTS: IMPORTS + OWN,
        targets.BUILD_IMPORTS: IMPORTS + "import jinja2\n",
    }
    return [Case(name, (sys.executable, "-c", text)) for name, text in programs.items()]


def _prepared(spec: Path, changes: Changes, work: Path) -> list[Case]:
    work.mkdir()
    return scenarios.cases(spec, changes, work)


def _scaled(work: Path, entities: int, runs: int) -> dict[str, Cost]:
    spec = work.with_name(f"{work.name}-spec")
    synthetic.write(spec, entities)
    return measure(_prepared(spec, SYNTHETIC_CHANGES, work), runs)


if __name__ == "__main__":
    main()
