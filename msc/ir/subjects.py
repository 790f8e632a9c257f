"""The row that a request is about, whose version its sender may name."""

from msc.ir.behaviour import Operation
from msc.ir.expressions import Expression, Select, Variable
from msc.ir.steps import ChangeStep, DeleteStep
from msc.ir.triggers import Endpoint
from msc.ir.walk import all_steps


def subject_of(operation: Operation) -> str:
    """The input whose row the operation writes; empty if there is none, or more than one."""
    rows = {
        input_.field.name
        for input_ in operation.inputs
        if input_.entity is not None and not input_.field.optional
    }
    written = rows & {
        _input(step.target)
        for step in all_steps(operation.steps)
        if isinstance(step, ChangeStep | DeleteStep)
    }
    return written.pop() if len(written) == 1 else ""


def is_about(endpoint: Endpoint, operation: Operation) -> bool:
    """Whether the path of the endpoint names the row that its operation writes."""
    subject = subject_of(operation)
    return bool(subject) and f"{{{subject}}}" in endpoint.path


def _input(target: Expression) -> str:
    match target.root:
        case Select(Variable("input"), name):
            return name
        case _:
            return ""
