"""A server as a plain process: what the four kinds have in common."""

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
    """Keeps its port and its folder over stops and starts, so its data survives them."""

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
        """Where clients reach it, with the password if it has one."""

    @property
    def origin(self) -> str:
        """In words: where this server comes from."""
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
        """What the server reads from its environment."""
        return os.environ

    def user(self) -> str | None:
        """The account that it runs under; None for one's own."""
        return None

    def start(self) -> None:
        """Start it, or start it again on the same port with the data it had."""
        if self.process is not None and self.process.running():
            return
        self.make_ready()
        process = LocalProcess(self._command(), self.run)
        self.process = process
        wait_until(self.answers, self.start_seconds, lambda: self._ended(process))

    def make_ready(self) -> None:
        """Make its files, where they are not there from an earlier start."""
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
        """Stop it gracefully; its data stays for the next start."""
        self._end(self.stop_seconds)

    def close(self) -> None:
        """Stop it for good; data that nobody wants kept may be lost, and that is faster."""
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
        """What is raised when an action of the server's programs did not succeed."""
        return ServerStartError(f"{self.name}: {action} failed:\n{output.strip()}")


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read."""
    path.touch(mode=0o600)
    path.write_text(text)
