"""The whole system as one object: servers, services and operations for tests."""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

from msc.local.build import Build
from msc.local.runs.folder import Death, RunFolder
from msc.local.runs.process import LocalProcess
from msc.local.servers.servers import LocalServers
from msc.local.services import processes
from msc.local.services.databases import Databases
from msc.local.services.environment import Credentials, service_environment


class LocalSystem:
    """All services with their servers, as plain processes; as a context manager, for tests.

    `settings` are environment variables for every service, in addition to those of the build.
    """

    def __init__(
        self,
        build: Build,
        run: RunFolder,
        *,
        first_port: int | None = None,
        settings: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.build = build
        self.run = run
        self.servers = LocalServers(run, processes.servers_of(build.processes))
        self._first_port = first_port
        self._ports: dict[str, int] = {}
        self._databases = Databases(build, run)
        self._credentials = Credentials.of(run, build.settings)
        self._settings = settings
        self._environment: dict[str, str] = {}
        self._processes: dict[str, LocalProcess] = {}

    @property
    def urls(self) -> dict[str, str]:
        """The address of each service."""
        return {name: f"http://127.0.0.1:{port}" for name, port in self._ports.items()}

    @property
    def operator_token(self) -> str:
        """The token for every route between services."""
        return self._credentials.operator_token

    @property
    def logs(self) -> Path:
        """The folder of the logs, one file per process."""
        return self.run.logs

    def log(self, name: str) -> str:
        """The output of a service so far."""
        file = self.run.log(name)
        return file.read_text() if file.exists() else ""

    @property
    def environment(self) -> dict[str, str]:
        """The environment of the end-to-end tests."""
        addresses = {f"SYSTEM_{name.upper()}_URL": url for name, url in self.urls.items()}
        return {
            **addresses,
            "SYSTEM_OPERATOR_TOKEN": self.operator_token,
            "SYSTEM_LOGS": str(self.logs),
        }

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

    def begin(self) -> None:
        """Starts the servers without waiting for them; their addresses are known immediately."""
        self.servers.begin()

    def start(self) -> None:
        """Starts everything and waits until it is ready; cleans up if that fails."""
        try:
            self._ports = processes.choose_ports(self.build.processes, self.run, self._first_port)
            if not self.servers.names:
                self.begin()
            self.servers.wait("postgres")
            self._environment = self._for_services()
            with ThreadPoolExecutor() as pool:
                list(pool.map(self._migrate, processes.MIGRATORS))
            for step in processes.STEPS:
                self._start_together(*step)
            self._write_state()
        except BaseException:
            self.close()
            raise

    def _for_services(self) -> dict[str, str]:
        urls = self._databases.urls(self.servers)
        settings = {**self.build.settings, **self._databases.settings(self.servers)}
        environment = service_environment(settings, urls, self._ports, self._credentials)
        return {**environment, **self._settings}

    def _migrate(self, name: str) -> None:
        if name in self._ports:
            self.servers.wait(*processes.servers_of([name]))
            processes.migrate(self.build, name, self._environment, self.run)

    def _start_together(self, *names: str) -> None:
        chosen = [name for name in names if name in self._ports]
        self.servers.wait(*processes.servers_of(chosen))
        for name in chosen:
            self._launch(name)
        for name in chosen:
            processes.wait_ready(self._processes[name], self._ports[name])

    def _launch(self, name: str) -> None:
        port = self._ports[name]
        self._processes[name] = processes.start(self.build, name, self._environment, port, self.run)

    def _write_state(self) -> None:
        state = {"urls": self.urls, "origins": self.servers.origins}
        partial = self.run.state.with_suffix(".partial")
        partial.write_text(json.dumps(state))
        partial.rename(self.run.state)

    def deaths(self) -> tuple[tuple[Death, LocalProcess], ...]:
        """The processes that exited on their own since the last call."""
        seen = []
        for process in (*self.servers.processes, *self._processes.values()):
            code = process.exit_code()
            if code is not None and self.run.death(process.name) is None:
                death = Death(process.name, code)
                self.run.record_death(death)
                seen.append((death, process))
        return tuple(seen)

    def kill(self, name: str, number: int | None = None) -> None:
        """Sends a signal to a service, which by default kills it before this returns."""
        self._processes[name].kill(number)

    def restart(self, name: str) -> None:
        """Restarts a service on its port, and waits until it is ready."""
        self._processes[name].stop(grace_seconds=processes.GRACE_SECONDS)
        self._launch(name)
        processes.wait_ready(self._processes[name], self._ports[name])

    def close(self) -> None:
        """Stops the services in order, callers before the services they call, then the servers."""
        try:
            for step in reversed(processes.STEPS):
                self._stop_together(step)
            self._databases.close(self.servers)
        finally:
            self._processes = {}
            self.servers.close()
            self.run.finish()

    def _stop_together(self, step: tuple[str, ...]) -> None:
        chosen = [process for name, process in self._processes.items() if name in step]
        if not chosen:
            return
        with ThreadPoolExecutor(max_workers=len(chosen)) as pool:
            grace = processes.GRACE_SECONDS
            list(pool.map(lambda process: process.stop(grace_seconds=grace), chosen))
