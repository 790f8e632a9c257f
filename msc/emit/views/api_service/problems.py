"""The problems that a route declares: exactly those that its operation can end in."""

from collections.abc import Iterator

from msc.core.record import Record
from msc.emit.operations.body import Body
from msc.emit.operations.compile import compile_operation
from msc.emit.operations.walk import all_steps, commits
from msc.emit.pycode import ImportSet, literal
from msc.ir.behaviour import (
    ActorKind,
    CreateStep,
    DeleteStep,
    ListStep,
    Operation,
    RequireStep,
    Rule,
    TransitionStep,
    UpdateStep,
)
from msc.ir.entities import Entity
from msc.ir.fields import OnDelete, ReferenceType
from msc.ir.system import System

PLAIN = {401: "NOT_AUTHENTICATED", 403: "FORBIDDEN", 404: "NOT_FOUND", 422: "VALIDATION_FAILED"}
UNAVAILABLE = (503, "DEPENDENCY_UNAVAILABLE")


class StatusView(Record):
    """A status, and the quoted codes that it comes with."""

    status: int
    codes: str


class ProblemsView(Record):
    """What a route declares: `text` is its argument, `statuses` what that means."""

    text: str
    statuses: tuple[StatusView, ...]


def problems_view(operation: Operation, system: System, imports: ImportSet) -> ProblemsView:
    """The problems of the route of an operation; what its text names is imported."""
    body = compile_operation(operation, system)
    plain = [status for status, possible in _plain(body) if possible]
    refusals = [name for name, possible in _refusals(body) if possible]
    rules = _rules(operation, system)
    if refusals:
        imports.add("src.api.problems", "Refusal")
    for each in rules:
        imports.add(f"src.domain.rules.{each.name}", each.name.upper())
    declared = (
        *map(str, plain),
        *(f"Refusal.{each}" for each in refusals),
        *(each.name.upper() for each in rules),
    )
    found = {UNAVAILABLE, *((status, PLAIN[status]) for status in plain)}
    found |= {(409, each) for each in refusals} | {(each.status, each.code) for each in rules}
    return ProblemsView(
        text=f", responses=problems({', '.join(declared)})" if declared else "",
        statuses=by_status(found),
    )


def by_status(found: set[tuple[int, str]]) -> tuple[StatusView, ...]:
    """The codes, gathered by their status."""
    codes: dict[int, list[str]] = {}
    for status, code in sorted(found):
        codes.setdefault(status, []).append(literal(code))
    return tuple(StatusView(status, ", ".join(each)) for status, each in codes.items())


def _plain(body: Body) -> Iterator[tuple[int, bool]]:
    operation = body.operation
    yield 401, operation.actor.kind is not ActorKind.PUBLIC
    yield 403, operation.actor.kind is ActorKind.ROLES
    yield 404, any(method == "get" for _, method in body.calls)
    lists = any(isinstance(each, ListStep) for each in operation.steps)
    yield 422, lists or bool(operation.inputs)


def _refusals(body: Body) -> Iterator[tuple[str, bool]]:
    system, steps = body.system, tuple(all_steps(body.operation.steps))
    written = [each for each in steps if isinstance(each, CreateStep | UpdateStep)]
    removed = [each.entity for each in steps if isinstance(each, DeleteStep)]
    yield "ILLEGAL_TRANSITION", any(isinstance(each, TransitionStep) for each in steps)
    yield "REFERENCE_VIOLATION", any(_is_held(each, system) for each in removed)
    yield "UNIQUE_VIOLATION", any(_may_clash(each, system) for each in written)
    yield "VERSION_CONFLICT", commits(body.operation) and body.checks_versions


def _is_held(entity: str, system: System) -> bool:
    """Whether rows that refer to one of the entity keep it from being removed."""
    return any(
        isinstance(field.type, ReferenceType)
        and field.type.entity == entity
        and field.type.on_delete is OnDelete.RESTRICT
        for each in system.entities
        for field in each.fields
    )


def _may_clash(step: CreateStep | UpdateStep, system: System) -> bool:
    """Whether the step writes what has to differ from row to row."""
    unique = unique_fields(system.entity(step.entity))
    if isinstance(step, CreateStep):
        return bool(unique)
    return bool(unique & {*(each.field for each in step.values), *step.from_input})


def unique_fields(entity: Entity) -> set[str]:
    """The fields whose values no other row may have, alone or with others."""
    alone = {each.name for each in entity.fields if each.unique}
    return alone.union(*map(set, entity.uniques))


def _rules(operation: Operation, system: System) -> list[Rule]:
    required = [each.rule for each in all_steps(operation.steps) if isinstance(each, RequireStep)]
    return [system.rule(each) for each in dict.fromkeys([*operation.rules, *required])]
