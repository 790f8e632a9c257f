"""`make bench-backlog`: waiting events, an event for a crowd, long lists, on real servers."""

import argparse
import json
import os
import subprocess
from pathlib import Path

from benchmarks.volume import crowd, report
from msc.local.build import Build
from msc.local.runs.folder import RunFolder
from msc.local.system import LocalSystem

HERE = Path(__file__).parent
SERVICE = "db_postgres_service"
# The rows that an operation of an event tells in one unit of work.
PAGE = 100


def main() -> None:
    """Measures, prints the page, and writes it where it was asked to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.volume", description=__doc__)
    parser.add_argument("build", type=Path, help="the folder of the built and installed system")
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--aggregates", type=int, default=20_000)
    parser.add_argument("--rows", type=int, default=1_000_000, help="of each table that is listed")
    parser.add_argument("--people", type=int, default=20_000, help="whom one event tells")
    parser.add_argument("--exchange", default="p2p_lending.events", help="of the system")
    parser.add_argument("--write", type=Path, help="a Markdown file for the result")
    options = parser.parse_args()
    build = Build.at(options.build)
    with LocalSystem(build, RunFolder.temporary(build.runs, "volume")) as system:
        drained = _measured(
            system, "drain.py", options.events, options.aggregates, options.exchange
        )
        pages = _measured(system, "pages.py", options.rows)
    with LocalSystem(build, RunFolder.temporary(build.runs, "crowd")) as system:
        crowded = crowd.measured(system, options.people, PAGE)
    page = report.page(drained, crowded, pages)
    print(page, end="")
    if options.write is not None:
        options.write.write_text(page, "utf-8")


def _measured(system: LocalSystem, program: str, *arguments: object) -> report.Figures:
    """What a program of the system's own Python prints, which has the data service's modules."""
    urls = system.servers.urls
    environment = {
        **os.environ,
        "DATABASE_URL": urls["postgres"],
        "RABBITMQ_URL": urls["rabbitmq"],
        "PYTHONPATH": str(system.build.folder(SERVICE)),
        # What the emitted tests use of a server is its address.
        "TEST_POSTGRES_URL": urls["postgres"],
    }
    command = [str(system.build.python), str(HERE / program), *map(str, arguments)]
    done = subprocess.run(
        command,
        env=environment,
        cwd=system.build.folder(SERVICE),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    figures: report.Figures = json.loads(done.stdout)
    return figures


if __name__ == "__main__":
    main()
