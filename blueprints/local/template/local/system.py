"""The whole system as one thing: servers, services, and what tests do to them."""

import os
import secrets
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

from local import services
from local.process import LocalProcess
from local.run_folder import RunFolder, clean_abandoned, runs_folder
from local.servers import LocalServers


class LocalSystem:
    """All services with their servers, as plain processes; as a context manager, for tests."""

    def __init__(self, *, default_ports: bool = False) -> None:
        runs = runs_folder()
        clean_abandoned(runs)
        self.run = RunFolder.create(runs / f"system-{os.getpid()}-{secrets.token_hex(3)}")
        self.servers = LocalServers(run=self.run)
        self.service_token = services.SERVICE_TOKEN
        self._ports = services.choose_ports(default=default_ports)
        self._environment: dict[str, str] = {}
        self._processes: dict[str, LocalProcess] = {}

    @property
    def urls(self) -> dict[str, str]:
        """The address of each service."""
        return {name: f"http://127.0.0.1:{port}" for name, port in self._ports.items()}

    @property
    def logs(self) -> Path:
        """The folder of the logs, one file per service."""
        return self.run.logs

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
            self.servers.start_all()
            self._environment = services.environment(self.servers.urls, self._ports)
            services.migrate(self._environment, self.run)
            self._start_together("simulators", "db_postgres_service", "db_mongo_service")
            self._start_together("api_service")
            self._start_together("worker_service", "bot_service")
        except BaseException:
            self.close()
            raise

    def _start_together(self, *names: str) -> None:
        chosen = [name for name in names if name in self._ports]
        for name in chosen:
            self._launch(name)
        for name in chosen:
            services.wait_ready(self._processes[name], self._ports[name])

    def _launch(self, name: str) -> None:
        port = self._ports[name]
        self._processes[name] = services.start(name, self._environment, port, self.run)

    def kill(self, name: str, number: int = signal.SIGKILL) -> None:
        """Sends a signal to a service."""
        self._processes[name].kill(number)

    def restart(self, name: str) -> None:
        """Starts a service again, on its port, and waits until it is ready."""
        self._processes[name].stop(grace_seconds=services.GRACE_SECONDS)
        self._launch(name)
        services.wait_ready(self._processes[name], self._ports[name])

    def close(self) -> None:
        """Stops the services in order, then the servers."""
        order = [name for name in reversed(services.ORDER) if name in self._processes]
        with ThreadPoolExecutor(max_workers=len(services.ORDER)) as pool:
            stop = [
                pool.submit(self._processes[name].stop, grace_seconds=services.GRACE_SECONDS)
                for name in order
            ]
            for each in stop:
                each.result()
        self._processes = {}
        self.servers.close()
        self.run.finish()
