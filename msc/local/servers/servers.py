"""All servers of a run, started in parallel."""

from collections.abc import Callable, Iterable
from concurrent import futures
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from msc.local.failure import LocalError
from msc.local.runs.folder import RunFolder
from msc.local.runs.process import LocalProcess
from msc.local.servers.choice import Missing, choose, missing_message, platform_family
from msc.local.servers.kinds import KINDS
from msc.local.servers.process_server import ProcessServer
from msc.local.servers.server import ExternalServer, Server, ServerStartError

ALL_SERVERS = tuple(kind.name for kind in KINDS)


class ServersUnavailableError(LocalError):
    """A server is not available on this machine; the text states how to install it."""


class LocalServers:
    """The servers by name (postgres, mongo, redis, rabbitmq); as a context manager, for tests."""

    def __init__(self, run: RunFolder, names: Iterable[str] = ALL_SERVERS) -> None:
        self._wanted = frozenset(names)
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
        """Chooses and starts all servers; if one fails, the others are closed again."""
        try:
            self.begin()
            self.wait(*self.names)
        except BaseException:
            self.close()
            raise

    def begin(self) -> None:
        """Chooses all servers and starts them in parallel; addresses are known at once."""
        self._servers = self._choose()
        ours = [one for one in self._servers.values() if not isinstance(one, ExternalServer)]
        pool = ThreadPoolExecutor(max_workers=len(KINDS))
        self._starting = {server.name: pool.submit(server.start) for server in ours}
        pool.shutdown(wait=False)

    def wait(self, *names: str) -> None:
        """Returns when these servers are ready; reports every failure, not only the first."""
        started = [self._starting[name] for name in sorted(names) if name in self._starting]
        _raise_failures(one.exception() for one in started)

    def _choose(self) -> dict[str, Server]:
        kinds = [kind for kind in KINDS if kind.name in self._wanted]
        self._run.data()  # made before the threads ask for it, so that they share one
        with ThreadPoolExecutor(max_workers=len(KINDS)) as pool:
            chosen = list(pool.map(lambda kind: choose(kind, self._run), kinds))
        missing = tuple(one for one in chosen if isinstance(one, Missing))
        if missing:
            raise ServersUnavailableError(missing_message(missing, platform_family()))
        return {one.name: one for one in chosen if not isinstance(one, Missing)}

    def close(self) -> None:
        """Stops all servers permanently, including those that are still starting."""
        try:
            self._all(lambda server: server.close())
            if any(not one.done() for one in self._starting.values()):
                # A start that was not yet at its process when it was closed is closed again.
                futures.wait(self._starting.values())
                self._all(lambda server: server.close())
        finally:
            self._servers, self._starting = {}, {}

    def _all(self, action: Callable[[Server], None]) -> None:
        with ThreadPoolExecutor(max_workers=len(KINDS)) as pool:
            done = [pool.submit(action, server) for server in self._servers.values()]
        _raise_failures(one.exception() for one in done)

    def __getitem__(self, name: str) -> Server:
        return self._servers[name]

    def start(self, name: str) -> None:
        """Restarts one server with its data."""
        self._servers[name].start()

    def stop(self, name: str) -> None:
        """Stops one server gracefully and keeps its data."""
        self._servers[name].stop()

    @property
    def names(self) -> tuple[str, ...]:
        """The servers of this run."""
        return tuple(kind.name for kind in KINDS if kind.name in self._servers)

    @property
    def processes(self) -> tuple[LocalProcess, ...]:
        """The servers that are plain processes of this run and have been started."""
        servers = [one for one in self._servers.values() if isinstance(one, ProcessServer)]
        return tuple(one.process for one in servers if one.process is not None)

    @property
    def urls(self) -> dict[str, str]:
        """The address of each server, including its password."""
        return {name: self._servers[name].url for name in self.names}

    @property
    def environment(self) -> dict[str, str]:
        """The addresses as variables for the integration tests: TEST_POSTGRES_URL and so on."""
        return {k.variable: self._servers[k.name].url for k in KINDS if k.name in self._servers}

    @property
    def origins(self) -> dict[str, str]:
        """A description of each server's source."""
        return {name: self._servers[name].origin for name in self.names}


def _raise_failures(errors: Iterable[BaseException | None]) -> None:
    """Combines expected failures into one exception; raises any other one unchanged."""
    texts: list[str] = []
    for error in errors:
        if isinstance(error, LocalError | OSError):
            texts.append(str(error))
        elif error is not None:
            raise error
    if texts:
        raise ServerStartError("\n".join(texts))
