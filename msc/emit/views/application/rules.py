"""Rules as constants with their messages, and as functions."""

from msc.core.record import Record
from msc.expr.python import compile_python
from msc.ir.behaviour import Operation, Rule
from msc.ir.expressions import RowValue
from msc.ir.system import System
from msc.lower.operations.rows import may_be_none
from msc.lower.operations.rules import RuleParameter, rule_parameters
from msc.lower.pycode import ImportSet, docstring, literal
from msc.lower.types import annotation, annotation_imports
from msc.spelling.code import (
    element_module,
    entity_class,
    entity_module,
    function_name,
    rule_constant,
)

CLOCK = {"today": "date", "now": "datetime"}


class RuleView(Record):
    """A rule: its constant, and its function unless the data service evaluates it."""

    module: str
    element: str
    docstring: str
    constant: str
    name: str
    code: str
    message: str
    status: int
    imports: str
    evaluated: bool
    function: str
    parameters: str
    text: str


def rule_view(rule: Rule, system: System, operations: list[Operation]) -> RuleView:
    imports = ImportSet([("src.domain.errors", "Rule")])
    parameters, text = "", "True"
    if not rule.stored:
        parameters, text = _predicate(rule, system, operations, imports)
    return RuleView(
        module=element_module(rule.name),
        element=f"rule {rule.name}",
        docstring=docstring(f"The rule `{rule.name}`."),
        constant=rule_constant(rule.name),
        name=literal(rule.name),
        code=literal(rule.code),
        message=literal(rule.message),
        status=rule.status,
        imports=imports.text,
        evaluated=not rule.stored,
        function=function_name(rule.name),
        parameters=parameters,
        text=text,
    )


def _predicate(
    rule: Rule, system: System, operations: list[Operation], imports: ImportSet
) -> tuple[str, str]:
    owner = next(operation for operation in operations if rule.name in operation.rules)
    needed = rule_parameters(rule)
    names = {parameter.path: parameter.name for parameter in needed}
    parameters = [
        f"{parameter.name}: {_annotation(parameter, owner, system, imports)}"
        for parameter in needed
    ]
    code = compile_python(rule.holds.root, names)
    for module, member in code.imports:
        imports.add(module, member or None)
    return ", ".join(parameters), code.text


def _annotation(
    parameter: RuleParameter, owner: Operation, system: System, imports: ImportSet
) -> str:
    node = parameter.node
    if isinstance(node.type, RowValue):
        name = entity_class(node.type.entity)
        imports.add(f"shared.dtos.{entity_module(node.type.entity)}", name)
        return f"{name} | None" if may_be_none(node, owner, system) else name
    if parameter.path in CLOCK:
        imports.add("datetime", CLOCK[parameter.path])
        return CLOCK[parameter.path]
    inputs = {f"input.{input_.field.name}": input_.field for input_ in owner.inputs}
    field = inputs[parameter.path]
    imports.add_all(annotation_imports(field.type))
    return annotation(field.type, field.optional)
