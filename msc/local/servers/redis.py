"""Redis or Valkey as a plain process."""

from collections.abc import Sequence

from msc.local.servers.probes import redis_answers
from msc.local.servers.process_server import ProcessServer


class RedisProcess(ProcessServer):
    """Keeps an append-only file, so that a restart loses nothing."""

    name = "redis"

    @property
    def url(self) -> str:
        """The address for clients."""
        return f"redis://127.0.0.1:{self.port}/0"

    def prepare(self) -> None:
        """Creates the data folder."""
        (self.folder / "data").mkdir(exist_ok=True)

    def arguments(self) -> Sequence[str]:
        """The command that runs the server in the foreground."""
        return [
            str(self.program.path),
            *("--port", str(self.port), "--bind", "127.0.0.1"),
            *("--dir", str(self.folder / "data"), "--save", ""),
            *("--appendonly", "yes", "--appendfsync", "no"),
        ]

    def answers(self) -> bool:
        """Whether clients can use it."""
        return redis_answers(self.port)
