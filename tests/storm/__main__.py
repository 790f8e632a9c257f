"""`python -m tests.storm --seeds 1 2 3 --operations 2000`: storms over P2P lending."""

from argparse import ArgumentParser
from collections import Counter

from msc.local.build import Build
from msc.local.runs.folder import RunFolder
from msc.local.system import LocalSystem
from tests.emitted.conftest import build
from tests.emitted.journeys import journey_of
from tests.emitted.p2p_lending.people import People
from tests.storm.weather import Outcome, weather

CLIENTS = 20


def main() -> int:
    """One storm for each seed, each over a system of its own."""
    parser = ArgumentParser()
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--operations", type=int, default=2000)
    parser.add_argument("--clients", type=int, default=CLIENTS)
    options = parser.parse_args()
    built, broken = Build(build("p2p-lending")), 0
    for seed in options.seeds:
        with LocalSystem(built, RunFolder.temporary(built.runs, "storm")) as system:
            people = People(journey_of(system))
            outcome = weather(system, people, seed, options.operations, options.clients)
        _report(seed, outcome)
        broken += len(outcome.broken)
    return 1 if broken else 0


def _report(seed: int, outcome: Outcome) -> None:
    history = outcome.history
    print(f"seed {seed}: {len(history.loans)} loans, {len(history.approvals)} approvals,",
          f"{history.repeated} requests repeated")  # fmt: skip
    print("  answers", dict(sorted(history.answers.items())))
    print("  met", dict(sorted(Counter(outage.name for outage in outcome.met).items())))
    slowest = max(outcome.met, key=lambda outage: outage.recovery)
    print(
        f"  recovery after each, at most {slowest.recovery:.1f} s, which was after {slowest.name}"
    )
    print(*(f"  BROKEN {one}" for one in outcome.broken[:50]), sep="\n", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
