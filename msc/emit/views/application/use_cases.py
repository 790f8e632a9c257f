"""Operations as use cases: their input, their ports and their statements."""

from msc.core.naming import pascal
from msc.core.record import Record
from msc.ir.behaviour import ActorKind, ListStep, Operation
from msc.ir.system import System
from msc.ir.walk import changed_fields, commits
from msc.lower.operations.body import Body
from msc.lower.operations.compile import compile_operation
from msc.lower.pycode import ImportSet, annotation, annotation_imports, docstring

PORT_MODULES = {"Clock": "shared.clock", "UnitsOfWork": "shared.unit_of_work"}


class UseCaseView(Record):
    """An operation."""

    module: str
    element: str
    name: str
    class_name: str
    docstring: str
    imports: str
    fields: tuple[str, ...]
    ports: tuple[str, ...]
    wiring: tuple[str, ...]
    result: str
    statements: tuple[str, ...]
    takes_caller: bool


def use_case(operation: Operation, system: System) -> UseCaseView:
    """The use case of an operation."""
    body = compile_operation(operation, system)
    imports = body.imports
    fields = _fields(operation, system, imports)
    result = _result(operation, imports)
    ports = _ports(operation, system, body)
    for _, kind in ports:
        imports.add(PORT_MODULES.get(kind, "src.application.ports"), kind)
    imports.add("src.application.caller", "Caller")
    imports.add("src.application.commitment", "with_retries")
    imports.add("dataclasses", "dataclass")
    return UseCaseView(
        module=operation.name,
        element=f"operation {operation.name}",
        name=operation.name,
        class_name=pascal(operation.name),
        docstring=docstring(operation.description or f"Runs {operation.name}."),
        imports=imports.text,
        fields=fields,
        ports=tuple(f"{attribute}: {kind}" for attribute, kind in ports),
        wiring=tuple(f"{attribute}=adapters.{attribute}" for attribute, _ in ports),
        result=result,
        statements=tuple(body.lines),
        takes_caller=operation.actor.kind is not ActorKind.PUBLIC or commits(operation),
    )


def _fields(operation: Operation, system: System, imports: ImportSet) -> tuple[str, ...]:
    """The fields of the input; those with a default come last."""
    required, optional = [], []
    for each in operation.inputs:
        imports.add_all(annotation_imports(each.field.type))
        text = f"{each.field.wire_name}: {annotation(each.field.type, each.field.optional)}"
        if each.field.optional:
            optional.append(f"{text} = None")
        else:
            required.append(text)
    if any(isinstance(each, ListStep) for each in operation.steps):
        imports.add("src.application.paging", "PageRequest")
        imports.add("dataclasses", "field")
        optional.append("page: PageRequest = field(default_factory=PageRequest)")
    if changed_fields(operation, system):
        optional.append("sent: frozenset[str] = frozenset()")
    return (*required, *optional)


def _ports(operation: Operation, system: System, body: Body) -> list[tuple[str, str]]:
    """The attributes of the use case and their types."""
    entities = sorted({entity for entity, _ in body.calls})
    ports = [(system.entity(each).plural, f"{pascal(each)}Rows") for each in entities]
    if body.guards:
        ports.append(("guards", "Guards"))
    if commits(operation):
        ports.append(("units_of_work", "UnitsOfWork"))
    if body.uses_clock:
        ports.append(("clock", "Clock"))
    return ports


def _result(operation: Operation, imports: ImportSet) -> str:
    if operation.returns is None:
        return "None"
    name = pascal(operation.returns.entity)
    imports.add(f"shared.dtos.{operation.returns.entity}", name)
    if operation.returns.many:
        imports.add("shared.paging", "Page")
        return f"Page[{name}]"
    return name
