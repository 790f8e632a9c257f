"""Processes that outlive the program that started them, identified by number and start time."""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

from msc.core.record import Record


class ProcessIdentity(Record):
    """A process group's leader; the start mark distinguishes it from reused numbers."""

    name: str
    pid: int
    started: str
    stop_signal: int = signal.SIGTERM

    def alive(self) -> bool:
        """Whether it is still running."""
        return start_mark(self.pid) == self.started


def start_mark(pid: int) -> str | None:
    """When the process started, in the system's own notation; None for a zombie or no process."""
    if Path("/proc/self/stat").exists():
        return _linux_start_mark(Path(f"/proc/{pid}/stat"))
    listed = subprocess.run(
        ["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    state, _, started = listed.stdout.strip().partition(" ")
    return None if not state or state.startswith("Z") else started.strip()


def _linux_start_mark(stat: Path) -> str | None:
    try:
        # The command in parentheses may itself hold blanks and parentheses.
        fields = stat.read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if fields[0] in "ZX" else fields[19]


def signal_group(process: ProcessIdentity, number: int) -> None:
    """Signals the whole group, so that children of a wrapper script receive it too."""
    with contextlib.suppress(ProcessLookupError):
        if process.alive():
            os.killpg(process.pid, number)


def end_process(process: ProcessIdentity, *, grace_seconds: float) -> None:
    """Terminates the process, and kills it after the grace period, if any."""
    if grace_seconds > 0:
        signal_group(process, process.stop_signal)
        if gone_within(process, grace_seconds):
            return
    signal_group(process, signal.SIGKILL)
    gone_within(process, 10)


def gone_within(process: ProcessIdentity, seconds: float) -> bool:
    """Whether the process exits within that time."""
    deadline = time.monotonic() + seconds
    while process.alive():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
