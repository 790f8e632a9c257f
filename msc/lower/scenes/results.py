"""Rows after a step, and the corresponding writes, as Python texts."""

from collections.abc import Mapping

from msc.core.record import Record
from msc.expr.evaluate import Identity, Value
from msc.expr.target import Unsupported
from msc.ir.entities import Entity
from msc.lower.pycode import literal
from msc.lower.scenes.rows import COMMON
from msc.lower.shapes.names import attribute
from msc.lower.types.datetime import NOW
from msc.lower.types.texts import wire_text


class Result(Record):
    """A row after a step; `values` holds its fields by name."""

    entity: Entity
    identity: Identity
    values: Mapping[str, Value]
    is_new: bool = False

    def value(self, name: str) -> Value:
        """The value of a field, including those that every row has."""
        if name in COMMON and not self.is_new:
            return NOW
        if name not in self.values:
            raise Unsupported(f"{name} is not known before the commit")
        return self.values[name]


class Write(Record):
    """A write of a row, named after its class; `values` is None for a deletion."""

    kind: str
    entity: Entity
    identity: str
    values: Mapping[str, Value] | None = None

    @property
    def text(self) -> str:
        """The call that constructs it."""
        arguments = [f"entity={literal(self.entity.name)}, id={self.identity}"]
        if self.kind != "CreateWrite":
            arguments.append("version=1")
        if self.values is not None:
            arguments.append(f"values={wire_row(self.entity, self.values)}")
        return f"{self.kind}({', '.join(arguments)})"


def wire_row(entity: Entity, values: Mapping[str, Value]) -> str:
    """The values in wire format, in the order of the entity's fields."""
    pairs = (
        f"{literal(attribute(field))}: {wire_text(values[field.name])}"
        for field in entity.fields
        if field.name in values
    )
    return f"{{{', '.join(pairs)}}}"
