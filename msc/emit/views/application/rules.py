"""Rules as constants with their messages, and as functions."""

from dataclasses import dataclass

from msc.core.naming import pascal
from msc.emit.operations.compile import rule_arguments
from msc.emit.pycode import ImportSet, annotation, annotation_imports, docstring, literal
from msc.expr.python import compile_python
from msc.ir.behaviour import Operation, Rule
from msc.ir.system import System


@dataclass(frozen=True, slots=True)
class RuleView:
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
    stored: bool
    function: str
    parameters: str
    text: str


def rule_view(rule: Rule, system: System, operations: list[Operation]) -> RuleView:
    imports = ImportSet([("src.domain.errors", "Rule")])
    parameters, text = "", "True"
    if not rule.stored:
        parameters, text = _predicate(rule, system, operations, imports)
    return RuleView(
        module=rule.name,
        element=f"rule {rule.name}",
        docstring=docstring(f"The rule `{rule.name}`."),
        constant=rule.name.upper(),
        name=literal(rule.name),
        code=literal(rule.code),
        message=literal(rule.message),
        status=rule.status,
        imports=imports.text,
        stored=rule.stored,
        function=rule.name,
        parameters=parameters,
        text=text,
    )


def _predicate(
    rule: Rule, system: System, operations: list[Operation], imports: ImportSet
) -> tuple[str, str]:
    owner = next(each for each in operations if rule.name in each.rules)
    names, parameters = {}, []
    for path in rule_arguments(rule):
        name = path[-1]
        names[".".join(path)] = name
        if path[0] == "input":
            given = next(each for each in owner.inputs if each.field.name == path[1])
            entity = given.entity
            if entity is None:
                imports.add_all(annotation_imports(given.field.type))
                text = annotation(given.field.type, given.field.optional)
                parameters.append(f"{name}: {text}")
                continue
        elif path[0] == "actor":
            entity = system.authentication.account if system.authentication else ""
        else:
            kind = "date" if path[0] == "today" else "datetime"
            imports.add("datetime", kind)
            parameters.append(f"{name}: {kind}")
            continue
        imports.add(f"shared.dtos.{entity}", pascal(entity))
        parameters.append(f"{name}: {pascal(entity)}")
    code = compile_python(rule.holds.root, names)
    for module, member in code.imports:
        imports.add(module, member or None)
    return ", ".join(parameters), code.text
