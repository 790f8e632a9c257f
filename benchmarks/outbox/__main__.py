"""`make bench-outbox`: 100,000 waiting events, claimed and published on real servers."""

import argparse
import os
import subprocess
from pathlib import Path

from msc.local.build import Build
from msc.local.runs.folder import RunFolder
from msc.local.system import LocalSystem

DRAIN = Path(__file__).with_name("drain.py")


def main() -> None:
    """Runs the system, and lets its relay work off what `drain.py` puts into the outbox."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.outbox", description=__doc__)
    parser.add_argument("build", type=Path, help="the folder of the built and installed system")
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--aggregates", type=int, default=20_000)
    parser.add_argument("--exchange", default="p2p_lending.events", help="of the system")
    options = parser.parse_args()
    build = Build.at(options.build)
    with LocalSystem(build, RunFolder.temporary(build.runs, "outbox")) as system:
        urls = system.servers.urls
        environment = {
            **os.environ,
            "DATABASE_URL": urls["postgres"],
            "RABBITMQ_URL": urls["rabbitmq"],
        }
        arguments = (str(options.events), str(options.aggregates), options.exchange)
        subprocess.run([build.python, DRAIN, *arguments], env=environment, check=True)


if __name__ == "__main__":
    main()
