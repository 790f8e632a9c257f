"""The folder of one run: what it started, so that a killed run can be cleaned up by the next."""

import json
import os
import random
import shutil
import socket
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from local.container_engine import remove_container
from local.process_identity import ProcessIdentity, end_process, start_mark

# Below the ports that systems hand out to outgoing connections.
_PORT_RANGE = (20_000, 32_000)
ROOT = Path(__file__).resolve().parent.parent


def runs_folder() -> Path:
    """Where all runs live: `run/` beside the services, or LOCAL_RUN_FOLDER."""
    return Path(os.environ.get("LOCAL_RUN_FOLDER") or ROOT / "run")


@dataclass(frozen=True, slots=True)
class RunFolder:
    """One run on disk; everything in it but the logs goes away when the run ends."""

    path: Path

    @classmethod
    def create(cls, path: Path) -> "RunFolder":
        folder = cls(path)
        for part in (folder.logs, folder._processes, folder._containers, folder._ports):
            part.mkdir(parents=True, exist_ok=True)
        path.chmod(0o700)
        owner = ProcessIdentity("owner", os.getpid(), start_mark(os.getpid()) or "")
        folder._owner.write_text(json.dumps(asdict(owner)))
        return folder

    def detach(self) -> None:
        """From here on the run goes on without the process that started it."""
        self._owner.unlink()

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def state(self) -> Path:
        return self.path / "state.json"

    @property
    def _processes(self) -> Path:
        return self.path / "processes"

    @property
    def _containers(self) -> Path:
        return self.path / "containers"

    @property
    def _ports(self) -> Path:
        return self.path / "ports"

    @property
    def _owner(self) -> Path:
        return self.path / "owner.json"

    @property
    def _scratch(self) -> Path:
        return self.path / "scratch"

    def scratch(self) -> Path:
        """The folder of the servers' data: outside the project, where every user can reach it."""
        if self._scratch.exists():
            return Path(self._scratch.read_text())
        made = Path(tempfile.mkdtemp(prefix="local-servers-"))
        made.chmod(0o711)
        self._scratch.write_text(str(made))
        return made

    def free_ports(self, count: int) -> tuple[int, ...]:
        """Ports that nothing listens on and that no run of this folder has reserved."""
        found: list[int] = []
        while len(found) < count:
            port = random.randrange(*_PORT_RANGE)  # noqa: S311 - a port is no secret
            if _is_free(port) and self._reserve(port):
                found.append(port)
        return tuple(found)

    def _reserve(self, port: int) -> bool:
        """Between choosing a port and listening on it, nobody else may choose it."""
        if any(self.path.parent.glob(f"*/ports/{port}")):
            return False
        try:
            (self._ports / str(port)).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def record_process(self, process: ProcessIdentity) -> None:
        (self._processes / f"{process.name}.json").write_text(json.dumps(asdict(process)))

    def forget_process(self, name: str) -> None:
        (self._processes / f"{name}.json").unlink(missing_ok=True)

    def processes(self) -> tuple[ProcessIdentity, ...]:
        """The processes recorded here, the last started first."""
        records = sorted(self._processes.glob("*.json"), key=_age, reverse=True)
        return tuple(ProcessIdentity(**json.loads(record.read_text())) for record in records)

    def record_container(self, engine: str, container: str) -> None:
        (self._containers / container).write_text(engine)

    def forget_container(self, container: str) -> None:
        (self._containers / container).unlink(missing_ok=True)

    def containers(self) -> tuple[tuple[str, str], ...]:
        return tuple((file.read_text(), file.name) for file in sorted(self._containers.glob("*")))

    def owner(self) -> ProcessIdentity | None:
        """Who ends this run; nobody when the run was detached."""
        if not self._owner.exists():
            return None
        return ProcessIdentity(**json.loads(self._owner.read_text()))

    def in_use(self) -> bool:
        """True while the owner lives, or, for a detached run, while a process of it lives."""
        owner = self.owner()
        if owner is not None:
            return owner.alive()
        return any(process.alive() for process in self.processes()) or bool(self.containers())

    def finish(self) -> None:
        """Remove the data and the records; the logs stay until the next run begins."""
        if self._scratch.exists():
            shutil.rmtree(self._scratch.read_text(), ignore_errors=True)
        for file in (self._scratch, self._owner, self.state):
            file.unlink(missing_ok=True)
        for part in (self._processes, self._containers, self._ports):
            shutil.rmtree(part, ignore_errors=True)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _age(record: Path) -> int:
    return record.stat().st_mtime_ns


def clean_abandoned(runs: Path) -> tuple[str, ...]:
    """End what killed runs left behind and drop finished runs; the names of the killed ones."""
    abandoned: list[str] = []
    for path in sorted(runs.glob("*")):
        folder = RunFolder(path)
        if not path.is_dir() or folder.in_use():
            continue
        if folder.processes() or folder.containers():
            abandoned.append(path.name)
        end_run(folder)
        shutil.rmtree(path, ignore_errors=True)
    return tuple(abandoned)


def end_run(folder: RunFolder) -> None:
    """Kill everything a run recorded and remove its data."""
    for process in folder.processes():
        end_process(process, grace_seconds=0)
    for engine, container in folder.containers():
        remove_container(engine, container)
    folder.finish()
