"""Starts a process in its own group, with its output in a log file."""

import os
import pwd
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from local.process_identity import (
    ProcessIdentity,
    end_process,
    gone_within,
    signal_group,
    start_mark,
)
from local.run_folder import RunFolder


@dataclass(frozen=True, slots=True)
class Command:
    """What to run, where, as whom, and with which environment."""

    name: str
    arguments: Sequence[str]
    folder: Path
    environment: Mapping[str, str]
    user: str | None = None


class LocalProcess:
    """A process that this run started and recorded."""

    def __init__(self, command: Command, run: RunFolder) -> None:
        self.name = command.name
        self._run = run
        self._log = run.log(command.name)
        with self._log.open("ab") as log:
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
        self.identity = ProcessIdentity(command.name, pid, start_mark(pid) or "gone")
        run.record_process(self.identity)

    def running(self) -> bool:
        return self._child.poll() is None

    def log_tail(self, lines: int = 20) -> str:
        return log_tail(self._log, lines)

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send a signal and, when it is one that ends the process, wait for the end."""
        signal_group(self.identity, number)
        if number == signal.SIGKILL:
            self._child.wait(timeout=10)

    def stop(self, *, grace_seconds: float, number: int = signal.SIGTERM) -> None:
        end_process(self.identity, grace_seconds=grace_seconds, number=number)
        self._child.wait(timeout=10)
        self._run.forget_process(self.name)

    def ended_within(self, seconds: float) -> bool:
        return gone_within(self.identity, seconds)


def group_of(user: str | None) -> int | None:
    """The user's own group: a process that drops its user must not keep root's group."""
    return None if user is None else pwd.getpwnam(user).pw_gid


def log_tail(log: Path, lines: int = 20) -> str:
    """The last lines of a log, for a message about a process that ended."""
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 16_384), os.SEEK_SET)
        text = file.read().decode(errors="replace")
    return "\n".join(text.splitlines()[-lines:])
