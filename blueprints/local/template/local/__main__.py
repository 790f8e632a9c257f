"""`python -m local up|story|test|servers`: runs the system, tells its story, tests it."""

import argparse
import importlib
import os
import pkgutil
import signal
import subprocess
import sys
import threading

from local.journey import Journey, JourneyError
from local.run_folder import ROOT, clean_abandoned, runs_folder
from local.servers import LocalServers, ServersUnavailableError, ServerStartError
from local.services import ServiceFailedError, folder_of, present
from local.system import LocalSystem

MIN_COVERAGE = 85


def main() -> int:
    """The exit code of the chosen action."""
    parser = argparse.ArgumentParser(prog="python -m local", description=__doc__)
    parser.add_argument("action", choices=["up", "down", "story", "test", "servers"])
    parser.add_argument("--ports", choices=["free", "default"], default="default")
    parser.add_argument("--keep", default="0", help="1 leaves the system running after the story")
    arguments = parser.parse_args()
    actions = {
        "up": lambda: up(default_ports=arguments.ports == "default"),
        "down": down,
        "story": lambda: story(keep=arguments.keep == "1"),
        "test": run_tests,
        "servers": show_servers,
    }
    try:
        return actions[arguments.action]()
    except (ServersUnavailableError, ServerStartError, ServiceFailedError, JourneyError) as error:
        sys.stderr.write(f"{error}\n")
        return 1


def say(text: str) -> None:
    """A line for the person at the terminal."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def up(*, default_ports: bool) -> int:
    """Runs the system until it is interrupted."""
    with LocalSystem(default_ports=default_ports) as system:
        show(system)
        wait_for_interrupt()
    return 0


def down() -> int:
    """Ends what killed runs left behind."""
    for name in clean_abandoned(runs_folder()):
        say(f"cleaned up after {name}")
    return 0


def show(system: LocalSystem) -> None:
    """Where everything is."""
    for name, origin in system.servers.origins.items():
        say(f"  {name:22} {origin}")
    for name, url in system.urls.items():
        say(f"  {name:22} {url}")
    say(f"  Swagger                {system.urls['api_service']}/api/docs")
    say(f"  logs                   {system.logs}")


def wait_for_interrupt() -> None:
    """Returns at Ctrl-C or SIGTERM."""
    say("Running; stop with Ctrl-C.")
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    stopping.wait()


def story(*, keep: bool) -> int:
    """Runs the system, walks every journey and tells what happened."""
    say("Starting four servers and the services ...")
    with LocalSystem(default_ports=keep) as system:
        show(system)
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
    with LocalServers() as servers:
        told = {**os.environ, **servers.environment}
        failed = [name for name in present() if name != "simulators" and not _passes(name, told)]
    for name in failed:
        say(f"{name} failed")
    return 1 if failed else 0


def _passes(name: str, told: dict[str, str]) -> bool:
    say(f"== {name}")
    folder = folder_of(name)
    command = [
        str(folder / ".venv/bin/python"), "-m", "pytest", "-q", "tests",
        "--cov=src", "--cov-branch", "--cov-report=term-missing:skip-covered",
        f"--cov-config={ROOT / 'pyproject.toml'}",
    ]  # fmt: skip
    return subprocess.run(command, cwd=folder, env=told, check=False).returncode == 0


def show_servers() -> int:
    """Starts the servers, prints their addresses for a shell, and waits."""
    with LocalServers() as servers:
        for name, value in servers.environment.items():
            say(f"export {name}={value}")
        wait_for_interrupt()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
