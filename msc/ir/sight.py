"""What an operation shows to its actor, and whether `access` of an entity hides some of it."""

from collections.abc import Iterator

from msc.ir.behaviour import ActorKind, Operation
from msc.ir.entities import Access
from msc.ir.expressions import Call, Expression, Node, RowValue, Select, Variable
from msc.ir.steps import ChangeStep, ListStep
from msc.ir.system import System
from msc.ir.walk import all_steps


def sees_all(operation: Operation, access: Access) -> bool:
    """Whether everybody who may run the operation sees every row."""
    actor = operation.actor
    if actor.kind is ActorKind.SYSTEM or not access.is_restricted:
        return True
    return actor.kind is ActorKind.ROLES and set(actor.roles) <= set(access.readers)


def is_restricted_list(step: ListStep, operation: Operation, system: System) -> bool:
    """Whether somebody who runs the operation may see only some of the rows, or none."""
    access = system.entity(step.query.entity).access
    return not sees_all(operation, access) and not _selects_own_rows(step, access)


def shuts_out(operation: Operation, system: System) -> bool:
    """Whether a list of the operation is closed to some of those who may run it."""
    actor = operation.actor
    if actor.kind in (ActorKind.SYSTEM, ActorKind.PUBLIC):
        return False
    lists = (step for step in operation.steps if isinstance(step, ListStep))
    accesses = (system.entity(step.query.entity).access for step in lists)
    return any(
        access.owner is None and access.is_restricted and not sees_all(operation, access)
        for access in accesses
    )


def related_row(operation: Operation) -> Expression | None:
    """The returned row, if it is reached through a reference of another row."""
    if operation.returns is None or operation.returns.many:
        return None
    changed = {step.result: step for step in all_steps(operation.steps)
               if isinstance(step, ChangeStep) and step.result}  # fmt: skip
    shown = operation.returns.value
    while isinstance(shown.root, Variable) and shown.root.name in changed:
        shown = changed.pop(shown.root.name).target
    root = shown.root
    is_related = isinstance(root, Select) and isinstance(root.operand.type, RowValue)
    return shown if is_related else None


def restricted_result(operation: Operation, system: System) -> Expression | None:
    """The related row that is returned, if people run the operation and not all may see the row."""
    related = related_row(operation)
    if related is None or operation.actor.kind in (ActorKind.SYSTEM, ActorKind.PUBLIC):
        return None
    type_ = related.root.type
    is_restricted = isinstance(type_, RowValue) and system.entity(type_.entity).access.is_restricted
    return related if is_restricted else None


def is_known_before_steps(expression: Expression) -> bool:
    """Whether it starts from the actor or an input, not from the result of a step."""
    return path_of(expression.root)[:1] in (("actor",), ("input",))


def _selects_own_rows(step: ListStep, access: Access) -> bool:
    """Whether the condition itself leaves rows of the actor only."""
    condition, row = step.query.condition, step.query.variable
    if condition is None or access.owner is None:
        return False
    owner = (row,) if access.owner == "id" else (row, access.owner)
    return any(
        {path_of(one), path_of(other)} == {owner, ("actor",)}
        for one, other in equal_values(condition.root)
    )


def equal_values(node: Node) -> Iterator[tuple[Node, Node]]:
    """The pairs of values that are equal if the condition holds."""
    match node:
        case Call("&&", arguments):
            for argument in arguments:
                yield from equal_values(argument)
        case Call("==", (one, other)):
            yield one, other


def path_of(node: Node) -> tuple[str, ...]:
    """The names in a chain such as `row.owner`; none for any other node."""
    match node:
        case Variable(name):
            return (name,)
        case Select(operand, field):
            return (*path_of(operand), field)
        case _:
            return ()
