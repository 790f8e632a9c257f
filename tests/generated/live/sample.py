"""A built system, its data services on real servers, and what came of calling its operations."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from msc.core.record import Record, replace
from msc.emit import emission
from msc.emit.tree import FileTree
from msc.ir.behaviour import Actor, ActorKind, Operation
from msc.ir.entities import Entity, Store
from msc.ir.fields import Field, PasswordType, ReferenceType
from msc.ir.system import System
from msc.local.build import Build
from msc.local.runs.folder import RunFolder
from msc.local.system import LocalSystem
from msc.lower.program import lower
from msc.lower.shapes.names import attribute
from msc.lower.shapes.samples import ordinary_value, sample_value
from msc.lower.shapes.tables import table
from tests.generated.environment import ROOT, Environment

CALLER = Path(__file__).with_name("caller.py")
CALLERS = ("api_service", "worker_service")
DATA_SERVICES = ("db_postgres_service", "db_mongo_service")


class Call(Record):
    """One call of an operation; `refused` says why it did not succeed.

    A rule that asks for more stored rows than a rehearsal arranges leaves it undecided.
    """

    operation: str
    way: str
    role: str | None
    refused: str | None

    @property
    def is_undecided(self) -> bool:
        """Whether only a rule on stored rows refused it."""
        return self.refused is not None and self.refused.startswith("undecided")


class DataServices(Build):
    """Of a build, only what keeps its data."""

    @property
    def processes(self) -> tuple[str, ...]:
        """The data services of this system."""
        return tuple(name for name in super().processes if name in DATA_SERVICES)


def calls(system: System, folder: Path) -> tuple[Call, ...]:
    """Builds the system, and runs each operation on its real data services, as each role."""
    build = DataServices(built(system, folder))
    run = RunFolder.temporary(build.runs, "sample")
    with LocalSystem(build, run, settings={"PYTHONPATH": shared_packages(build)}) as running:
        return tuple(
            call
            for number, variant in enumerate(_variants(system))
            for call in _calls_of(variant, running, folder / f"variant-{number}")
        )


def _variants(system: System) -> Iterator[System]:
    """The system once for each role: the tests of an operation have one caller only."""
    most = max((len(operation.actor.roles) for operation in system.operations), default=1)
    for turn in range(max(most, 1)):
        yield replace(
            system,
            operations=tuple(_for_one_role(operation, turn) for operation in system.operations),
        )


def _for_one_role(operation: Operation, turn: int) -> Operation:
    roles = operation.actor.roles
    if operation.actor.kind is not ActorKind.ROLES:
        return operation
    return replace(operation, actor=Actor(ActorKind.ROLES, (roles[turn % len(roles)],)))


def _calls_of(variant: System, running: LocalSystem, folder: Path) -> Iterator[Call]:
    build = Build(built(variant, folder))
    sample = folder / "sample.json"
    sample.write_text(json.dumps(_sample(variant, running), default=str))
    for service in CALLERS:
        if build.folder(service).is_dir():
            yield from _calls(build, service, sample)


def _sample(system: System, running: LocalSystem) -> dict[str, object]:
    stored = [entity for entity in system.entities if entity.store is Store.POSTGRES]
    return {
        "operator_token": running.operator_token,
        "urls": {name.split("_")[1]: url for name, url in running.urls.items()},
        "database_url": running.servers.urls["postgres"],
        "tables": {entity.name: table(entity, system).name for entity in stored},
        "secrets": {entity.name: _secrets(entity) for entity in stored},
        "references": {entity.name: _references(entity) for entity in stored},
        "ordinary": {entity.name: _ordinary(entity) for entity in stored},
        "rules": [rule.code for rule in system.rules if rule.stored],
        "roles": {
            operation.name: next(iter(operation.actor.roles), None)
            for operation in system.operations
        },
    }


def _secrets(entity: Entity) -> dict[str, object]:
    return {attribute(field): _secret(field) for field in entity.hidden}


def _references(entity: Entity) -> dict[str, str]:
    """The attributes of a row that refer to rows, and the entities of those."""
    return {
        attribute(field): field.type.entity
        for field in entity.fields
        if isinstance(field.type, ReferenceType)
    }


def _ordinary(entity: Entity) -> dict[str, object]:
    """The values of a row that is stored only because another refers to it."""
    return {attribute(field): ordinary_value(field) for field in entity.shown}


def _secret(field: Field) -> object:
    """A value of a field that no row shows: of a password, what stands for its hash."""
    return "hash" * 8 if isinstance(field.type, PasswordType) else sample_value(field.type)


def _calls(build: Build, service: str, sample: Path) -> Iterator[Call]:
    folder = build.folder(service)
    answers = sample.with_name(f"answers-{service}.jsonl")
    answers.touch()
    done = subprocess.run(
        [str(build.python), str(CALLER), str(sample), str(answers)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": f"{folder}:{shared_packages(build)}"},
        capture_output=True,
        text=True,
        check=False,
    )
    yield from (Call(**json.loads(line)) for line in answers.read_text().splitlines())
    if done.returncode != 0:
        yield Call(service, "all", None, done.stderr[-2000:])


def shared_packages(build: Build) -> str:
    """Where the packages are that the emitted `make install` puts into the environment."""
    return f"{build.root / 'shared/src'}:{build.root / 'testing/src'}"


def built(system: System, folder: Path) -> Path:
    """The folder, with nothing in it but the system, which is ready to run."""
    shutil.rmtree(folder, ignore_errors=True)
    program = lower(system).value
    assert program is not None
    _write(emission.emit(program).tree, folder)
    environment = Environment(ROOT / "build" / "live", folder)
    environment.install()
    (folder / ".venv").symlink_to(environment.virtual)
    return folder


def _write(tree: FileTree, folder: Path) -> None:
    for file in tree.files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, "utf-8")
