"""Units of work that are applied to rows in memory, and kept for the test to look at."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from shared.first_answers import FirstAnswer, first_answer
from shared.problems import IdentifierReused
from shared.unit_of_work import (
    Committed,
    Consumed,
    CreateWrite,
    DeleteWrite,
    Guard,
    IdempotencyKey,
    ReadVersion,
    UnitOfWork,
    UnitOfWorkResponse,
    UpdateWrite,
    Values,
    Write,
)
from tests.support.clock import TIMESTAMP
from tests.support.rows import InMemoryRows


@dataclass(frozen=True, slots=True)
class Published:
    """An event without its identifier and timestamp, which differ from run to run."""

    name: str
    aggregate: str
    aggregate_id: str
    data: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Work:
    """The contents of a unit of work."""

    actor_id: UUID | None = None
    reads: list[ReadVersion] = field(default_factory=list)
    guards: list[Guard] = field(default_factory=list)
    writes: list[Write] = field(default_factory=list)
    events: list[Published] = field(default_factory=list)


def work_of(unit: UnitOfWork) -> Work:
    """The unit of work as a value."""
    request = unit.request()
    events = [
        Published(event.name, event.aggregate, event.aggregate_id, event.data)
        for event in request.events
    ]
    return Work(unit.actor_id, request.reads, request.guards, request.writes, events)


class InMemoryUnitsOfWork:
    """Commits to rows in memory.

    `refusals` are raised by the next commits, one by each; a message in `handled` was committed
    before.
    """

    def __init__(self, rows: Mapping[str, InMemoryRows[Any, Any]]) -> None:
        self.committed: list[Work] = []
        self.refusals: list[Exception] = []
        self.handled: list[Consumed] = []
        self._rows = rows
        self._answers: dict[UUID, UnitOfWorkResponse] = {}

    async def commit(self, unit: UnitOfWork) -> Committed:
        """Commits; raises the next error if there is one."""
        if self.refusals:
            raise self.refusals.pop(0)
        if unit.consumed is not None and unit.consumed in self.handled:
            return Committed(duplicate=True, rows={})
        if unit.id in self._answers:
            raise IdentifierReused
        work = work_of(unit)
        self.committed.append(work)
        rows: dict[str, list[Values]] = defaultdict(list)
        for write in work.writes:
            rows[write.entity] += self._applied(write)
        self._answers[unit.id] = UnitOfWorkResponse(rows=rows, keyed=unit.request().keyed)
        return Committed(duplicate=False, rows=rows)

    async def find(self, key: IdempotencyKey) -> FirstAnswer | None:
        """The first answer under the key, if anything was done under it."""
        stored = self._answers.get(key.unit_id)
        return None if stored is None else first_answer(stored)

    def created(self, entity: str) -> UUID:
        """The identifier of the only row of the entity that was created."""
        (row_id,) = self.all_created(entity)
        return row_id

    def all_created(self, entity: str) -> list[UUID]:
        """The identifiers of the rows of the entity that were created, in this order."""
        writes = [write for work in self.committed for write in work.writes]
        return [
            write.id
            for write in writes
            if isinstance(write, CreateWrite) and write.entity == entity
        ]

    def _applied(self, write: Write) -> list[Values]:
        rows = self._rows[write.entity]
        if isinstance(write, DeleteWrite):
            del rows.stored[write.id]
            return []
        row = rows.kind.model_validate({**self._before(write), **write.values})
        rows.put(row)
        return [row.model_dump(mode="json")]

    def _before(self, write: CreateWrite | UpdateWrite) -> Values:
        if isinstance(write, CreateWrite):
            return {"id": write.id, "created_at": TIMESTAMP, "updated_at": TIMESTAMP, "version": 1}
        row: Values = self._rows[write.entity].stored[write.id].model_dump()
        return {**row, "version": row["version"] + 1}
