"""A checked expression -> the text of a MongoDB filter, for predicates over one document."""

from msc.expr.sql import Parameter
from msc.expr.target import Unsupported, is_null, is_row, path_of
from msc.ir.expressions import Call, Constant, ListLiteral, Node, ScalarKind, ScalarValue

OPERATORS = {"==": "$eq", "!=": "$ne", "<": "$lt", "<=": "$lte", ">": "$gt", ">=": "$gte"}
MIRRORED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def compile_filter(node: Node, variable: str) -> tuple[str, tuple[Parameter, ...]]:
    """The text of the filter and its parameters, which it names `parameters.<name>`."""
    parameters: dict[str, Parameter] = {}
    text = _filter(node, variable, parameters)
    return text, tuple(sorted(parameters.values(), key=lambda each: each.name))


def _filter(node: Node, variable: str, parameters: dict[str, Parameter]) -> str:
    match node:
        case Call("&&" | "||" as function, arguments):
            word = "$and" if function == "&&" else "$or"
            inner = ", ".join(_filter(each, variable, parameters) for each in arguments)
            return f'{{"{word}": [{inner}]}}'
        case Call("!", (operand,)):
            return f'{{"$nor": [{_filter(operand, variable, parameters)}]}}'
        case Call(function, (left, right)) if function in OPERATORS:
            field = _field(left, variable)
            if field is None:
                field, function, right = _field(right, variable), MIRRORED[function], left
            if field is None:
                raise Unsupported("one side of a comparison must be a field of the document")
            return f'{{"{field}": {{"{OPERATORS[function]}": {_value(right, parameters)}}}}}'
        case Call("in", (item, ListLiteral(items))):
            values = ", ".join(_value(each, parameters) for each in items)
            return f'{{"{_field(item, variable)}": {{"$in": [{values}]}}}}'
        case _ if _field(node, variable) is not None:
            return f'{{"{_field(node, variable)}": True}}'
    raise Unsupported("MongoDB cannot evaluate this condition")


def _field(node: Node, variable: str) -> str | None:
    path = path_of(node)
    if path is None or path[0] != variable or len(path) != 2:
        return None
    if path[1] == "id":
        return "_id"
    return f"{path[1]}_id" if is_row(node) else path[1]


def _value(node: Node, parameters: dict[str, Parameter]) -> str:
    if is_null(node):
        return "None"
    if isinstance(node, Constant):
        return repr(node.value)
    path = path_of(node)
    if path is None:
        raise Unsupported("a document can only be compared with plain values")
    full = (*path, "id") if is_row(node) else path
    name = "_".join(full)
    type_ = ScalarValue(ScalarKind.UUID) if is_row(node) else node.type
    parameters[name] = Parameter(name, type_, full)
    return f"parameters.{name}"
