"""Endpoints, by the names of their functions, bodies and tests."""

from collections.abc import Mapping

from msc.ir.behaviour import Operation
from msc.ir.fields import Field
from msc.ir.system import System
from msc.ir.triggers import Endpoint
from msc.lower.services.usage import is_list


def endpoint_names(system: System) -> dict[Endpoint, str]:
    """The name of the operation; additional endpoints get a numeric suffix."""
    taken = {operation.name for operation in system.operations}
    names, numbers = dict[Endpoint, str](), dict[str, int]()
    for endpoint in system.endpoints:
        operation = endpoint.operation
        number = numbers.get(operation, 0) + 1
        while number > 1 and f"{operation}_{number}" in taken:
            number += 1
        numbers[operation] = number
        names[endpoint] = operation if number == 1 else f"{operation}_{number}"
    return names


class Locations:
    """The paths of rows, with `result.id`, by entity and resource."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._paths = dict[tuple[str, str], str]()
        for endpoint in system.endpoints:
            shown = _shown(endpoint, system)
            if shown is not None:
                entity, path = shown
                self._paths.setdefault((entity, resource(endpoint)), path)

    def of(self, endpoint: Endpoint) -> str:
        """The path of the row that the endpoint creates, if another of its resource shows it."""
        returns = self._system.operation(endpoint.operation).returns
        if endpoint.status != 201 or returns is None or returns.many:
            return ""
        return self._paths.get((returns.entity, resource(endpoint)), "")


def resource(endpoint: Endpoint) -> str:
    """The first part of the path."""
    return endpoint.path.split("/")[1]


def _shown(endpoint: Endpoint, system: System) -> tuple[str, str] | None:
    """The entity and the path of one row, if the endpoint does nothing but show it."""
    returns = system.operation(endpoint.operation).returns
    if endpoint.method != "GET" or returns is None or returns.many:
        return None
    for input_ in system.operation(endpoint.operation).inputs:
        part = f"{{{input_.field.name}}}"
        is_row = returns.value.source == f"input.{input_.field.name}"
        if is_row and part in endpoint.path and endpoint.path.count("{") == 1:
            return returns.entity, endpoint.path.replace(part, "{result.id}")
    return None


def request_names(names: Mapping[Endpoint, str], system: System) -> dict[Endpoint, str]:
    """The class names of requests; endpoints with identical requests share one."""
    first, shared = dict[tuple[str, tuple[Field, ...]], str](), dict[Endpoint, str]()
    for endpoint in system.endpoints:
        operation = system.operation(endpoint.operation)
        sent = () if is_list(operation) else body_fields(operation, endpoint.path)
        shared[endpoint] = first.setdefault((operation.name, sent), names[endpoint])
    return shared


def body_fields(operation: Operation, path: str) -> tuple[Field, ...]:
    """The inputs that are not part of the path."""
    return tuple(
        input_.field for input_ in operation.inputs if f"{{{input_.field.name}}}" not in path
    )


def has_only_defaults(fields: tuple[Field, ...]) -> bool:
    """Whether a body with these members can be omitted."""
    return all(field.optional or field.has_default for field in fields)
