"""Starting, showing and stopping the system from a terminal."""

import json
import os
import signal
import sys
import threading
from collections.abc import Iterable
from typing import Any

from local import services
from local.process_identity import end_process, gone_within
from local.run_folder import RunFolder, clean_abandoned, end_run, runs_folder
from local.servers import LocalServers
from local.services import ServiceFailedError
from local.system import LocalSystem

_STOP_SECONDS = 60


def say(text: str = "") -> None:
    """A line for the person at the terminal."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def up(*, default_ports: bool, detach: bool) -> int:
    """Runs the system until it is interrupted, or leaves it running."""
    system = LocalSystem(default_ports=default_ports, run=_open_run("up"))
    say("Starting ...")
    system.start()
    show(system.servers.origins, system.urls, str(system.logs))
    if detach:
        system.run.detach()
        say("Running; stop with: python -m local down")
        return 0
    try:
        wait_for_interrupt()
        say("Stopping ...")
    finally:
        system.close()
    return 0


def _open_run(name: str) -> RunFolder:
    clean_abandoned(runs_folder())
    folder = RunFolder(runs_folder() / name)
    if folder.path.exists():
        raise ServiceFailedError("it is running already; stop it with: python -m local down")
    return RunFolder.create(folder.path)


def show(origins: dict[str, str], urls: dict[str, str], logs: str) -> None:
    """Where everything is."""
    lines = [*origins.items(), *urls.items()]
    if "api_service" in urls:
        lines.append(("Swagger", f"{urls['api_service']}/api/docs"))
    lines.append(("logs", logs))
    for name, place in lines:
        say(f"  {name:22} {place}")


def wait_for_interrupt() -> None:
    """Returns at Ctrl-C or SIGTERM."""
    say("Running; stop with Ctrl-C.")
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    stopping.wait()


def servers() -> int:
    """Starts the servers and prints their addresses for a shell: `eval "$(… servers)"`."""
    state = _state(RunFolder(runs_folder() / "servers"))
    if state is None:
        state = _start_servers()
    for name, value in state["environment"].items():
        say(f"export {name}='{value}'")
    return 0


def _start_servers() -> dict[str, Any]:
    folder = _open_run("servers")
    started = LocalServers(services.servers_of(services.present()), run=folder)
    started.start_all()
    state = {"environment": started.environment}
    folder.state.write_text(json.dumps(state))
    folder.detach()
    return state


def down() -> int:
    """Stops the runs of `up` and `servers`, and what killed runs left behind."""
    runs = runs_folder()
    for name in ("up", "servers"):
        folder = RunFolder(runs / name)
        if folder.in_use():
            _stop(folder)
            say(f"stopped {name}")
    for name in clean_abandoned(runs):
        say(f"cleaned up after {name}")
    return 0


def _stop(folder: RunFolder) -> None:
    """Let the owner end its own run; a run without an owner is ended here, in order."""
    owner = folder.owner()
    if owner is not None and owner.alive():
        os.kill(owner.pid, signal.SIGTERM)
        if gone_within(owner, _STOP_SECONDS):
            return
    for process in folder.processes():
        if services.service_of(process.name) in services.DEFAULT_PORTS:
            end_process(process, grace_seconds=services.GRACE_SECONDS)
    end_run(folder)


def status() -> int:
    """Shows each run with its processes and addresses; 1 when nothing runs."""
    running = [folder for folder in _runs() if folder.in_use()]
    for folder in running:
        say(folder.path.name)
        for line in _status_lines(folder):
            say(f"  {line}")
    if not running:
        say("nothing is running")
    return 0 if running else 1


def _runs() -> Iterable[RunFolder]:
    return (RunFolder(path) for path in sorted(runs_folder().glob("*")) if path.is_dir())


def _status_lines(folder: RunFolder) -> Iterable[str]:
    urls = (_state(folder) or {}).get("urls", {})
    for process in reversed(folder.processes()):
        url = urls.get(process.name, "")
        yield f"{process.name:22} {_condition(process.alive(), url):10} {url}".rstrip()
    for engine, container in folder.containers():
        yield f"{container:22} {engine}"
    yield f"{'logs':22} {folder.logs}"


def _condition(alive: bool, url: str) -> str:
    if not alive:
        return "dead"
    if not url:
        return "running"
    return "ready" if services.is_ready(int(url.rpartition(":")[2])) else "not ready"


def _state(folder: RunFolder) -> dict[str, Any] | None:
    if not folder.in_use() or not folder.state.exists():
        return None
    state: dict[str, Any] = json.loads(folder.state.read_text())
    return state
