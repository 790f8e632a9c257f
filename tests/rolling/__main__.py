"""`python -m tests.rolling --rows 1000000`: a new version takes over from the old one."""

import asyncio
from argparse import ArgumentParser
from pathlib import Path
from statistics import quantiles

from tests.rolling.locks import Lock
from tests.rolling.takeover import LONGEST_LOCK_SECONDS, Outcome, releases, take_over

FOLDER = Path("build/rolling")


def main() -> int:
    """One takeover; not 0 if a request failed, a lock was long, or a row is wrong."""
    parser = ArgumentParser(prog="python -m tests.rolling", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--calm", type=float, default=10.0, help="seconds between the steps")
    options = parser.parse_args()
    with releases(FOLDER) as (old, new, url):
        outcome = asyncio.run(take_over(old, new, url, options.rows, options.calm))
    _report(options.rows, outcome)
    return 1 if outcome.broken else 0


def _report(rows: int, outcome: Outcome) -> None:
    met, locks = outcome.met, outcome.locks
    print(f"{rows} rows, {met.requests} requests, {len(met.failures)} failed")
    print(f"migration: {outcome.migration:.1f} s, {locks.samples} looks at locks")
    for kind, seconds in met.seconds.items():
        median, *_, last = quantiles(seconds, n=100)[49:]
        print(f"  {kind}: {len(seconds)}, median {median:.3f} s, 99 % within {last:.3f} s,",
              f"longest {max(seconds):.3f} s")  # fmt: skip
    print(f"longest wait: {_shown(locks.wait)}", f"longest lock: {_shown(locks.held)}", sep="\n")
    print(f"  the limit is {LONGEST_LOCK_SECONDS} s")
    print(*(f"  BROKEN {one}" for one in outcome.broken[:50]), sep="\n", flush=True)


def _shown(lock: Lock) -> str:
    statement = " ".join(lock.statement.split())[:200]
    behind = f", behind {' '.join(lock.blocker.split())[:200]}" if lock.blocker else ""
    return f"{lock.seconds:.3f} s, {lock.lock}, by {statement}{behind}"


if __name__ == "__main__":
    raise SystemExit(main())
