"""`python -m tests.hostile --seed 1 SPEC…`: hostile clients before the systems of specs."""

import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path

from msc.ir.system import System
from msc.local.build import Build
from msc.local.runs.folder import RunFolder
from msc.local.system import LocalSystem
from msc.pipeline.spec import load
from tests.hostile.neighbour import p95
from tests.hostile.siege import Outcome, siege
from tests.hostile.targets import WEBHOOK

ROOT = Path(__file__).resolve().parents[2]
SPECS = (ROOT / "specs/examples/p2p-lending", ROOT / "tests/systems/every_step/spec.yaml")
SHOWN = 60


def main() -> int:
    """One siege for each spec; whatever is wrong is told."""
    parser = ArgumentParser()
    parser.add_argument("specs", type=Path, nargs="*", default=SPECS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=240.0, help="for each spec")
    options = parser.parse_args()
    broken = False
    for spec in options.specs:
        system = load(spec).value
        if system is None:
            raise SystemExit(f"{spec} is not valid")
        build = built(spec, system)
        run = RunFolder.temporary(build.runs, "hostile")
        with LocalSystem(build, run, settings=WEBHOOK) as running:
            outcome = siege(system, running, options.seed, options.seconds)
        _report(system.name, options.seed, outcome)
        broken = broken or not outcome.holds
    return 1 if broken else 0


def built(spec: Path, system: System) -> Build:
    """The system of a spec, built and installed."""
    folder = ROOT / "build" / "hostile" / system.name
    msc = Path(sys.executable).with_name("msc")
    subprocess.run([msc, "build", spec, "--out", folder], cwd=ROOT, check=True)
    install = ["make", "--no-print-directory", "install", f"PYTHON={sys.executable}"]
    subprocess.run(install, cwd=folder, check=True)
    return Build(folder)


def _report(name: str, seed: int, outcome: Outcome) -> None:
    sent = sum(sum(answers.values()) for answers in outcome.answers.values())
    print(f"{name}, seed {seed}: {sent} requests, {outcome.unsent} unsent")
    for service, answers in outcome.answers.items():
        print(f"  {service}", dict(sorted(answers.items())))
    print(f"  p95 of a neighbour: {p95(outcome.quiet) * 1000:.1f} ms, while others are hostile "
          f"{p95(outcome.hostile) * 1000:.1f} ms ({outcome.factor:.2f} times), of "
          f"{len(outcome.quiet)} and {len(outcome.hostile)} requests")  # fmt: skip
    print("  most memory in MiB", outcome.most)
    print(*(f"  {seconds:6.2f} s {what[:150]}" for seconds, what in outcome.slowest), sep="\n")
    print(f"  {len(outcome.faults)} faults")
    print(*(f"  FAULT {one}" for one in outcome.faults[:SHOWN]), sep="\n", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
