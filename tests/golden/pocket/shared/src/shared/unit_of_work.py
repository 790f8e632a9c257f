"""One operation's whole result, committed by the data service together or not at all."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, ClassVar, Literal, Protocol
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from shared.audit_details import bounded
from shared.http import ServiceClient
from shared.identifiers import new_id
from shared.problems import DependencyUnavailable, OutcomeUnknown, Problem
from shared.request_context import current_request_id
from shared.values import Contract, Items, Timestamp, plain_decimal, zulu

PATH = "/api/v1/unit-of-work"
# So many messages of one unit go out at once; more of them wait for those to single people.
PROMPT_MESSAGES = 10
BULK = ".bulk"

type Values = dict[str, Any]


class Consumed(Contract):
    """The message or job run that caused the work; its key is accepted once per consumer."""

    consumer: str
    key: str
    # One of many, so its messages let those to single people pass. No data service is told of it.
    bulk: bool = Field(default=False, exclude=True)


class ReadVersion(Contract):
    """A row that the operation read, and must still be as it was."""

    entity: str
    id: UUID
    version: int


class Guard(Contract):
    """A named predicate over stored rows that must hold when the work commits."""

    name: str
    parameters: Values = Field(default_factory=dict)


class CreateWrite(Contract):
    """A new row."""

    action: Literal["create"] = "create"
    entity: str
    id: UUID
    values: Values


class UpdateWrite(Contract):
    """New values of some fields; with a version, only if the row still has it."""

    action: Literal["update"] = "update"
    entity: str
    id: UUID
    version: int | None = None
    values: Values


class DeleteWrite(Contract):
    """The end of a row."""

    action: Literal["delete"] = "delete"
    entity: str
    id: UUID
    version: int | None = None


type Write = CreateWrite | UpdateWrite | DeleteWrite


class OutgoingEvent(Contract):
    """An event for the outbox; events of one aggregate are published in their order."""

    event_id: UUID
    name: str
    version: int
    aggregate: str
    aggregate_id: str
    occurred_at: Timestamp
    request_id: str
    actor_id: UUID | None
    data: Values


class WrittenRow(Contract):
    """A row that a unit of work creates or changes."""

    entity: str
    id: UUID


class KeyedAnswer(Contract):
    """What all requests under one idempotency key are answered: a row as committed, or a value.

    The fingerprint is that of the request, so that another one under the key is noticed.
    """

    fingerprint: str
    row: WrittenRow | None = None
    value: Any = None


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """A key that a caller gave a request: the identifier of its unit of work is made from it."""

    unit_id: UUID
    fingerprint: str


class UnitOfWorkRequest(Contract):
    """The wire form of a unit of work; one that comes again under its id is not applied again."""

    # Services of an earlier release send none.
    id: UUID = Field(default_factory=new_id)
    consumed: Consumed | None = None
    reads: Items[ReadVersion] = Field(default_factory=list)
    guards: Items[Guard] = Field(default_factory=list)
    writes: Items[Write] = Field(default_factory=list)
    events: Items[OutgoingEvent] = Field(default_factory=list)
    keyed: KeyedAnswer | None = None


class UnitOfWorkResponse(BaseModel):
    """The written rows by entity, or the note that the message was handled before."""

    model_config = ConfigDict(frozen=True)

    duplicate: bool = False
    rows: dict[str, list[Values]] = Field(default_factory=dict)
    keyed: KeyedAnswer | None = None


class EventPayload(Contract):
    """The data of an event; each kind defines its name and version."""

    # A name that Python has already is another attribute: `class_` for `class`.
    model_config = ConfigDict(validate_by_name=True, serialize_by_alias=True)

    event_name: ClassVar[str]
    event_version: ClassVar[int] = 1


class VersionConflict(Exception):
    """A row changed since it was read."""


class GuardFailed(Exception):
    """A guard does not hold."""

    def __init__(self, guard: str) -> None:
        super().__init__(guard)
        self.guard = guard


@dataclass(slots=True)
class UnitOfWork:
    """Collects the effects of an operation."""

    id: UUID = field(default_factory=new_id)
    actor_id: UUID | None = None
    consumed: Consumed | None = None
    occurred_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    key: IdempotencyKey | None = None
    _keyed: KeyedAnswer | None = None
    _reads: dict[tuple[str, UUID], ReadVersion] = field(default_factory=dict)
    _guards: list[Guard] = field(default_factory=list)
    _writes: list[Write | None] = field(default_factory=list)
    _places: dict[tuple[str, UUID], int] = field(default_factory=dict)
    _events: list[OutgoingEvent] = field(default_factory=list)
    _messages: int = 0

    def __post_init__(self) -> None:
        if self.key is not None:
            self.id = self.key.unit_id
            self._keyed = KeyedAnswer(fingerprint=self.key.fingerprint)

    def read(self, entity: str, row_id: UUID, version: int) -> None:
        """Requires that the row is still as it was read."""
        self._reads[entity, row_id] = ReadVersion(entity=entity, id=row_id, version=version)

    def guard(self, name: str, parameters: Values) -> None:
        """Requires that the predicate holds at the time of the commit."""
        self._guards.append(Guard(name=name, parameters=wire_values(parameters)))

    def create(self, entity: str, row_id: UUID, values: Values) -> None:
        """Adds a row."""
        self._write(CreateWrite(entity=entity, id=row_id, values=wire_values(values)))

    def update(self, entity: str, row_id: UUID, version: int | None, values: Values) -> None:
        """Changes some fields of a row."""
        changes = wire_values(values)
        self._write(UpdateWrite(entity=entity, id=row_id, version=version, values=changes))

    def delete(self, entity: str, row_id: UUID, version: int | None) -> None:
        """Removes a row; what else was to be changed in it goes with it."""
        place = self._places.get((entity, row_id))
        if place is not None and isinstance(self._writes[place], UpdateWrite):
            self._writes[place] = None
        self._write(DeleteWrite(entity=entity, id=row_id, version=version))

    def _write(self, write: Write) -> None:
        self._places[write.entity, write.id] = len(self._writes)
        self._writes.append(write)

    def publish(self, payload: EventPayload, aggregate: str, aggregate_id: object) -> None:
        """Publishes an event if the work commits."""
        self.publish_named(
            payload.event_name,
            payload.model_dump(mode="json"),
            aggregate,
            aggregate_id,
            version=payload.event_version,
        )

    def publish_named(
        self, name: str, data: Values, aggregate: str, aggregate_id: object, *, version: int = 1
    ) -> None:
        """Publishes an event that has no payload class of its own."""
        self._events.append(
            OutgoingEvent(
                event_id=new_id(),
                name=name,
                version=version,
                aggregate=aggregate,
                aggregate_id=str(aggregate_id),
                occurred_at=self.occurred_at,
                request_id=current_request_id(),
                actor_id=self.actor_id,
                data=wire_values(data),
            )
        )

    def tell(self, message: EventPayload, recipient_id: UUID) -> None:
        """Sends a message to a person if the work commits."""
        self._messages += 1
        is_one_of_many = self.consumed is not None and self.consumed.bulk
        is_bulk = is_one_of_many or self._messages > PROMPT_MESSAGES
        self.publish_named(
            message.event_name + BULK if is_bulk else message.event_name,
            message.model_dump(mode="json"),
            "notification",
            recipient_id,
            version=message.event_version,
        )

    def audit(
        self, operation: str, category: str, entity_type: str, entity_id: object, details: Values
    ) -> None:
        """Records the operation in the audit log if the work commits."""
        data = {
            "operation": operation,
            "category": category,
            "actor_id": self.actor_id,
            "entity_type": entity_type,
            "entity_id": str(entity_id),
            "details": bounded(details),
        }
        self.publish_named("audit.recorded", data, entity_type, entity_id)

    def answer(self, result: BaseModel, entity: str = "") -> None:
        """Stores the result of the operation for its key: the row as committed, if it is written.

        To be called when all else is in the unit.
        """
        if self.key is None:
            return
        row_id: Any = result.model_dump().get("id")
        place = self._places.get((entity, row_id))
        write = None if place is None else self._writes[place]
        is_written = isinstance(write, CreateWrite | UpdateWrite)
        self._keyed = KeyedAnswer(
            fingerprint=self.key.fingerprint,
            row=WrittenRow(entity=entity, id=row_id) if is_written else None,
            value=None if is_written else result.model_dump(mode="json"),
        )

    def request(self) -> UnitOfWorkRequest:
        """The wire form."""
        return UnitOfWorkRequest(
            id=self.id,
            consumed=self.consumed,
            reads=list(self._reads.values()),
            guards=self._guards,
            writes=[write for write in self._writes if write is not None],
            events=self._events,
            keyed=self._keyed,
        )


@dataclass(frozen=True, slots=True)
class Committed:
    """The result of a unit of work; `duplicate` means that its message was handled before."""

    duplicate: bool
    rows: dict[str, list[Values]]

    def row[Row: BaseModel](self, kind: type[Row], entity: str, row_id: UUID) -> Row:
        """The written row with that identifier."""
        values = next(row for row in self.rows[entity] if row["id"] == str(row_id))
        return kind.model_validate(values)


class UnitsOfWork(Protocol):
    """Where units of work are committed."""

    async def commit(self, unit: UnitOfWork) -> Committed:
        """Commits; raises GuardFailed, VersionConflict or the problem of a constraint.

        Raises OutcomeUnknown if the answer was lost, each time that it was asked for.
        """


class HttpUnitsOfWork:
    """Commits units of work in the PostgreSQL data service."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    async def commit(self, unit: UnitOfWork) -> Committed:
        """Commits; raises GuardFailed, VersionConflict or the problem of a constraint."""
        body = unit.request().model_dump(mode="json")
        try:
            answer = await self._client.post(PATH, body, repeatable=True)
        except DependencyUnavailable as failure:
            if failure.may_have_happened:
                raise OutcomeUnknown(failure.dependency) from failure
            raise
        except Problem as problem:
            if problem.code == "GUARD_FAILED":
                raise GuardFailed(str(problem.members["guard"])) from problem
            if problem.code == "VERSION_CONFLICT":
                raise VersionConflict(problem.detail) from problem
            raise
        response = UnitOfWorkResponse.model_validate(answer)
        return Committed(response.duplicate, response.rows)


_ANY: TypeAdapter[Any] = TypeAdapter(Any)


def wire_values(values: Values) -> Values:
    """The values as JSON has them: decimals and identifiers as texts, timestamps with Z."""
    return {key: wire_value(value) for key, value in values.items()}


def wire_value(value: Any) -> Any:
    """One value as JSON has it."""
    match value:
        case Decimal():
            return plain_decimal(value)
        case datetime():
            return zulu(value)
        case dict():
            return wire_values(value)
        case list() | tuple():
            return [wire_value(item) for item in value]
        case _:
            return _ANY.dump_python(value, mode="json")
