"""The elements that callers see, whose changes can break calls."""

from msc.diff.sections import Element
from msc.ir.behaviour import ActorKind, Operation
from msc.ir.system import System


def seen(*systems: System) -> frozenset[tuple[str, str]]:
    """The sections and names of entities in responses, operations of people and their rules.

    An element counts if it was visible in either system.
    """
    return frozenset(
        member
        for system in systems
        for operation in system.operations
        if operation.actor.kind is not ActorKind.SYSTEM
        for member in _of_operation(operation)
    )


def _of_operation(operation: Operation) -> tuple[tuple[str, str], ...]:
    answer = operation.returns
    shown = () if answer is None else (("entities", answer.entity),)
    rules = (("rules", name) for name in operation.rules)
    return ("operations", operation.name), *shown, *rules


def is_seen(element: Element, members: frozenset[tuple[str, str]]) -> bool:
    """Whether callers see the element; sections without nested elements are always visible."""
    judged = element.section in ("entities", "operations", "rules")
    return not judged or (element.section, element.name) in members
