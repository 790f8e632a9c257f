"""The requests of an endpoint: which rows they name, and what else they have to say."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from msc.ir.behaviour import InputField, Operation
from msc.ir.triggers import Endpoint
from msc.lower.shapes.samples import sample_value
from tests.matrix.reading import Inputs, sees
from tests.matrix.world import Row, World, wire

NO_ROW = str(UUID(int=1))


@dataclass(frozen=True, slots=True)
class Named:
    """The rows that a request names; an input in `missing` names one that is not there."""

    rows: dict[str, Row]
    missing: str | None = None

    def __str__(self) -> str:
        named = [f"{name}={row.entity} {row.place}" for name, row in self.rows.items()]
        return ", ".join([*named, *([f"{self.missing}=none"] if self.missing else [])])


def named_rows(operation: Operation, person: Row | None, world: World) -> Iterator[Named]:
    """The base, with rows that the person sees, and then each input with each sort of row."""
    inputs = [input_ for input_ in operation.inputs if input_.entity is not None]
    base = {
        input_.field.name: _seen(input_, person, world)
        for input_ in inputs
        if not input_.field.optional
    }
    yield Named(base)
    for input_ in inputs:
        name = input_.field.name
        others = {other: row for other, row in base.items() if other != name}
        for row in _sorts(input_, person, world):
            if row is not base.get(name):
                yield Named({**others, name: row})
        yield Named(others, missing=name)


def _seen(input_: InputField, person: Row | None, world: World) -> Row:
    assert input_.entity is not None
    rows = world.rows[input_.entity]
    return next((row for row in rows if sees(person, row, world)), rows[0])


def _sorts(input_: InputField, person: Row | None, world: World) -> Iterator[Row]:
    """Two of one's own, two of somebody of the same role, two of another, and one of nobody."""
    assert input_.entity is not None
    taken: dict[tuple[str, int], Row] = {}
    for row in world.rows[input_.entity]:
        whose = _whose(world.owner(row), person, world)
        half = row.place // max(len(world.people), 1)
        taken.setdefault((whose, half), row)
    yield from taken.values()


def _whose(owner: str | None, person: Row | None, world: World) -> str:
    if owner is None:
        return "nobody"
    if person is None or owner == person.id:
        return "own"
    return world.role(world.by_id[owner])


def values_of(operation: Operation, named: Named) -> Inputs:
    """The inputs of a request as expressions of the spec see them."""
    plain = {
        input_.field.name: sample_value(input_.field.type)
        for input_ in operation.inputs
        if input_.entity is None and not input_.field.optional
    }
    defaults = [input_.field.name for input_ in operation.inputs if input_.field.optional]
    return {**dict.fromkeys(defaults), **plain, **named.rows}


def path_of(endpoint: Endpoint, named: Named) -> str:
    """The path with the identifiers of the rows."""
    path = endpoint.path
    for name in (part[1:-1] for part in endpoint.path.split("/") if part.startswith("{")):
        id_ = named.rows[name].id if name in named.rows else NO_ROW
        path = path.replace(f"{{{name}}}", id_)
    return path


def body_of(endpoint: Endpoint, operation: Operation, named: Named) -> dict[str, object]:
    """What the path does not say."""
    body: dict[str, object] = {}
    for input_ in operation.inputs:
        field = input_.field
        if f"{{{field.name}}}" in endpoint.path:
            continue
        if input_.entity is None:
            if not field.optional:
                body[field.wire_name] = wire(sample_value(field.type))
        elif field.name in named.rows or field.name == named.missing:
            row = named.rows.get(field.name)
            body[field.wire_name] = NO_ROW if row is None else row.id
    return body
