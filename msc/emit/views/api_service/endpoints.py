"""Endpoints by the names of their functions, bodies and tests."""

from msc.emit.operations.usage import is_list
from msc.ir.behaviour import Operation
from msc.ir.fields import Field
from msc.ir.system import System
from msc.ir.triggers import Endpoint


def endpoint_names(system: System) -> dict[Endpoint, str]:
    """The name of the operation; a further endpoint of it has a number behind that."""
    taken = {each.name for each in system.operations}
    names: dict[Endpoint, str] = {}
    for endpoint in system.endpoints:
        name, number = endpoint.operation, 1
        while name in names.values() or (number > 1 and name in taken):
            number += 1
            name = f"{endpoint.operation}_{number}"
        names[endpoint] = name
    return names


def request_name(endpoint: Endpoint, system: System) -> str:
    """The name of what a request gives, which endpoints share that are given the same."""
    operation, names = system.operation(endpoint.operation), endpoint_names(system)
    given = body_fields(operation, endpoint.path)
    return next(
        names[each]
        for each in system.endpoints
        if each.operation == operation.name
        and (is_list(operation) or body_fields(operation, each.path) == given)
    )


def body_fields(operation: Operation, path: str) -> tuple[Field, ...]:
    """The inputs that the path does not hold."""
    return tuple(each.field for each in operation.inputs if f"{{{each.field.name}}}" not in path)
