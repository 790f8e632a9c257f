"""All servers of a run, started in parallel."""

import os
import secrets
from collections.abc import Callable, Iterable
from concurrent import futures
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from local.container_engine import ContainerError
from local.run_folder import RunFolder, clean_abandoned, runs_folder
from local.servers.choice import Missing, choose, missing_message, platform_family
from local.servers.kinds import KINDS
from local.servers.server import ExternalServer, Server, ServerStartError

ALL_SERVERS = tuple(kind.name for kind in KINDS)


class ServersUnavailableError(Exception):
    """At least one server cannot be had on this machine; the text says how to get it."""


class LocalServers:
    """The servers by name (postgres, mongo, redis, rabbitmq); as a context manager, for tests."""

    def __init__(self, names: Iterable[str] = ALL_SERVERS, run: RunFolder | None = None) -> None:
        self._wanted = frozenset(names)
        self._owns_run = run is None
        self._run = run
        self._servers: dict[str, Server] = {}
        self._starting: dict[str, Future[None]] = {}

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
        try:
            self.begin()
            self.wait(*self.names)
        except BaseException:
            self.close()
            raise

    def begin(self) -> None:
        """Choose every server and start them side by side; their addresses are known at once."""
        self._run = self._run or _new_test_run()
        self._servers = self._choose(self._run)
        with_start = [one for one in self._servers.values() if not isinstance(one, ExternalServer)]
        pool = ThreadPoolExecutor(max_workers=len(KINDS))
        self._starting = {server.name: pool.submit(server.start) for server in with_start}
        pool.shutdown(wait=False)

    def wait(self, *names: str) -> None:
        """Return when these servers answer; every failure is told, not only the first."""
        started = [self._starting[name] for name in sorted(names) if name in self._starting]
        _raise_failures(one.exception() for one in started)

    def _choose(self, run: RunFolder) -> dict[str, Server]:
        kinds = [kind for kind in KINDS if kind.name in self._wanted]
        run.scratch()  # made before the threads ask for it, so that they share one
        with ThreadPoolExecutor(max_workers=len(KINDS)) as pool:
            chosen = list(pool.map(lambda kind: choose(kind, run), kinds))
        missing = tuple(one for one in chosen if isinstance(one, Missing))
        if missing:
            raise ServersUnavailableError(missing_message(missing, platform_family()))
        return {one.name: one for one in chosen if not isinstance(one, Missing)}

    def close(self) -> None:
        """Stop all servers for good, also those that are still starting."""
        try:
            self._each(lambda server: server.close())
            if any(not one.done() for one in self._starting.values()):
                # A start that was not yet at its process when it was closed is closed again.
                futures.wait(self._starting.values())
                self._each(lambda server: server.close())
        finally:
            self._servers, self._starting = {}, {}
            if self._owns_run and self._run is not None:
                self._run.finish()
                self._run = None

    def _each(self, action: Callable[[Server], None]) -> None:
        with ThreadPoolExecutor(max_workers=len(KINDS)) as pool:
            done = [pool.submit(action, server) for server in self._servers.values()]
        _raise_failures(one.exception() for one in done)

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
        """Where each server comes from, in words."""
        return {name: self._servers[name].origin for name in self.names}


def _new_test_run() -> RunFolder:
    runs = runs_folder()
    clean_abandoned(runs)
    return RunFolder.create(runs / f"test-{os.getpid()}-{secrets.token_hex(3)}")


def _raise_failures(errors: Iterable[BaseException | None]) -> None:
    """The expected failures become one; anything else is raised as it is."""
    texts: list[str] = []
    for error in errors:
        if isinstance(error, ServerStartError | ContainerError | OSError):
            texts.append(str(error))
        elif error is not None:
            raise error
    if texts:
        raise ServerStartError("\n".join(texts))
