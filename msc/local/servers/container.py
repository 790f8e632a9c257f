"""A server in a container, with one published port."""

import hashlib
import secrets
from collections.abc import Callable

from msc.core.record import Record
from msc.local.containers import ContainerError, engine_command, remove_container
from msc.local.runs.folder import RunFolder
from msc.local.runs.kept import VOLUME_SUFFIX
from msc.local.servers.probes import (
    join_replica_set,
    mongo_answers,
    mongo_is_primary,
    postgres_answers,
    rabbitmq_answers,
    redis_answers,
)
from msc.local.servers.server import ServerStartError, wait_until

_START_SECONDS = 120


class ContainerRecipe(Record):
    """How to run one kind of server in a container."""

    name: str
    image: str
    port: int
    data: str
    url: Callable[[str, int], str]
    answers: Callable[[int], bool]
    environment: Callable[[str], tuple[str, ...]] = lambda _password: ()
    arguments: tuple[str, ...] = ()
    after_start: Callable[[int], None] = lambda _port: None
    same_port: bool = False


class ContainerServer:
    """Stopping keeps the container; closing removes it with its temporary data."""

    def __init__(self, recipe: ContainerRecipe, engine: str, run: RunFolder, port: int) -> None:
        self.name = recipe.name
        self._recipe = recipe
        self._engine = engine
        self._run = run
        self._port = port
        self._password = run.secret(recipe.name)
        self._container = f"msc-{recipe.name}-{secrets.token_hex(4)}"
        self._created = False

    @property
    def url(self) -> str:
        """The address for clients, including the password."""
        return self._recipe.url(self._password, self._port)

    @property
    def origin(self) -> str:
        """A description of the server's source."""
        return f"{self._engine} container ({self._recipe.image})"

    def start(self) -> None:
        """Starts it, or restarts it on the same port with its previous data."""
        try:
            engine_command(self._engine, self._start_arguments())
        except ContainerError as error:
            raise ServerStartError(f"{self.name}: {error}") from error
        self._created = True
        wait_until(lambda: self._recipe.answers(self._port), _START_SECONDS, lambda: None)
        self._recipe.after_start(self._port)

    def _start_arguments(self) -> list[str]:
        if self._created:
            return ["start", self._container]
        self._run.record_container(self._engine, self._container)
        inner = self._port if self._recipe.same_port else self._recipe.port
        settings = self._recipe.environment(self._password)
        listen = ["--port", str(inner)] if self._recipe.same_port else []
        return [
            *("run", "--detach", "--name", self._container),
            *("--publish", f"127.0.0.1:{self._port}:{inner}"),
            *(part for setting in settings for part in ("--env", setting)),
            *self._volume(),
            self._recipe.image,
            *self._recipe.arguments,
            *listen,
        ]

    def _volume(self) -> tuple[str, ...]:
        """A named volume, which outlives the container, if data is kept."""
        if self._run.kept is None:
            return ()
        digest = hashlib.sha256(str(self._run.kept).encode()).hexdigest()[:12]
        volume = f"msc-{digest}-{self.name}"
        (self._run.data() / f"{volume}{VOLUME_SUFFIX}").write_text(self._engine)
        return ("--volume", f"{volume}:{self._recipe.data}")

    def stop(self) -> None:
        """Stops it gracefully and keeps its data for the next start."""
        engine_command(self._engine, ["stop", self._container])

    def close(self) -> None:
        """Stops it permanently; volumes are kept."""
        if self._run.kept is not None and self._created:
            self.stop()
        remove_container(self._engine, self._container)
        self._run.forget_container(self._container)
        self._created = False


def _become_primary(port: int) -> None:
    join_replica_set(port)
    wait_until(lambda: mongo_is_primary(port), _START_SECONDS, lambda: None)


POSTGRES = ContainerRecipe(
    name="postgres",
    image="docker.io/library/postgres:17",
    port=5432,
    data="/var/lib/postgresql/data",
    url=lambda password, port: f"postgresql://postgres:{password}@127.0.0.1:{port}/postgres",
    answers=postgres_answers,
    environment=lambda password: (f"POSTGRES_PASSWORD={password}",),
    arguments=("-c", "fsync=off", "-c", "synchronous_commit=off"),
)
# A member must find itself under the name clients use, so the port is the same on both sides.
MONGO = ContainerRecipe(
    name="mongo",
    image="docker.io/library/mongo:7",
    port=27017,
    data="/data/db",
    url=lambda _, port: f"mongodb://127.0.0.1:{port}/?replicaSet=rs0&directConnection=true",
    answers=mongo_answers,
    arguments=("--replSet", "rs0", "--bind_ip_all", "--wiredTigerCacheSizeGB", "0.25"),
    after_start=_become_primary,
    same_port=True,
)
REDIS = ContainerRecipe(
    name="redis",
    image="docker.io/library/redis:8-alpine",
    port=6379,
    data="/data",
    url=lambda _, port: f"redis://127.0.0.1:{port}/0",
    answers=redis_answers,
    arguments=("--appendonly", "yes", "--appendfsync", "no"),
)
RABBITMQ = ContainerRecipe(
    name="rabbitmq",
    image="docker.io/library/rabbitmq:4-management",
    port=5672,
    data="/var/lib/rabbitmq",
    url=lambda password, port: f"amqp://app:{password}@127.0.0.1:{port}/",
    answers=rabbitmq_answers,
    environment=lambda password: (
        "RABBITMQ_DEFAULT_USER=app",
        f"RABBITMQ_DEFAULT_PASS={password}",
    ),
)
