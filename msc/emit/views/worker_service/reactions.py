"""Operations that the worker runs: here, or in the API."""

from msc.core.record import Record
from msc.ir.behaviour import Home, Operation
from msc.ir.walk import changed_fields
from msc.lower.program import Program
from msc.lower.pycode import literal
from msc.lower.shapes.names import attribute
from msc.spelling.code import element_module, function_name


class ReactionView(Record):
    """An operation that an event or a job runs: here, or in the API."""

    module: str
    name: str
    literal: str
    class_name: str
    attribute: str
    arguments: str
    body: str
    is_local: bool
    has_rules: bool


def reaction_view(
    operation: Operation, values: dict[str, str], program: Program, taken: str = ""
) -> ReactionView:
    """The run of an operation with these values, whose name something else may have taken."""
    use_case, name = program.use_case(operation), function_name(operation.name)
    pairs = {
        attribute(input_.field): values[attribute(input_.field)]
        for input_ in operation.inputs
        if attribute(input_.field) in values
    }
    names = ", ".join(map(literal, pairs))
    sent = [f"sent=frozenset({{{names}}})"] if changed_fields(operation, program.system) else []
    return ReactionView(
        module=element_module(operation.name),
        name=f"{name}_operation" if name == taken else name,
        literal=literal(operation.name),
        class_name=use_case.class_name,
        attribute=name,
        arguments=", ".join([*(f"{key}={value}" for key, value in pairs.items()), *sent]),
        body=", ".join(f"{literal(key)}: {value}" for key, value in pairs.items()),
        is_local=operation.home is Home.WORKER,
        has_rules=bool(operation.rules),
    )
