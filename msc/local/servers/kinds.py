"""The four kinds of server: a row for each, with all that differs between them."""

from collections.abc import Callable, Mapping
from pathlib import Path

from msc.core.record import Record
from msc.local.runs.folder import RunFolder
from msc.local.servers import container, programs
from msc.local.servers.container import ContainerRecipe
from msc.local.servers.download import DEBIAN, WHEEL, Source
from msc.local.servers.mongo import MongoProcess
from msc.local.servers.postgres import PostgresProcess
from msc.local.servers.process_server import ProcessServer
from msc.local.servers.programs import Program
from msc.local.servers.rabbitmq import RabbitmqProcess
from msc.local.servers.redis import RedisProcess


class Kind(Record):
    """A kind of server and its sources.

    `installed` finds the program on this machine, `unpacked` in a folder that `source` has filled.
    `packages` install it, by family of systems.
    """

    name: str
    title: str
    program_name: str
    installed: Callable[[], Program | None]
    unpacked: Callable[[Path], Program | None]
    source: Source
    process: Callable[[Program, RunFolder, int], ProcessServer]
    container: ContainerRecipe
    packages: Mapping[str, str]

    @property
    def variable(self) -> str:
        """The environment variable that names a running server."""
        return f"TEST_{self.name.upper()}_URL"

    def cached(self, cache: Path) -> Program | None:
        """The program of an earlier download."""
        return self.unpacked(self.source.folder(cache, self.name))

    def download(self, cache: Path) -> None:
        """Fills the folder of the cache."""
        self.source.download(cache, self.name)


# MongoDB is in no Debian or Fedora archive: there, a container engine is what gets it.
KINDS = (
    Kind(
        "postgres", "PostgreSQL", "postgres", programs.installed_postgres,
        programs.unpacked_postgres, WHEEL, PostgresProcess, container.POSTGRES,
        {"debian": "postgresql", "fedora": "postgresql-server", "macos": "postgresql@17"},
    ),
    Kind(
        "mongo", "MongoDB", "mongod", programs.installed_mongo,
        programs.unpacked_mongo, WHEEL, MongoProcess, container.MONGO,
        {"debian": "podman", "fedora": "podman", "macos": "mongodb/brew/mongodb-community"},
    ),
    Kind(
        "redis", "Redis", "redis-server or valkey-server", programs.installed_redis,
        programs.unpacked_redis, WHEEL, RedisProcess, container.REDIS,
        {"debian": "redis-server", "fedora": "valkey", "macos": "redis"},
    ),
    Kind(
        "rabbitmq", "RabbitMQ", "rabbitmq-server", programs.installed_rabbitmq,
        programs.unpacked_rabbitmq, DEBIAN, RabbitmqProcess, container.RABBITMQ,
        {"debian": "rabbitmq-server", "fedora": "rabbitmq-server", "macos": "rabbitmq"},
    ),
)  # fmt: skip
