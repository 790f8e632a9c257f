"""Calls of queries: the method of a port and its arguments."""

from msc.ir.steps import Query
from msc.lower.operations.body import Body
from msc.lower.operations.rules import parameter_text
from msc.spelling.code import function_name


def selected(body: Body, query: Query) -> tuple[str, list[str]]:
    """The method of the port, and its arguments."""
    if query.condition is None:
        return "page", []
    body.reach(query.condition.root, but=query.variable)
    parameters = body.stored_code.parameters(query)
    return function_name(query.name), [
        f"{parameter.name}={parameter_text(body, parameter)}" for parameter in parameters
    ]
