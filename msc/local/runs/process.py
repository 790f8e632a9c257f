"""Starts a process in its own group, with its output in a log file."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from msc.core.record import Record
from msc.local.runs.folder import RunFolder
from msc.local.runs.identity import (
    ProcessIdentity,
    end_process,
    gone_within,
    signal_group,
    start_mark,
)


class Command(Record):
    """The program, its folder, its account and its environment."""

    name: str
    arguments: Sequence[str]
    folder: Path
    environment: Mapping[str, str]
    user: str | None = None
    stop_signal: int = signal.SIGTERM


class LocalProcess:
    """A process that this run has started and recorded."""

    def __init__(self, command: Command, run: RunFolder) -> None:
        self.name = command.name
        self.log = run.log(command.name)
        self._run = run
        with self.log.open("ab") as log:
            self._child = subprocess.Popen(
                list(command.arguments),
                cwd=command.folder,
                env=dict(command.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=command.user,
                group=group_of(command.user),
                extra_groups=None if command.user is None else [],
            )
        pid = self._child.pid
        started = start_mark(pid) or "gone"
        self.identity = ProcessIdentity(command.name, pid, started, int(command.stop_signal))
        run.record_process(self.identity)

    def exit_code(self) -> int | None:
        """None while it runs; negative if a signal ended it."""
        return self._child.poll()

    def running(self) -> bool:
        """Whether it is still running."""
        return self.exit_code() is None

    def log_tail(self, lines: int = 20) -> str:
        """The last lines of its output."""
        return log_tail(self.log, lines)

    def kill(self, number: int | None = None) -> None:
        """Sends a signal, SIGKILL by default, and waits for the process to exit."""
        signal_group(self.identity, signal.SIGKILL if number is None else number)
        if number in (None, signal.SIGKILL):
            self._child.wait(timeout=10)

    def stop(self, *, grace_seconds: float) -> None:
        """Terminates the process, and kills it after the grace period."""
        end_process(self.identity, grace_seconds=grace_seconds)
        self._child.wait(timeout=10)
        self._run.forget_process(self.name)

    def ended_within(self, seconds: float) -> bool:
        """Whether the process exits on its own within that time."""
        return gone_within(self.identity, seconds)


def group_of(user: str | None) -> int | None:
    """The user's primary group: a process that drops its user must not keep root's group."""
    if user is None:
        return None
    import pwd  # noqa: PLC0415 - only there on systems that have users to change to

    return pwd.getpwnam(user).pw_gid


def log_tail(log: Path, lines: int = 20) -> str:
    """The last lines of a log, for a message about a process that exited."""
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 16_384), os.SEEK_SET)
        text = file.read().decode(errors="replace")
    return "\n".join(text.splitlines()[-lines:])


def how_it_ended(code: int) -> str:
    """An exit code in words."""
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"killed by signal {-code}"
