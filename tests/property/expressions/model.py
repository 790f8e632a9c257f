"""A small model with every kind of field, and rows and inputs full of awkward values."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from random import Random
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from google.protobuf.timestamp_pb2 import Timestamp

from msc.expr.scope import Entities, Scope
from msc.ir.expressions import (
    EnumValue,
    ListValue,
    RecordValue,
    RowValue,
    ScalarKind,
    ScalarValue,
    ValueType,
)


class Mood(StrEnum):
    """A declared type, as the emitted code has it."""

    NEW = "new"
    OPEN = "open"
    CLOSED = "closed"


def scalar(kind: ScalarKind, optional: bool = False) -> ScalarValue:
    return ScalarValue(kind, optional)


KINDS: dict[str, ValueType] = {
    "string": scalar(ScalarKind.STRING),
    "int": scalar(ScalarKind.INT),
    "decimal": scalar(ScalarKind.DECIMAL),
    "bool": scalar(ScalarKind.BOOL),
    "date": scalar(ScalarKind.DATE),
    "timestamp": scalar(ScalarKind.TIMESTAMP),
    "uuid": scalar(ScalarKind.UUID),
    "mood": EnumValue("mood", tuple(Mood)),
}
OPTIONAL: dict[str, ValueType] = {
    kind: EnumValue("mood", tuple(Mood), True)
    if isinstance(type_, EnumValue)
    else scalar(type_.kind, True)  # type: ignore[union-attr]
    for kind, type_ in KINDS.items()
}
# Each entity and the input have a field of every kind, `a_<kind>`, and an optional one.
FIELDS: tuple[tuple[str, ValueType], ...] = (
    *((f"a_{kind}", type_) for kind, type_ in KINDS.items()),
    *((f"no_{kind}", type_) for kind, type_ in OPTIONAL.items()),
)
REFERENCES: dict[str, dict[str, RowValue]] = {
    "person": {
        "team": RowValue("team"), "second": RowValue("team", True), "boss": RowValue("person", True)
    },
    "team": {"lead": RowValue("person", True)},
    "visit": {"person": RowValue("person"), "place": RowValue("team", True)},
}  # fmt: skip
PLURALS = {"people": "person", "teams": "team", "visits": "visit"}
ENTITIES = Entities(
    tuple((name, (*FIELDS, *references.items())) for name, references in REFERENCES.items())
)
INPUT = RecordValue((*FIELDS, ("team", RowValue("team"))))
SCOPE = Scope(
    ENTITIES,
    (
        ("actor", RowValue("person")),
        ("input", INPUT),
        *((plural, ListValue(RowValue(name), stored=True)) for plural, name in PLURALS.items()),
    ),
)

NOON = datetime(2024, 2, 29, 12, tzinfo=UTC)
POOLS: dict[str, tuple[Any, ...]] = {
    "string": (
        "", "a", "ab", "B", "b", "Zz", "é", "e\u0301", "\U0001f600", "\uffff", "100%", "a_b", "axb",
        "/%", "\\", "'", '"', " a ", "a\nb", "$1", ":x", "{a}",
    ),
    "int": (0, 1, -1, 2, 3, -7, 2**15, -(2**15) - 1),
    "decimal": tuple(
        map(Decimal, ("0", "0.5", "0.50", "0.5", "-0.25", "3", "100.00", "-100", "1023.75"))
    ),
    "bool": (True, False),
    "date": (date(2024, 2, 29), date(2024, 3, 1), date(2023, 2, 28), date(1969, 12, 31)),
    "timestamp": (
        NOON, NOON.astimezone(timezone(timedelta(hours=5, minutes=30))),
        NOON + timedelta(microseconds=1), NOON - timedelta(days=366),
        datetime(1969, 12, 31, 23, 59, 59, tzinfo=timezone(timedelta(hours=-8))),
    ),
    "uuid": tuple(UUID(int=number) for number in (0, 1, 2**127, 2**128 - 1)),
    "mood": tuple(Mood),
}  # fmt: skip

# Only optional fields hold them: nothing is computed with these, and so nothing overflows.
HUGE = (2**31, -(2**31) - 1, 2**53 + 1, 2**63 - 1, -(2**63))
# More places than a column keeps: PostgreSQL would round them to those of the column.
FINER = tuple(map(Decimal, ("0.501953125", "-0.248046875", "2.998046875")))


@dataclass(frozen=True, slots=True)
class Data:
    """Rows by entity; each as an object of the emitted code and as a map for the evaluator."""

    rows: dict[str, tuple[SimpleNamespace, ...]]

    def find(self, entity: str, identifier: UUID | None) -> SimpleNamespace | None:
        return next((row for row in self.rows[entity] if row.id == identifier), None)

    def as_map(self, row: SimpleNamespace, entity: str, depth: int = 1) -> dict[str, Any]:
        """What the official evaluator sees; references are followed `depth` times."""
        fields = plain(vars(row))
        for name, type_ in REFERENCES[entity].items():
            target = self.find(type_.entity, getattr(row, f"{name}_id")) if depth else None
            fields[name] = target and self.as_map(target, type_.entity, depth - 1)
        return fields


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """Values as the evaluator takes them: decimals are doubles, days are moments."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    match value:
        case Decimal():
            return float(value)
        case datetime():
            return timestamp(value)
        case date():
            return timestamp(datetime(value.year, value.month, value.day, tzinfo=UTC))
        case UUID() | StrEnum():
            return str(value)
        case _:
            return value


def timestamp(value: datetime) -> Timestamp:
    """The message; the evaluator takes no datetime inside a map."""
    message = Timestamp()
    message.FromDatetime(value)
    return message


def some_values(random: Random, emptiness: float = 0.3) -> dict[str, Any]:
    """One value for each of FIELDS."""
    values = {f"a_{kind}": random.choice(POOLS[kind]) for kind in KINDS}
    for kind in KINDS:
        empty = random.random() < emptiness
        pool = POOLS[kind] + (HUGE if kind == "int" else ())
        values[f"no_{kind}"] = None if empty else random.choice(pool)
    return values


def stored_rows(seed: int = 7) -> Data:
    """The rows that all laws use."""
    random = Random(seed)
    identifiers = {
        name: [UUID(int=random.getrandbits(128)) for _ in range(count)]
        for name, count in (("person", 9), ("team", 4), ("visit", 8))
    }
    rows = {}
    for name, mine in identifiers.items():
        objects = []
        for identifier in mine:
            values = some_values(random)
            for reference, type_ in REFERENCES[name].items():
                target = random.choice(identifiers[type_.entity])
                empty = type_.optional and random.random() < 0.4
                values[f"{reference}_id"] = None if empty else target
            objects.append(
                SimpleNamespace(id=identifier, created_at=NOON, updated_at=NOON, **values)
            )
        rows[name] = tuple(objects)
    return Data(rows)
