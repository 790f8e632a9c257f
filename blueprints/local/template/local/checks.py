"""The story of the journeys, and the tests of every service on real servers."""

import importlib
import os
import pkgutil
import subprocess
import sys

from local.commands import say, show, wait_for_interrupt
from local.journey import Journey
from local.run_folder import ROOT
from local.servers import LocalServers
from local.services import folder_of, present, servers_of
from local.system import LocalSystem


def story(*, keep: bool) -> int:
    """Runs the system, walks every journey and tells what happened."""
    say("Starting the servers and the services ...")
    with LocalSystem(default_ports=keep) as system:
        show(system.servers.origins, system.urls, str(system.logs))
        journeys = importlib.import_module("tests.e2e.journeys")
        for found in sorted(each.name for each in pkgutil.iter_modules(journeys.__path__)):
            module = importlib.import_module(f"tests.e2e.journeys.{found}")
            say(f"\n{module.TITLE}\n")
            module.walk(Journey(system, narrate=True))
        say("\nThe journeys went as the spec says.")
        if keep:
            wait_for_interrupt()
    return 0


def run_tests() -> int:
    """Unit and integration tests of every service on real servers, with coverage."""
    say("== local")
    own = (sys.executable, "-m", "pytest", "-q", "local/tests")
    failed = [] if subprocess.run(own, cwd=ROOT, check=False).returncode == 0 else ["local"]
    names = [name for name in present() if name != "simulators"]
    with LocalServers(servers_of(names)) as servers:
        told = {**os.environ, **servers.environment}
        failed += [name for name in names if not _passes(name, told)]
    for name in failed:
        say(f"{name} failed")
    return 1 if failed else 0


def _passes(name: str, told: dict[str, str]) -> bool:
    say(f"== {name}")
    folder = folder_of(name)
    command = [
        *(str(folder / ".venv/bin/python"), "-m", "pytest", "-q", "tests"),
        *("--cov=src", "--cov-branch", "--cov-report=term-missing:skip-covered"),
        f"--cov-config={ROOT / 'pyproject.toml'}",
    ]
    return subprocess.run(command, cwd=folder, env=told, check=False).returncode == 0
