"""Draws requests: an endpoint, somebody who asks, rows and values."""

from collections.abc import Mapping
from decimal import Decimal
from random import Random
from typing import Any

from msc.core.record import Record
from msc.ir.behaviour import InputField, Operation
from msc.ir.fields import (
    BooleanType,
    DatetimeType,
    DecimalType,
    EnumType,
    Field,
    IntegerType,
    JsonType,
    MoneyType,
    RoleType,
)
from msc.ir.steps import ListStep
from msc.ir.system import System
from msc.ir.triggers import Endpoint
from msc.ir.walk import changed_fields
from msc.reference.lists import Choice, Filter
from msc.reference.stored import Row, Stored
from msc.reference.values import Value
from tests.conversations.reading import numbered_value
from tests.matrix.world import wire

QUARTER = Decimal("0.25")
# What is exact in binary, so that the official evaluator computes what the system computes.
QUARTERS = tuple(number * QUARTER for number in (0, 1, 2, 3, 4, 10, 40, 41, 400, 4_000, 40_000))
SPAN = 12
PAGING = frozenset({"sort", "limit", "cursor", "offset", "total"})
NO_ROW = "00000000-0000-0000-0000-000000000001"


class Drawn(Record):
    """A request: who asks for what, and the inputs that are sent."""

    endpoint: Endpoint
    person: Row | None
    inputs: Mapping[str, Value]
    choice: Choice = Choice()


def drawn(system: System, endpoint: Endpoint, stored: Stored, random: Random) -> Drawn:
    """Some request of the endpoint."""
    operation = system.operation(endpoint.operation)
    person = _person(system, stored, random)
    inputs = dict(_inputs(operation, system, stored, random))
    return Drawn(endpoint, person, inputs, _choice(operation, system, stored, random))


def _choice(operation: Operation, system: System, stored: Stored, random: Random) -> Choice:
    """Some filters, of values that there are, and a sort key."""
    step = next((step for step in operation.steps if isinstance(step, ListStep)), None)
    if step is None:
        return Choice()
    types = {field.name: field.type for field in system.entity(step.query.entity).fields}
    rows = [row for _, row in sorted(stored.rows[step.query.entity].items())]
    filters = []
    for name in random.sample(step.filters, min(len(step.filters), random.choice((0, 0, 1, 2)))):
        value = random.choice(rows).values[name] if rows else None
        # Of what all rows have, moments can be filtered by.
        type_ = types.get(name, DatetimeType())
        if value is None or isinstance(type_, JsonType):
            continue
        tests = ("", "gte", "lte") if type_.ranged else ("",)
        filters.append(Filter(name, value, random.choice(tests)))
    keys = [sign + key.removeprefix("-") for key in step.sort for sign in ("", "-")]
    return Choice(tuple(filters), random.choice((None, *keys)))


def _person(system: System, stored: Stored, random: Random) -> Row | None:
    accounts = system.authentication
    if accounts is None or random.random() < 0.04:
        return None
    people = sorted(stored.rows[accounts.account].values(), key=lambda row: row.id)
    return random.choice(people) if people else None


def _inputs(operation: Operation, system: System, stored: Stored, random: Random) -> Any:
    changed = changed_fields(operation, system)
    for input_ in operation.inputs:
        field = input_.field
        if field.optional and random.random() < 0.3:
            continue
        # Only a field that may be empty takes null.
        may_be_null = field.optional and changed.get(field.name, field).optional
        if may_be_null and random.random() < 0.15:
            yield field.name, None
            continue
        yield field.name, _value(input_, stored, random)


def _value(input_: InputField, stored: Stored, random: Random) -> Value:
    if input_.entity is None:
        return random_value(input_.field, random)
    rows = sorted(stored.rows[input_.entity])
    return random.choice(rows) if rows and random.random() < 0.97 else NO_ROW


def random_value(field: Field, random: Random) -> Value:
    """A value that the field accepts."""
    match field.type:
        case EnumType(values=values) | RoleType(values=values):
            return random.choice(values)
        case BooleanType():
            return random.random() < 0.5
        case DecimalType() | MoneyType() as type_:
            return _decimal(type_, random)
        case IntegerType(minimum=minimum, maximum=maximum):
            return _integer(minimum, maximum, random)
    return numbered_value(field, random.randrange(40))


def _integer(minimum: int | None, maximum: int | None, random: Random) -> int:
    if minimum is None and maximum is not None:
        return random.randint(min(-3, maximum - SPAN), maximum)
    low = -3 if minimum is None else minimum
    return random.randint(low, low + SPAN if maximum is None else min(low + SPAN, maximum))


def _decimal(type_: DecimalType | MoneyType, random: Random) -> Value:
    scale = 2 if isinstance(type_, MoneyType) else type_.scale
    digits = 16 if isinstance(type_, MoneyType) else type_.precision - scale
    step = Decimal(1).scaleb(-scale)
    low, high = Decimal(type_.minimum or 0), Decimal(10) ** digits - step
    if type_.maximum is not None:
        high = min(high, Decimal(type_.maximum))
    exact = [one for one in QUARTERS if low <= one <= high and one % step == 0]
    return (random.choice(exact) if exact else low).quantize(step)


def path_of(request: Drawn) -> str:
    """The path of the request."""
    parts = request.endpoint.path.split("/")
    return "/".join(
        str(request.inputs.get(part[1:-1], NO_ROW)) if part.startswith("{") else part
        for part in parts
    )


def body_of(request: Drawn, operation: Operation) -> dict[str, object]:
    """What the path does not say."""
    return {
        input_.field.wire_name: wire(request.inputs[input_.field.name])  # type: ignore[arg-type]
        for input_ in operation.inputs
        if input_.field.name in request.inputs
        and f"{{{input_.field.name}}}" not in request.endpoint.path
    }


def query_of(choice: Choice, fields: tuple[Field, ...]) -> dict[str, str]:
    """The parameters of a list."""
    wire_names = {field.name: field.wire_name for field in fields}
    query = {
        _parameter(one, wire_names.get(one.field, one.field)): _text(one.value)
        for one in choice.filters
    }
    if choice.sort is not None:
        name = choice.sort.removeprefix("-")
        sign = choice.sort.removesuffix(name)
        query["sort"] = sign + wire_names.get(name, name)
    return query


def _parameter(one: Filter, name: str) -> str:
    if one.test:
        return f"{name}__{one.test}"
    return f"{name}__eq" if name in PAGING else name


def _text(value: Value) -> str:
    shown = wire(value)  # type: ignore[arg-type]
    return str(shown).lower() if isinstance(shown, bool) else str(shown)
