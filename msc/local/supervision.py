"""Starts, watches, shows and stops a system for interactive use."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Never

from filelock import FileLock

from msc.core.record import Record
from msc.local.build import SIMULATORS, Build
from msc.local.failure import LocalError
from msc.local.runs.folder import Death, RunFolder, clean_abandoned, end_abandoned, end_run
from msc.local.runs.identity import gone_within
from msc.local.runs.kept import forget, kept_folder
from msc.local.runs.process import how_it_ended, log_tail
from msc.local.servers.accounts import reaches, unprivileged_user
from msc.local.services.databases import what_stays
from msc.local.services.processes import FIRST_PORT, is_ready
from msc.local.system import LocalSystem

type Say = Callable[[str], None]

UP = "up"
STOP_SECONDS = 90
WATCH_SECONDS = 0.5
TAIL_LINES = 10


class Choice(Record):
    """The options for running a system; `first_port` is None for any free ports."""

    first_port: int | None = FIRST_PORT
    fresh: bool = False


def up(build: Build, choice: Choice, say: Say) -> None:
    """Runs the system until it is interrupted; its data is kept for the next run."""
    run = _open_run(build, fresh=choice.fresh)
    for note in what_stays(os.environ) if choice.fresh else ():
        say(note)
    say("Starting the servers and the services ...")
    with LocalSystem(build, run, first_port=choice.first_port) as system:
        for line in _lines(_state(run)):
            say(line)
        watch(system, say)
        say("Stopping ...")


def _open_run(build: Build, *, fresh: bool) -> RunFolder:
    kept = kept_folder(build.runs, reachable=reaches(build.runs / "data", unprivileged_user()))
    build.runs.mkdir(exist_ok=True)
    with FileLock(build.runs / "up.lock"):
        if RunFolder(build.runs / UP).in_use():
            raise LocalError("it is running already; stop it with: msc down")
        clean_abandoned(build.runs)
        if fresh:
            forget(kept)
        return RunFolder.create(build.runs / UP, kept)


def watch(system: LocalSystem, say: Say) -> None:
    """Reports every process that exits on its own, until it is interrupted."""
    say("Running; stop with Ctrl-C, or with: msc down")
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        while True:
            for death, process in system.deaths():
                say(exit_message(death, process.log))
            time.sleep(WATCH_SECONDS)
    except KeyboardInterrupt:
        return


def _interrupt(*_: object) -> Never:
    raise KeyboardInterrupt


def exit_message(death: Death, log: Path) -> str:
    """Which process exited, how, and its last output."""
    tail = "\n".join(f"    {line}" for line in log_tail(log, TAIL_LINES).splitlines())
    return f"{death.name} died: {how_it_ended(death.code)}; the end of {log}:\n{tail}"


def up_in_background(build: Build, options: Iterable[str]) -> Iterator[str]:
    """Leaves the system running, watched by a separate process; returns its addresses."""
    build.runs.mkdir(exist_ok=True)
    log = build.runs / "up.log"
    command = [sys.executable, "-m", "msc", "up", str(build.root), *options]
    with log.open("wb") as output:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    run = RunFolder(build.runs / UP)
    while not _is_ready(run, child.pid):
        if child.poll() is not None:
            raise LocalError(log.read_text().strip().removeprefix("Error: "))
        time.sleep(0.1)
    yield from _lines(_state(run))
    yield "Running; stop with: msc down"


def _is_ready(run: RunFolder, pid: int) -> bool:
    owner = run.owner()
    return owner is not None and owner.pid == pid and run.state.exists()


def _state(run: RunFolder) -> Mapping[str, Any]:
    state: dict[str, Any] = json.loads(run.state.read_text()) if run.state.exists() else {}
    return {"urls": {}, "origins": {}, "logs": str(run.logs), **state}


def _lines(state: Mapping[str, Any]) -> Iterator[str]:
    """The addresses of everything."""
    urls = state["urls"]
    places = {
        **state["origins"],
        **urls,
        "Swagger": f"{urls['api_service']}/api/docs",
        "messages sent": f"{urls[SIMULATORS]}/_control",
        "logs": state["logs"],
    }
    return (f"  {name:22} {place}" for name, place in places.items())


def down(build: Build, say: Say) -> None:
    """Stops the running system, and cleans up after killed runs."""
    for folder in _running(build):
        if folder.path.name == UP or folder.path.name.startswith("story"):
            _stop(folder)
            say(f"stopped {folder.path.name}")
    for name in end_abandoned(build.runs):
        say(f"cleaned up after {name}")


def _stop(folder: RunFolder) -> None:
    """Makes the owner end its own run gracefully."""
    owner = folder.owner()
    if owner is not None and owner.alive():
        os.kill(owner.pid, signal.SIGTERM)
        if gone_within(owner, STOP_SECONDS):
            return
    end_run(folder)


def _running(build: Build) -> tuple[RunFolder, ...]:
    folders = (RunFolder(logs.parent) for logs in sorted(build.runs.glob("*/logs")))
    return tuple(folder for folder in folders if folder.in_use())


def status(build: Build) -> Iterator[str]:
    """Each run with its processes and addresses; empty if nothing runs."""
    for folder in _running(build):
        yield folder.path.name
        for line in _status_lines(folder):
            yield f"  {line}"


def _status_lines(folder: RunFolder) -> Iterator[str]:
    urls = _state(folder)["urls"]
    for process in reversed(folder.processes()):
        url = urls.get(process.name, "")
        death = folder.death(process.name)
        if process.alive():
            yield f"{process.name:22} {_condition(url):10} {url}".rstrip()
        elif death is None:
            yield f"{process.name:22} dead"
        else:
            yield exit_message(death, folder.log(process.name))
    for engine, container in folder.containers():
        yield f"{container:22} {engine}"
    yield f"{'logs':22} {folder.logs}"


def _condition(url: str) -> str:
    if not url:
        return "running"
    return "ready" if is_ready(int(url.rpartition(":")[2])) else "not ready"
