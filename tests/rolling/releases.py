"""Two versions of one system, each with services of its own, on the same servers."""

import os
import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from msc.local.build import Build
from msc.local.runs.folder import RunFolder
from msc.local.runs.process import LocalProcess
from msc.local.servers.servers import LocalServers
from msc.local.services import processes
from msc.local.services.environment import Credentials, service_environment
from msc.pipeline.building import build

LEFT_BEHIND = shutil.ignore_patterns(".venv", "run", "__pycache__")


def written(specs: tuple[Path, Path], folder: Path) -> tuple[Build, Build]:
    """The builds of two specs, the second of which was the first one's next build."""
    for name in ("old", "new", "fresh"):
        _clear(folder / name)
    old = _written(specs[0], folder / "old")
    shutil.copytree(old.root, folder / "new", ignore=LEFT_BEHIND, dirs_exist_ok=True)
    return old, _written(specs[1], folder / "new")


def _clear(folder: Path) -> None:
    """Removes what was built, and leaves what was installed, and what names killed runs."""
    for path in folder.glob("*"):
        if path.name in (".venv", "run"):
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def fresh(spec: Path, folder: Path) -> Build:
    """The build of a spec that nothing was built from before."""
    return _written(spec, folder / "fresh")


def alembic(built: Build, python: Path, url: str, *arguments: str) -> None:
    """Runs Alembic over the revisions of a build, in an environment that may be another's."""
    subprocess.run(
        [str(python), "-m", "alembic", *arguments],
        cwd=built.folder("db_postgres_service"),
        env={**os.environ, "ENVIRONMENT": "test", "DATABASE_URL": _for_driver(url)},
        check=True,
        capture_output=True,
    )


def _for_driver(url: str) -> str:
    return url.replace("://", "+asyncpg://", 1)


def install(builds: tuple[Build, ...]) -> None:
    """Installs what the builds need, beside each other."""
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda built: built.install(os.environ), builds))


def _written(spec: Path, folder: Path) -> Build:
    outcome = build(spec, folder)
    assert not outcome.failed, outcome.diagnostics
    return Build(folder)


class Release:
    """The services of one version, which call only each other.

    What belongs to the data, such as the secret of access tokens, is the same for both versions.
    """

    def __init__(self, built: Build, servers: LocalServers, data: RunFolder) -> None:
        self.build = built
        self._servers = servers
        self._data = data
        self._run = RunFolder.temporary(built.runs, "release")
        self._ports = processes.choose_ports(built.processes, self._run, None)
        self._processes = dict[str, LocalProcess]()

    @property
    def url(self) -> str:
        """The address of the API."""
        return f"http://127.0.0.1:{self._ports['api_service']}"

    @property
    def logs(self) -> Path:
        """The folder of the logs of the services."""
        return self._run.logs

    @property
    def _environment(self) -> dict[str, str]:
        settings = self.build.settings
        credentials = Credentials.of(self._data, settings)
        return service_environment(settings, self._servers.urls, self._ports, credentials)

    def migrate(self) -> float:
        """Brings the databases to this version; the seconds that it took."""
        began = time.monotonic()
        for name in processes.MIGRATORS:
            if name in self._ports:
                processes.migrate(self.build, name, self._environment, self._run)
        return time.monotonic() - began

    def start(self, *names: str) -> None:
        """Starts services, and waits until they are ready."""
        chosen = [name for name in names if name in self._ports]
        for name in chosen:
            port = self._ports[name]
            self._processes[name] = processes.start(
                self.build, name, self._environment, port, self._run
            )
        for name in chosen:
            processes.wait_ready(self._processes[name], self._ports[name])

    def stop(self, *names: str) -> None:
        """Ends services in order, as an engine of containers does: asked first, then killed."""
        leaving = [self._processes.pop(name) for name in names if name in self._processes]
        with ThreadPoolExecutor() as pool:
            list(pool.map(lambda process: process.stop(grace_seconds=75), leaving))

    def close(self) -> None:
        """Ends everything that still runs."""
        for step in reversed(processes.STEPS):
            self.stop(*step)
        self._run.finish()
