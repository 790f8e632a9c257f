"""An operation as a use case: its input, its ports, its statements and its dependencies."""

from collections.abc import Iterable, Mapping
from typing import Self

from msc.core.record import Record, replace
from msc.ir.behaviour import Operation
from msc.ir.steps import ListStep
from msc.ir.system import System
from msc.ir.walk import changed_fields, commits, in_pages
from msc.lower.operations.body import Body
from msc.lower.operations.compile import compile_operation
from msc.lower.operations.request import INTERNAL, Request
from msc.lower.pycode import ImportSet
from msc.lower.shapes.names import attribute
from msc.lower.shapes.queries import StoredCode
from msc.lower.types import annotation, annotation_imports
from msc.spelling.code import entity_class, entity_module, function_name, operation_class

CALLER = "src.application.caller"
PORT_MODULES = {"Clock": "shared.clock", "UnitsOfWork": "shared.unit_of_work"}

type Call = tuple[str, str]
"""An entity, and a method of the port of its rows."""


def methods_called(calls: Iterable[Call]) -> Mapping[str, frozenset[str]]:
    """The methods that are called, by entity."""
    called = dict[str, set[str]]()
    for entity, method in calls:
        called.setdefault(entity, set()).add(method)
    return {entity: frozenset(methods) for entity, methods in called.items()}


class Port(Record):
    """An attribute of a use case, and its type."""

    attribute: str
    kind: str


class UseCase(Record):
    """An operation, compiled."""

    operation: Operation
    class_name: str
    imports: str
    fields: tuple[str, ...]
    ports: tuple[Port, ...]
    result: str
    statements: tuple[str, ...]
    calls: tuple[Call, ...]
    has_actor: bool
    checks_role: bool
    checks_sight: bool
    lists_own_rows: bool
    asks_guards: bool
    asks_clock: bool
    amends: bool
    asks_deletes: bool
    refreshes: bool
    reads_back: bool
    commits: bool
    keyed: bool
    subject: str
    in_pages: bool

    @property
    def constructor(self) -> str:
        """The call that constructs it from the adapters of its service."""
        arguments = (f"{port.attribute}=adapters.{port.attribute}" for port in self.ports)
        return f"{self.class_name}({', '.join(arguments)})"

    def apart_from(self, classes: frozenset[str]) -> Self:
        """The use case with a class of its own where the operation is called like a noun."""
        if self.class_name not in classes:
            return self
        return replace(self, class_name=f"{self.class_name}Operation")


def compile_use_case(
    operation: Operation, system: System, stored: StoredCode, request: Request = INTERNAL
) -> UseCase:
    """The use case of an operation."""
    body = compile_operation(operation, system, stored, request)
    imports = body.imports
    fields = _fields(operation, system, imports)
    result = result_annotation(operation, imports)
    ports = _ports(operation, system, body)
    for port in ports:
        imports.add(PORT_MODULES.get(port.kind, "src.application.ports"), port.kind)
    imports.add(CALLER, "Caller")
    imports.add("src.application.commitment", "with_retries")
    imports.add("dataclasses", "dataclass")
    return UseCase(
        operation=operation,
        class_name=operation_class(operation.name),
        imports=imports.text,
        fields=fields,
        ports=ports,
        result=result,
        statements=tuple(body.lines),
        calls=tuple(sorted(body.calls)),
        has_actor=body.signed_in,
        checks_role=(CALLER, "require_role") in imports,
        checks_sight=(CALLER, "require_sight") in imports,
        lists_own_rows=(CALLER, "own_rows") in imports,
        asks_guards=bool(body.guards),
        asks_clock=body.uses_clock,
        amends=body.amends,
        asks_deletes=body.asks_deletes,
        refreshes=body.refreshes,
        reads_back=body.reads_back,
        commits=commits(operation),
        keyed=request.keyed,
        subject=request.subject,
        in_pages=in_pages(operation),
    )


def _fields(operation: Operation, system: System, imports: ImportSet) -> tuple[str, ...]:
    """The fields of the input; those with a default come last."""
    required, optional = [], []
    for input_ in operation.inputs:
        imports.add_all(annotation_imports(input_.field.type))
        text = f"{attribute(input_.field)}: {annotation(input_.field.type, input_.field.optional)}"
        if input_.field.optional:
            optional.append(f"{text} = None")
        else:
            required.append(text)
    if any(isinstance(step, ListStep) for step in operation.steps):
        imports.add("src.application.paging", "PageRequest")
        imports.add("dataclasses", "field")
        optional.append("page: PageRequest = field(default_factory=PageRequest)")
    if changed_fields(operation, system):
        optional.append("sent: frozenset[str] = frozenset()")
    return (*required, *optional)


def _ports(operation: Operation, system: System, body: Body) -> tuple[Port, ...]:
    entities = sorted({entity for entity, _ in body.calls})
    ports = [
        Port(function_name(system.entity(entity).plural), f"{entity_class(entity)}Rows")
        for entity in entities
    ]
    if body.guards:
        ports.append(Port("guards", "Guards"))
    if commits(operation):
        ports.append(Port("units_of_work", "UnitsOfWork"))
    if body.uses_clock:
        ports.append(Port("clock", "Clock"))
    return tuple(ports)


def result_annotation(operation: Operation, imports: ImportSet) -> str:
    """The type of the operation's result."""
    if operation.returns is None:
        return "None"
    name = entity_class(operation.returns.entity)
    imports.add(f"shared.dtos.{entity_module(operation.returns.entity)}", name)
    if operation.returns.many:
        imports.add("shared.paging", "Page")
        return f"Page[{name}]"
    return name
