"""The folder of one run: what it started, so that the next run can clean up after it."""

import json
import os
import secrets
import shutil
import tempfile
from pathlib import Path

from msc.core.record import Record, asdict, decode
from msc.local.containers import remove_container
from msc.local.runs import ports
from msc.local.runs.identity import ProcessIdentity, end_process, start_mark

GRACE_SECONDS = 5.0


class Death(Record):
    """A process that exited on its own; a negative exit code is the number of a signal."""

    name: str
    code: int


class RunFolder(Record):
    """One run on disk; everything but the logs is deleted when the run ends.

    `kept` is where the servers' data persists; without it, the data is deleted with the run.
    """

    path: Path
    kept: Path | None = None

    @classmethod
    def create(cls, path: Path, kept: Path | None = None) -> "RunFolder":
        """A new run, owned by this process."""
        folder = cls(path, kept)
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        # First, so that no other process takes it for abandoned.
        owner = ProcessIdentity("owner", os.getpid(), start_mark(os.getpid()) or "")
        folder._owner.write_text(_as_json(owner))
        for part in (folder.logs, *folder._parts):
            part.mkdir(exist_ok=True)
        return folder

    @classmethod
    def temporary(cls, runs: Path, name: str) -> "RunFolder":
        """A new run with temporary data, after cleaning up behind killed runs."""
        clean_abandoned(runs)
        return cls.create(runs / f"{name}-{os.getpid()}-{secrets.token_hex(3)}")

    @property
    def logs(self) -> Path:
        """The folder of the logs, one file per process."""
        return self.path / "logs"

    @property
    def state(self) -> Path:
        """The file that records the addresses once everything is ready."""
        return self.path / "state.json"

    @property
    def _parts(self) -> tuple[Path, ...]:
        return tuple(self.path / name for name in ("processes", "containers", "ports", "deaths"))

    @property
    def _owner(self) -> Path:
        return self.path / "owner.json"

    @property
    def _scratch(self) -> Path:
        return self.path / "scratch"

    def data(self) -> Path:
        """The folder of the servers' data, accessible to every user."""
        if self.kept is not None:
            self.kept.mkdir(parents=True, exist_ok=True)
            self.kept.chmod(0o711)
            return self.kept
        if self._scratch.exists():
            return Path(self._scratch.read_text())
        folder = Path(tempfile.mkdtemp(prefix="msc-servers-"))
        folder.chmod(0o711)
        self._scratch.write_text(str(folder))
        return folder

    def secret(self, name: str) -> str:
        """A secret with the same lifetime as the data that it protects."""
        file = self.data() / "secrets" / name
        if not file.exists():
            file.parent.mkdir(mode=0o700, exist_ok=True)
            file.touch(mode=0o600)
            file.write_text(secrets.token_hex(24))
        return file.read_text()

    def free_ports(self, count: int) -> tuple[int, ...]:
        """Ports that are free and not reserved by another run."""
        runs = self.path.parent
        others = tuple(runs.glob("*/ports"))
        return ports.reserve(count, self.path / "ports", others, runs / "ports.lock")

    def log(self, name: str) -> Path:
        """The log of a process."""
        return self.logs / f"{name}.log"

    def record_process(self, process: ProcessIdentity) -> None:
        """Records a started process."""
        self._forget_death(process.name)
        (self.path / "processes" / f"{process.name}.json").write_text(_as_json(process))

    def forget_process(self, name: str) -> None:
        """Removes the record of a stopped process."""
        (self.path / "processes" / f"{name}.json").unlink(missing_ok=True)
        self._forget_death(name)

    def processes(self) -> tuple[ProcessIdentity, ...]:
        """The recorded processes, most recent first."""
        records = sorted((self.path / "processes").glob("*.json"), key=_age, reverse=True)
        return tuple(decode(record.read_text(), ProcessIdentity) for record in records)

    def record_death(self, death: Death) -> None:
        """Records how a process exited."""
        (self.path / "deaths" / f"{death.name}.json").write_text(_as_json(death))

    def _forget_death(self, name: str) -> None:
        (self.path / "deaths" / f"{name}.json").unlink(missing_ok=True)

    def death(self, name: str) -> Death | None:
        """How a process exited; None if nobody observed it."""
        file = self.path / "deaths" / f"{name}.json"
        return decode(file.read_text(), Death) if file.exists() else None

    def record_container(self, engine: str, container: str) -> None:
        """Records a started container."""
        (self.path / "containers" / container).write_text(engine)

    def forget_container(self, container: str) -> None:
        """Removes the record of a deleted container."""
        (self.path / "containers" / container).unlink(missing_ok=True)

    def containers(self) -> tuple[tuple[str, str], ...]:
        """The recorded containers, with their engines."""
        files = sorted((self.path / "containers").glob("*"))
        return tuple((file.read_text(), file.name) for file in files)

    def owner(self) -> ProcessIdentity | None:
        """The process that ends this run."""
        if not self._owner.exists():
            return None
        return decode(self._owner.read_text(), ProcessIdentity)

    def in_use(self) -> bool:
        """Whether the owner is alive."""
        owner = self.owner()
        return owner is not None and owner.alive()

    def finish(self) -> None:
        """Deletes the records, and the data unless it is kept; the logs stay until the next run."""
        if self._scratch.exists():
            shutil.rmtree(self._scratch.read_text(), ignore_errors=True)
        for file in (self._scratch, self._owner, self.state):
            file.unlink(missing_ok=True)
        for part in self._parts:
            shutil.rmtree(part, ignore_errors=True)


def _as_json(value: Record) -> str:
    return json.dumps(asdict(value))


def _age(record: Path) -> int:
    return record.stat().st_mtime_ns


def clean_abandoned(runs: Path) -> tuple[str, ...]:
    """Ends what killed runs left behind and deletes old logs; returns the killed runs."""
    abandoned = end_abandoned(runs)
    for folder in _unused(runs):
        shutil.rmtree(folder.path, ignore_errors=True)
    return abandoned


def end_abandoned(runs: Path) -> tuple[str, ...]:
    """Ends what killed runs left behind; returns their names."""
    abandoned: list[str] = []
    for folder in _unused(runs):
        if folder.processes() or folder.containers():
            abandoned.append(folder.path.name)
        end_run(folder)
    return tuple(abandoned)


def _unused(runs: Path) -> tuple[RunFolder, ...]:
    folders = (RunFolder(logs.parent) for logs in sorted(runs.glob("*/logs")))
    return tuple(folder for folder in folders if not folder.in_use())


def end_run(folder: RunFolder) -> None:
    """Ends everything that a run recorded, and deletes its temporary data."""
    for process in folder.processes():
        end_process(process, grace_seconds=GRACE_SECONDS)
    for engine, container in folder.containers():
        remove_container(engine, container)
    folder.finish()
