"""All servers of a run, started in parallel."""

import os
import secrets
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self

from local.container_engine import ContainerError
from local.run_folder import RunFolder, clean_abandoned, runs_folder
from local.servers.choice import Missing, choose, missing_message, platform_family
from local.servers.kinds import KINDS
from local.servers.server import Server, ServerStartError

ALL_SERVERS = tuple(kind.name for kind in KINDS)


class ServersUnavailableError(Exception):
    """At least one server cannot be had on this machine; the text says how to get it."""


class LocalServers:
    """The servers by name (postgres, mongo, redis, rabbitmq); as a context manager, for tests."""

    def __init__(self, names: Iterable[str] = ALL_SERVERS, run: RunFolder | None = None) -> None:
        self._names = frozenset(names)
        self._owns_run = run is None
        self._run = run
        self._servers: dict[str, Server] = {}

    def __enter__(self) -> Self:
        self.start_all()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()

    def start_all(self) -> None:
        """Choose and start every server; when one fails, the others are closed again."""
        run = self._run or _new_test_run()
        self._run = run
        try:
            self._servers = self._choose(run)
            _together(self._servers.values(), _start_unless_external)
        except BaseException:
            self.close()
            raise

    def _choose(self, run: RunFolder) -> dict[str, Server]:
        kinds = [kind for kind in KINDS if kind.name in self._names]
        with ThreadPoolExecutor(max_workers=4) as pool:
            chosen = list(pool.map(lambda kind: choose(kind, run), kinds))
        missing = tuple(one for one in chosen if isinstance(one, Missing))
        if missing:
            raise ServersUnavailableError(missing_message(missing, platform_family()))
        return {one.name: one for one in chosen if not isinstance(one, Missing)}

    def close(self) -> None:
        try:
            _together(self._servers.values(), lambda server: server.close())
        finally:
            self._servers = {}
            if self._owns_run and self._run is not None:
                self._run.finish()
                self._run = None

    def __getitem__(self, name: str) -> Server:
        return self._servers[name]

    def start(self, name: str) -> None:
        self._servers[name].start()

    def stop(self, name: str) -> None:
        """Stop one server gracefully; its data is there when it starts again."""
        self._servers[name].stop()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(kind.name for kind in KINDS if kind.name in self._servers)

    @property
    def urls(self) -> dict[str, str]:
        return {name: self._servers[name].url for name in self.names}

    @property
    def environment(self) -> dict[str, str]:
        """TEST_POSTGRES_URL and its like, as the integration tests read them."""
        return {k.variable: self._servers[k.name].url for k in KINDS if k.name in self._servers}

    @property
    def origins(self) -> dict[str, str]:
        return {name: self._servers[name].origin for name in self.names}


def _new_test_run() -> RunFolder:
    runs = runs_folder()
    clean_abandoned(runs)
    return RunFolder.create(runs / f"test-{os.getpid()}-{secrets.token_hex(3)}")


def _start_unless_external(server: Server) -> None:
    if not server.origin.startswith("TEST_"):
        server.start()


def _together(servers: Iterable[Server], action: Callable[[Server], None]) -> None:
    """Do it to all at once; every failure is told, not only the first."""
    listed = list(servers)
    if not listed:
        return
    failures: list[str] = []

    def attempt(server: Server) -> None:
        try:
            action(server)
        except (ServerStartError, ContainerError, OSError) as error:
            failures.append(str(error))

    with ThreadPoolExecutor(max_workers=len(listed)) as pool:
        list(pool.map(attempt, listed))
    if failures:
        raise ServerStartError("\n".join(sorted(failures)))
