"""An operation -> the statements of its use case."""

from msc.expr.target import free_variables, path_of
from msc.ir.behaviour import Operation, Returns
from msc.ir.entities import Store
from msc.ir.system import System
from msc.ir.walk import commits
from msc.lower.operations.audit import audit
from msc.lower.operations.body import Body
from msc.lower.operations.loading import load, require_sight_of_result
from msc.lower.operations.pruning import without_unused_names
from msc.lower.operations.request import Request
from msc.lower.operations.rules import guard_parameters, require
from msc.lower.pycode import literal
from msc.lower.shapes.queries import StoredCode
from msc.lower.steps import compile_step
from msc.lower.types import annotation_imports
from msc.spelling.code import entity_class, entity_module, rule_constant


def compile_operation(
    operation: Operation, system: System, stored: StoredCode, request: Request
) -> Body:
    """The body of the operation's use case."""
    body, keyed = Body(system, operation, stored), request.keyed
    load(body, request.subject)
    for name in operation.rules:
        require(body, system.rule(name))
    if commits(operation):
        _begin(body, keyed=keyed)
    for step in operation.steps:
        compile_step(body, step)
    require_sight_of_result(body, after_steps=True)
    if commits(operation):
        _finish(body, keyed=keyed)
    if operation.returns is not None:
        _return(body, operation.returns)
    # What the class of the inputs imports is bound in the module, too.
    for input_ in operation.inputs:
        body.imports.add_all(annotation_imports(input_.field.type))
    body.finish()
    body.lines = without_unused_names(body.lines)
    return body


def _begin(body: Body, *, keyed: bool) -> None:
    body.imports.add("shared.unit_of_work", "UnitOfWork")
    actor = "actor.id" if body.signed_in else "None"
    key = ", key=caller.key" if keyed else ""
    body.emit(f"unit = UnitOfWork(actor_id={actor}, consumed=caller.consumed{key})")
    for rule in body.guards:
        body.emit(f"unit.guard({rule_constant(rule.name)}.name, {guard_parameters(body, rule)})")
    if body.signed_in and _judges(body, "actor"):
        _read(body, "actor", body.account)
    for row in body.loaded:
        if body.system.entity(row.entity).store is not Store.POSTGRES:
            continue
        if not row.optional:
            _read(body, row.variable, row.entity)
            continue
        body.emit(f"if {row.variable} is not None:")
        with body.block():
            _read(body, row.variable, row.entity)


def _judges(body: Body, name: str) -> bool:
    rules = (body.system.rule(rule) for rule in body.operation.rules)
    return any(name in free_variables(rule.holds.root) for rule in rules if not rule.stored)


def _read(body: Body, variable: str, entity: str) -> None:
    body.emit(f"unit.read({literal(entity)}, {variable}.id, {variable}.version)")


def _finish(body: Body, *, keyed: bool) -> None:
    if body.operation.audit is not None:
        _audit(body, body.operation.audit)
    if keyed and body.operation.returns is not None:
        _answer(body, body.operation.returns)
    if body.cursor:
        body.imports.add("src.application.pages", "go_on")
        body.emit(f"go_on(unit, {literal(body.operation.name)}, inputs, {body.cursor})")
    body.imports.add("src.application.commitment", "commit")
    guards = "".join(f", {rule_constant(guard.name)}" for guard in body.guards)
    returns = body.operation.returns
    result = "committed = " if returns is not None and _asks_commit(body, returns) else ""
    body.emit(f"{result}await commit(self.units_of_work, unit{guards})")


def _audit(body: Body, category: str) -> None:
    """Records the operation, once if it commits in pages."""
    if not body.cursor:
        audit(body, category)
        return
    body.emit("if caller.cursor is None:")
    with body.block():
        audit(body, category)


def _answer(body: Body, returns: Returns) -> None:
    """Stores the result for requests that come again; what it needs is read before the commit."""
    if returns.many:
        body.emit(f"unit.answer({_page(body, returns)})")
        return
    row = _written(body, returns) or _perhaps_written(body, returns)
    row = row or body.row(returns.value.root)
    body.emit(f"unit.answer({row}, {literal(returns.entity)})")


def _page(body: Body, returns: Returns) -> str:
    return body.names[".".join(path_of(returns.value.root) or ())]


def _written(body: Body, returns: Returns) -> str | None:
    """The variable of the returned row if the operation wrote it under any name."""
    variable = body.names.get(".".join(path_of(returns.value.root) or ()))
    if variable is None:
        return None
    written = map(body.origin_of, body.written)
    return variable if body.origin_of(variable) in written else None


def _asks_commit(body: Body, returns: Returns) -> bool:
    return _written(body, returns) is not None or _perhaps_written(body, returns) is not None


def _perhaps_written(body: Body, returns: Returns) -> str | None:
    """The variable of the returned row if a loop or an alias may have written it."""
    variable = body.names.get(".".join(path_of(returns.value.root) or ()))
    if variable is None or returns.many or not commits(body.operation):
        return None
    return variable if body.aliases.is_perhaps_written(variable) else None


def _return(body: Body, returns: Returns) -> None:
    written = _written(body, returns)
    if written is not None:
        name = entity_class(returns.entity)
        body.imports.add(f"shared.dtos.{entity_module(returns.entity)}", name)
        body.emit(f"return committed.row({name}, {literal(returns.entity)}, {written}.id)")
        return
    perhaps = _perhaps_written(body, returns)
    if perhaps is not None:
        body.reads_back = True
        body.emit(f"return committed.current({literal(returns.entity)}, {perhaps})")
        return
    text = _page(body, returns) if returns.many else body.row(returns.value.root)
    if body.lines and body.lines[-1].startswith(f"{text} = "):
        body.lines[-1] = f"return {body.lines[-1].removeprefix(f'{text} = ')}"
    else:
        body.emit(f"return {text}")
