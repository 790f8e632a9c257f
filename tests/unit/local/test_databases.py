"""The databases of a run on servers that the environment names."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from msc.local.runs.folder import RunFolder
from msc.local.runs.kept import forget
from msc.local.servers.kinds import KINDS
from msc.local.servers.server import ExternalServer
from msc.local.services.databases import STAYS, Databases, what_stays


class Borrowed:
    """Servers of which only MongoDB is there, and the environment names it."""

    names = ("mongo",)

    def __getitem__(self, name: str) -> ExternalServer:
        return ExternalServer(name, "mongodb://somewhere", "TEST_MONGO_URL")


def database(folder: Path) -> str:
    kept = folder / "data"
    run = RunFolder.create(folder / "up", kept)
    build: Any = SimpleNamespace(name="library")
    servers: Any = Borrowed()
    return Databases(build, run).settings(servers)["MONGO_DATABASE"]


def test_a_run_comes_back_to_its_database(tmp_path: Path) -> None:
    assert database(tmp_path) == database(tmp_path)


def test_a_fresh_run_takes_an_empty_database(tmp_path: Path) -> None:
    first = database(tmp_path)
    forget(tmp_path / "data")
    assert database(tmp_path) != first


def test_a_fresh_start_says_what_stays_on_servers_that_are_not_ours() -> None:
    environment = {"TEST_POSTGRES_URL": "postgresql://somewhere", "TEST_REDIS_URL": ""}
    assert list(what_stays(environment)) == [
        "TEST_POSTGRES_URL names a server of yours: "
        "the run takes a new, empty database there, and the former one stays"
    ]


def test_what_stays_is_said_of_every_kind() -> None:
    assert STAYS.keys() == {kind.name for kind in KINDS}
