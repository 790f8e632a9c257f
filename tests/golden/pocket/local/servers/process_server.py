"""A server as a plain process: what the four kinds have in common."""

import os
import signal
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path

from local.process import Command, LocalProcess
from local.run_folder import RunFolder
from local.servers.programs import Program
from local.servers.server import ServerStartError, wait_until


class ProcessServer(ABC):
    """Keeps its port and its folder over stops and starts, so its data survives them."""

    name: str
    start_seconds: float = 30
    stop_seconds: float = 20
    stop_signal: int = signal.SIGTERM

    def __init__(self, program: Program, run: RunFolder, port: int) -> None:
        self.program = program
        self.run = run
        self.port = port
        self.folder = run.scratch() / self.name
        self._process: LocalProcess | None = None

    @property
    @abstractmethod
    def url(self) -> str: ...

    @property
    def origin(self) -> str:
        return f"{self.program.origin} ({self.program.path})"

    @abstractmethod
    def prepare(self) -> None:
        """Make the data folder; called before the first start only."""

    @abstractmethod
    def arguments(self) -> Sequence[str]:
        """The command that runs the server in the foreground."""

    @abstractmethod
    def answers(self) -> bool:
        """True once clients can work with it."""

    def environment(self) -> Mapping[str, str]:
        return os.environ

    def user(self) -> str | None:
        return None

    def start(self) -> None:
        if self._process is not None and self._process.running():
            return
        if not self.folder.exists():
            self.folder.mkdir(mode=0o700)
            self.prepare()
        command = Command(
            self.name, self.arguments(), self.folder, self.environment(), user=self.user()
        )
        process = LocalProcess(command, self.run)
        self._process = process
        wait_until(self.answers, self.start_seconds, lambda: self._ended(process))

    def stop(self) -> None:
        if self._process is not None:
            self._process.stop(grace_seconds=self.stop_seconds, number=self.stop_signal)
            self._process = None

    def close(self) -> None:
        if self._process is not None:
            self._process.stop(grace_seconds=0)
            self._process = None

    def _ended(self, process: LocalProcess) -> str | None:
        if process.running():
            return None
        return f"{self.name} ended while it started:\n{process.log_tail()}"

    def fail(self, doing: str, output: str) -> ServerStartError:
        return ServerStartError(f"{self.name}: {doing} failed:\n{output.strip()}")


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read."""
    path.touch(mode=0o600)
    path.write_text(text)
