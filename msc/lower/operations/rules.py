"""Rules as functions of rows and plain values, and the statements that require them."""

from collections.abc import Collection

from msc.core.naming import NameScope
from msc.core.record import Record
from msc.expr.presence import may_be_missing
from msc.expr.python import compile_python
from msc.expr.scope import is_optional
from msc.expr.sql import Parameter
from msc.expr.target import children, is_null, is_row, loaded_paths, path_of
from msc.ir.behaviour import Rule
from msc.ir.expressions import Call, Comprehension, Node, Select
from msc.lower.operations.body import Body
from msc.lower.operations.variables import Variables, names_in
from msc.lower.pycode import literal
from msc.spelling.code import attribute_name, element_module, rule_constant, rule_function


class RuleParameter(Record):
    """A parameter of a rule's function, and the node of its argument."""

    path: str
    name: str
    node: Node


def rule_parameters(rule: Rule) -> tuple[RuleParameter, ...]:
    """The parameters of a rule's function: rows and plain values, by path."""
    parameters: dict[tuple[str, ...], Node] = {}
    _collect(rule.holds.root, loaded_paths(rule.holds.root), parameters)
    lasts = [path[-1] for path in parameters]
    names = NameScope(_used(rule, parameters))
    return tuple(
        RuleParameter(".".join(path), names.unique(_name(path, lasts)), parameters[path])
        for path in sorted(parameters)
    )


def _used(rule: Rule, paths: Collection[tuple[str, ...]]) -> set[str]:
    """The names used by the rule's function, including its own."""
    own = {rule_function(rule.name), rule_constant(rule.name), "holds"}
    if rule.stored:
        return own
    marks = Variables()
    code = compile_python(rule.holds.root, {".".join(path): marks.mark("") for path in paths})
    return own | names_in([code.text])


def _name(path: tuple[str, ...], lasts: list[str]) -> str:
    """The last part of the path, unless two paths share it."""
    if lasts.count(path[-1]) == 1:
        return path[-1]
    return "_".join(path[1:] if path[0] == "input" else path)


def _collect(
    node: Node, loaded: frozenset[tuple[str, ...]], nodes: dict[tuple[str, ...], Node]
) -> None:
    if isinstance(node, Comprehension):
        inside: dict[tuple[str, ...], Node] = {}
        for child in children(node):
            _collect(child, loaded, inside)
        # The variable of a macro has its values within the rule.
        nodes.update({path: inner for path, inner in inside.items() if path[0] != node.variable})
        return
    if path_of(node) is None:
        operands = children(node)
        if isinstance(node, Call) and node.function in {"==", "!="} and any(map(is_null, operands)):
            # A loaded row is itself compared with null, so nothing above it is needed.
            at_hand = [
                operand for operand in operands if is_row(operand) and path_of(operand) in loaded
            ]
            nodes.update((path_of(node_) or (), node_) for node_ in at_hand)
            operands = tuple(operand for operand in operands if operand not in at_hand)
        for operand in operands:
            _collect(operand, loaded, nodes)
        return
    needed = node if is_row(node) and path_of(node) in loaded else _needed(node)
    nodes[path_of(needed) or ()] = needed


def _needed(node: Node) -> Node:
    """The row or plain value that a path starts from."""
    if not isinstance(node, Select) or not is_row(node.operand):
        return node
    if node.field == "id" and not may_be_missing(node.operand):
        return _needed(node.operand)
    return node.operand


def require(body: Body, rule: Rule) -> None:
    """Rejects the operation unless the rule holds; a stored rule is checked again at the commit."""
    constant = rule_constant(rule.name)
    module = f"src.domain.rules.{element_module(rule.name)}"
    body.imports.add(module, constant)
    body.imports.add("src.domain.errors", "RuleViolation")
    if rule.stored:
        body.reach(rule.holds.root)
        values = ", ".join(
            f"{literal(parameter.name)}: {parameter_text(body, parameter)}"
            for parameter in body.stored_code.guards[rule.name].code.parameters
        )
        parameters = guard_parameters(body, rule)
        if values:
            body.emit(f"{parameters} = {{{values}}}")
        body.emit(f"if not await self.guards.holds({constant}.name, {parameters}):")
        body.guards.append(rule)
    else:
        function = rule_function(rule.name)
        body.imports.add(module, function)
        arguments = ", ".join(
            _argument(body, parameter.node) for parameter in rule_parameters(rule)
        )
        body.emit(f"if not {function}({arguments}):")
    body.emit(f"    raise RuleViolation({constant})")


def _argument(body: Body, node: Node) -> str:
    return body.row(node) if is_row(node) else body.text(node)


def guard_parameters(body: Body, rule: Rule) -> str:
    """The parameters of a stored rule: a variable, because it is used twice."""
    parameters = body.stored_code.guards[rule.name].code.parameters
    return f"{rule.name}_parameters" if parameters else "{}"


def parameter_text(body: Body, parameter: Parameter) -> str:
    """The parameters of a query or a guard."""
    path = parameter.path
    if ".".join(path) in body.names:
        return body.names[".".join(path)]
    front, last = path[:-1], path[-1]
    # The variable of an optional row may be None.
    by_reference = last == "id" and is_optional(parameter.type)
    if ".".join(front) in body.names and not by_reference:
        return f"{body.names['.'.join(front)]}.{attribute_name(last)}"
    # The identifier of a row that only its reference names.
    return f"{body.names['.'.join(front[:-1])]}.{front[-1]}_id"
