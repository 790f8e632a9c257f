"""Rules as constants with their messages, and as functions."""

from msc.core.record import Record
from msc.ir.behaviour import Operation, Rule
from msc.ir.expressions import RowValue
from msc.ir.system import System
from msc.lower.operations.predicates import Predicate
from msc.lower.operations.rows import may_be_none
from msc.lower.operations.rules import RuleParameter
from msc.lower.pycode import ImportSet, docstring, literal
from msc.lower.types import annotation, annotation_imports
from msc.spelling.code import (
    element_module,
    entity_class,
    entity_module,
    rule_constant,
    rule_function,
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


def rule_view(
    rule: Rule, predicate: Predicate | None, system: System, operations: list[Operation]
) -> RuleView:
    """The view of a rule; one that the data service checks has no predicate."""
    imports = ImportSet([("src.domain.errors", "Rule")])
    parameters = ""
    if predicate is not None:
        imports.add_all(predicate.imports)
        owner = next(operation for operation in operations if rule.name in operation.rules)
        parameters = ", ".join(
            f"{parameter.name}: {_annotation(parameter, owner, system, imports)}"
            for parameter in predicate.parameters
        )
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
        evaluated=predicate is not None,
        function=rule_function(rule.name),
        parameters=parameters,
        text=predicate.text if predicate is not None else "True",
    )


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
