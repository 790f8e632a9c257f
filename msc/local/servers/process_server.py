"""A server as a plain process: common behaviour of the four kinds."""

import os
import signal
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path

from msc.local.runs.folder import RunFolder
from msc.local.runs.process import Command, LocalProcess, how_it_ended
from msc.local.servers.programs import Program
from msc.local.servers.server import ServerStartError, wait_until


class ProcessServer(ABC):
    """Keeps its port and its folder between starts, so that its data survives."""

    name: str
    start_seconds: float = 60
    stop_seconds: float = 20
    stop_signal: int = signal.SIGTERM

    def __init__(self, program: Program, run: RunFolder, port: int) -> None:
        self.program = program
        self.run = run
        self.port = port
        self.folder = run.data() / self.name
        self.process: LocalProcess | None = None

    @property
    @abstractmethod
    def url(self) -> str:
        """The address for clients, including the password."""

    @property
    def origin(self) -> str:
        """A description of the server's source."""
        return f"{self.program.origin} ({self.program.path})"

    @abstractmethod
    def prepare(self) -> None:
        """Creates the data folder; called before the first start only."""

    @abstractmethod
    def arguments(self) -> Sequence[str]:
        """The command that runs the server in the foreground."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether clients can use it."""

    def environment(self) -> Mapping[str, str]:
        """The environment of the server."""
        return os.environ

    def user(self) -> str | None:
        """The account that it runs under; None for the current one."""
        return None

    def start(self) -> None:
        """Starts it, or restarts it on the same port with its previous data."""
        if self.process is not None and self.process.running():
            return
        self.make_ready()
        process = LocalProcess(self._command(), self.run)
        self.process = process
        wait_until(self.answers, self.start_seconds, lambda: self._ended(process))

    def make_ready(self) -> None:
        """Creates its files unless an earlier start has done so."""
        prepared = self.folder / "prepared"
        if not prepared.exists():
            self.folder.mkdir(mode=0o700, exist_ok=True)
            self.prepare()
            prepared.touch()

    def _command(self) -> Command:
        return Command(
            self.name,
            self.arguments(),
            self.folder,
            self.environment(),
            user=self.user(),
            stop_signal=int(self.stop_signal),
        )

    def stop(self) -> None:
        """Stops it gracefully and keeps its data for the next start."""
        self._end(self.stop_seconds)

    def close(self) -> None:
        """Stops it permanently; temporary data may be lost, which is faster."""
        self._end(0 if self.run.kept is None else self.stop_seconds)

    def _end(self, grace_seconds: float) -> None:
        if self.process is not None:
            self.process.stop(grace_seconds=grace_seconds)
            self.process = None

    def _ended(self, process: LocalProcess) -> str | None:
        code = process.exit_code()
        if code is None:
            return None
        return f"{self.name} ended while it started: {how_it_ended(code)}\n{process.log_tail()}"

    def failure(self, action: str, output: str) -> ServerStartError:
        """The error for a failed action of the server's programs."""
        return ServerStartError(f"{self.name}: {action} failed:\n{output.strip()}")


def write_private(path: Path, text: str) -> None:
    """Writes a file that only its owner can read."""
    path.touch(mode=0o600)
    path.write_text(text)
