"""The whole system as one thing: servers, services, and what tests do to them."""

import json
import os
import secrets
import signal
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

from local import services
from local.database import create_database, drop_database
from local.environment import Credentials, service_environment
from local.process import LocalProcess
from local.run_folder import RunFolder, clean_abandoned, runs_folder
from local.servers import LocalServers
from local.servers.server import ExternalServer


class LocalSystem:
    """All services with their servers, as plain processes; as a context manager, for tests.

    `settings` are environment variables for every service, beside those that this class knows.
    """

    def __init__(
        self,
        *,
        default_ports: bool = False,
        run: RunFolder | None = None,
        settings: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.run = run or _new_run()
        self._ports = services.choose_ports(self.run, default=default_ports)
        self.servers = LocalServers(services.servers_of(self._ports), run=self.run)
        self._credentials = Credentials()
        self._settings = settings
        self._environment: dict[str, str] = {}
        self._processes: dict[str, LocalProcess] = {}
        self._borrowed_database: str | None = None

    @property
    def urls(self) -> dict[str, str]:
        """The address of each service and of each replica."""
        return {name: f"http://127.0.0.1:{port}" for name, port in self._ports.items()}

    @property
    def logs(self) -> Path:
        """The folder of the logs, one file per service."""
        return self.run.logs

    @property
    def service_token(self) -> str:
        """What opens the data services and the internal routes."""
        return self._credentials.service_token

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()

    def start(self) -> None:
        """Starts everything and waits until it is ready; nothing is left behind if that fails."""
        try:
            self.servers.begin()
            self._environment = service_environment(
                self._databases(), self._ports, self._credentials, self._settings
            )
            if "db_postgres_service" in self._ports:
                services.migrate(self._environment, self.run)
            for step in services.STEPS:
                self._start_together(*step)
            self._write_state()
        except BaseException:
            self.close()
            raise

    def _databases(self) -> dict[str, str]:
        """On a server of our own the first database is fresh; on another's, one is made."""
        urls = self.servers.urls
        if "postgres" not in urls:
            return urls
        self.servers.wait("postgres")
        if not isinstance(self.servers["postgres"], ExternalServer):
            return urls
        self._borrowed_database = create_database(urls["postgres"])
        return {**urls, "postgres": self._borrowed_database}

    def _start_together(self, *names: str) -> None:
        chosen = [name for name in names if name in self._ports]
        self.servers.wait(*services.servers_of(chosen))
        for name in chosen:
            self._launch(name)
        for name in chosen:
            services.wait_ready(self._processes[name], self._ports[name])

    def _launch(self, name: str) -> None:
        port = self._ports[name]
        self._processes[name] = services.start(name, self._environment, port, self.run)

    def _write_state(self) -> None:
        state = {"urls": self.urls, "servers": self.servers.urls, "origins": self.servers.origins}
        self.run.state.write_text(json.dumps(state))

    def kill(self, name: str, number: int = signal.SIGKILL) -> None:
        """Sends a signal to a service; with SIGKILL it is gone when this returns."""
        self._processes[name].kill(number)

    def restart(self, name: str) -> None:
        """Starts a service again, on its port, and waits until it is ready."""
        self._processes[name].stop(grace_seconds=services.GRACE_SECONDS)
        self._launch(name)
        services.wait_ready(self._processes[name], self._ports[name])

    def start_replica(self, name: str) -> str:
        """One more process of the service beside the first; the name to kill or restart it by."""
        count = sum(services.service_of(one) == name for one in self._processes)
        replica = f"{name}-{count + 1}"
        (self._ports[replica],) = self.run.free_ports(1)
        self._launch(replica)
        services.wait_ready(self._processes[replica], self._ports[replica])
        return replica

    def close(self) -> None:
        """Stops the services in order, callers before those they call, then the servers."""
        try:
            for step in reversed(services.STEPS):
                self._stop_together(step)
            self._drop_borrowed_database()
        finally:
            self._processes = {}
            self.servers.close()
            self.run.finish()

    def _stop_together(self, step: tuple[str, ...]) -> None:
        chosen = [
            process
            for name, process in self._processes.items()
            if services.service_of(name) in step
        ]
        if not chosen:
            return
        with ThreadPoolExecutor(max_workers=len(chosen)) as pool:
            grace = services.GRACE_SECONDS
            list(pool.map(lambda process: process.stop(grace_seconds=grace), chosen))

    def _drop_borrowed_database(self) -> None:
        if self._borrowed_database is not None:
            drop_database(self.servers["postgres"].url, self._borrowed_database)
            self._borrowed_database = None


def _new_run() -> RunFolder:
    runs = runs_folder()
    clean_abandoned(runs)
    return RunFolder.create(runs / f"system-{os.getpid()}-{secrets.token_hex(3)}")
