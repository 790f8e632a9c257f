"""Operations as use cases: their input, their ports and their statements."""

from msc.core.record import Record
from msc.lower.operations.use_case import UseCase
from msc.lower.pycode import docstring
from msc.spelling.code import element_module, function_name


class UseCaseView(Record):
    """An operation."""

    module: str
    element: str
    name: str
    class_name: str
    attribute: str
    constructor: str
    docstring: str
    imports: str
    fields: tuple[str, ...]
    ports: tuple[str, ...]
    result: str
    statements: tuple[str, ...]


def use_case_view(use_case: UseCase) -> UseCaseView:
    """The view of a use case."""
    operation = use_case.operation
    return UseCaseView(
        module=element_module(operation.name),
        element=f"operation {operation.name}",
        name=operation.name,
        class_name=use_case.class_name,
        attribute=function_name(operation.name),
        constructor=use_case.constructor,
        docstring=docstring(operation.description or f"Runs {operation.name}."),
        imports=use_case.imports,
        fields=use_case.fields,
        ports=tuple(f"{port.attribute}: {port.kind}" for port in use_case.ports),
        result=use_case.result,
        statements=use_case.statements,
    )
