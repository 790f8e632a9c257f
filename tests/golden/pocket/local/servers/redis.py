"""Redis or Valkey as a plain process."""

from collections.abc import Sequence

from local.servers.probes import redis_answers
from local.servers.process_server import ProcessServer


class RedisProcess(ProcessServer):
    """Keeps an append-only file, so that a restart in a test loses nothing."""

    name = "redis"

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def prepare(self) -> None:
        (self.folder / "data").mkdir()

    def arguments(self) -> Sequence[str]:
        return [
            str(self.program.path),
            *("--port", str(self.port), "--bind", "127.0.0.1"),
            *("--dir", str(self.folder / "data"), "--save", ""),
            *("--appendonly", "yes", "--appendfsync", "no"),
        ]

    def answers(self) -> bool:
        return redis_answers(self.port)
