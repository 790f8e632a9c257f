"""What a running system has stored and is about to tell, in the terms of the reference."""

import asyncio
import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg  # type: ignore[import-untyped]

from msc.core.record import Record
from msc.ir.entities import Store
from msc.ir.fields import (
    DatetimeType,
    DateType,
    DecimalType,
    Field,
    FieldType,
    JsonType,
    MoneyType,
    ReferenceType,
)
from msc.ir.system import System
from msc.ir.triggers import PayloadField
from msc.lower.shapes.names import column
from msc.lower.shapes.numbered import numbered
from msc.lower.shapes.tables import table
from msc.reference.stored import Row, Stored
from msc.reference.unit import Message
from msc.reference.values import Value

COMMON = ("created_at", "updated_at")
MESSAGE = "notification."
RECORD = "audit.recorded"


class Queued(Record):
    """What an operation has put into the outbox: events, messages to people, records."""

    events: tuple[Message, ...]
    messages: tuple[Message, ...]
    records: tuple[str, ...]


class Reading:
    """Reads the database of a running system."""

    def __init__(self, url: str, system: System) -> None:
        self._runner = asyncio.Runner()
        self._connection = self._runner.run(asyncpg.connect(url))
        self.system = system

    def close(self) -> None:
        """Ends the connection."""
        self._runner.run(self._connection.close())
        self._runner.close()

    def stored(self) -> Stored:
        """All rows in PostgreSQL."""
        return Stored.of(self.system, self._rows())

    def _rows(self) -> Iterator[Row]:
        for entity in self.system.entities:
            if entity.store is not Store.POSTGRES:
                continue
            name = table(entity, self.system).name
            for record in self._fetch(f'SELECT * FROM "{name}"'):
                values = {
                    field.name: value_of(field.type, record[column(field)])
                    for field in entity.shown
                }
                times = {name: record[name] for name in COMMON}
                yield Row(entity.name, str(record["id"]), {**times, **values})

    def queued(self) -> Queued:
        """What waits in the outbox, which is empty afterwards."""
        events: list[Message] = []
        messages: list[Message] = []
        records: list[str] = []
        for record in self._fetch("SELECT name, data FROM outbox_events ORDER BY sequence"):
            name, data = record["name"], json.loads(record["data"])
            if name.startswith(MESSAGE):
                channel = name.removeprefix(MESSAGE).removesuffix(".bulk")
                values = {"notification": data["notification"], "text": data["text"]}
                messages.append(Message(channel, values, data["recipient_id"]))
            elif name == RECORD:
                records.append(data["operation"])
            else:
                payload = self.system.event(name).payload
                events.append(Message(name, dict(_payload(payload, data))))
        self._runner.run(self._connection.execute("DELETE FROM outbox_events"))
        return Queued(tuple(events), tuple(messages), tuple(records))

    def _fetch(self, statement: str) -> list[Any]:
        return list(self._runner.run(self._connection.fetch(statement)))


def _payload(fields: tuple[PayloadField, ...], data: dict[str, Any]) -> Iterator[tuple[str, Value]]:
    for payload in fields:
        key = payload.field.wire_name
        yield payload.field.name, value_of(payload.field.type, data[key])


def numbered_value(field: Field, number: int) -> Value:
    """A value that the field accepts, another one for each number if its type has enough."""
    names = {"number": number, "UUID": UUID}
    return value_of(field.type, eval(numbered(field), names))


def value_of(type_: FieldType, value: Any) -> Value:
    """A value of a field from a column or from JSON."""
    match type_, value:
        case _, None:
            return None
        case ((DecimalType() | MoneyType()), _):
            return Decimal(str(value))
        case DateType(), str():
            return date.fromisoformat(value)
        case DatetimeType(), str():
            return datetime.fromisoformat(value)
        case JsonType(), str():
            loaded: dict[str, Any] = json.loads(value)
            return loaded
        case ReferenceType(), _:
            return str(value)
        case _, UUID():
            return str(value)
        case _:
            plain: Value = value
            return plain
