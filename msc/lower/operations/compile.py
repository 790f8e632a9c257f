"""An operation -> the statements of its use case, in the order in which they run."""

import re

from msc.expr.target import free_variables, path_of
from msc.ir.behaviour import Operation, Returns
from msc.ir.entities import Store
from msc.ir.steps import (
    CreateStep,
    DeleteStep,
    ForEachStep,
    ListStep,
    NotifyStep,
    PublishStep,
    Query,
    Step,
    TransitionStep,
    UpdateStep,
)
from msc.ir.system import System
from msc.ir.walk import commits
from msc.lower.operations import messages, writes
from msc.lower.operations.body import Body
from msc.lower.operations.loading import load
from msc.lower.operations.pruning import without_unused_names
from msc.lower.operations.rules import guard_parameters, parameter_text, require
from msc.lower.pycode import literal
from msc.lower.shapes.names import sort_key
from msc.lower.shapes.queries import StoredCode
from msc.spelling.code import entity_class, entity_module, function_name, rule_constant


def compile_operation(operation: Operation, system: System, stored: StoredCode) -> Body:
    """The body of the operation's use case."""
    body = Body(system, operation, stored)
    load(body)
    for name in operation.rules:
        require(body, system.rule(name))
    if commits(operation):
        _begin(body)
    for step in operation.steps:
        _step(body, step)
    if commits(operation):
        _finish(body)
    if operation.returns is not None:
        _return(body, operation.returns)
    body.finish()
    body.lines = without_unused_names(body.lines)
    return body


def _begin(body: Body) -> None:
    body.imports.add("shared.unit_of_work", "UnitOfWork")
    actor = "actor.id" if body.signed_in else "None"
    body.emit(f"unit = UnitOfWork(actor_id={actor}, consumed=caller.consumed)")
    for rule in body.guards:
        body.emit(f"unit.guard({rule_constant(rule.name)}.name, {guard_parameters(body, rule)})")
    if body.signed_in and _judges(body, "actor"):
        _read(body, "actor", body.account)
    for each in body.loaded:
        if body.system.entity(each.entity).store is not Store.POSTGRES:
            continue
        if not each.optional:
            _read(body, each.variable, each.entity)
            continue
        body.emit(f"if {each.variable} is not None:")
        with body.block():
            _read(body, each.variable, each.entity)


def _judges(body: Body, name: str) -> bool:
    rules = (body.system.rule(rule) for rule in body.operation.rules)
    return any(name in free_variables(rule.holds.root) for rule in rules if not rule.stored)


def _read(body: Body, variable: str, entity: str) -> None:
    body.checks_versions = True
    body.emit(f"unit.read({literal(entity)}, {variable}.id, {variable}.version)")


def _step(body: Body, step: Step) -> None:
    match step:
        case ListStep():
            _list(body, step)
        case CreateStep():
            writes.create(body, step)
        case UpdateStep():
            writes.update(body, step)
        case TransitionStep():
            writes.transition(body, step)
        case DeleteStep():
            writes.delete(body, step)
        case PublishStep():
            messages.publish(body, step)
        case NotifyStep():
            messages.notify(body, step)
        case ForEachStep():
            _for_each(body, step)


def _list(body: Body, step: ListStep) -> None:
    method, arguments = _query(body, step.query)
    called = body.method(step.query.entity, method)
    variable = body.bind(step.result, step.result)
    order = sort_key(step.sort[0], body.system.entity(step.query.entity))
    page = f"**given.page.arguments({literal(order)})"
    body.emit(f"{variable} = await {called}({', '.join([*arguments, page])})")


def _query(body: Body, query: Query) -> tuple[str, list[str]]:
    """The method of the port, and its arguments."""
    if query.condition is None:
        return "page", []
    body.reach(query.condition.root, but=query.variable)
    parameters = body.stored_code.parameters(query)
    return function_name(query.name), [
        f"{parameter.name}={parameter_text(body, parameter)}" for parameter in parameters
    ]


def _for_each(body: Body, step: ForEachStep) -> None:
    method, arguments = _query(body, step.query)
    name = "every_row" if step.query.condition is None else f"every_{method}"
    call = f"{body.method(step.query.entity, name)}({', '.join(arguments)})"
    before, outside = dict(body.names), body.outside
    body.outside = frozenset(map(body.origin_of, body.names.values()))
    variable = body.bind(step.variable, step.variable)
    body.emit(f"async for {variable} in {call}:")
    head = len(body.lines)
    with body.block():
        for inner in step.steps:
            _step(body, inner)
    if not any(re.search(rf"\b{variable}\b", line) for line in body.lines[head:]):
        body.lines[head - 1] = body.lines[head - 1].replace(f"for {variable} in", "for _ in", 1)
    body.names, body.outside = before, outside


def _finish(body: Body) -> None:
    if body.operation.audit is not None:
        messages.audit(body, body.operation.audit)
    body.imports.add("src.application.commitment", "commit")
    guards = "".join(f", {rule_constant(guard.name)}" for guard in body.guards)
    returns = body.operation.returns
    result = "committed = " if returns is not None and _written(body, returns) else ""
    body.emit(f"{result}await commit(self.units_of_work, unit{guards})")


def _written(body: Body, returns: Returns) -> str | None:
    """The variable of the row that is returned, if the operation wrote it, by whatever name."""
    variable = body.names.get(".".join(path_of(returns.value.root) or ()))
    if variable is None:
        return None
    written = map(body.origin_of, body.written)
    return variable if body.origin_of(variable) in written else None


def _return(body: Body, returns: Returns) -> None:
    written = _written(body, returns)
    if written is not None:
        name = entity_class(returns.entity)
        body.imports.add(f"shared.dtos.{entity_module(returns.entity)}", name)
        body.emit(f"return committed.row({name}, {literal(returns.entity)}, {written}.id)")
        return
    page = ".".join(path_of(returns.value.root) or ())
    text = body.names[page] if returns.many else body.row(returns.value.root)
    if body.lines and body.lines[-1].startswith(f"{text} = "):
        body.lines[-1] = f"return {body.lines[-1].removeprefix(f'{text} = ')}"
    else:
        body.emit(f"return {text}")
