"""The problems that a route declares: exactly those that its operation can cause."""

from collections.abc import Iterator, Set

from msc.core.record import Record
from msc.ir.behaviour import ActorKind
from msc.ir.endings import (
    CONFLICT,
    OUTDATED,
    PLAIN,
    REUSED,
    UNAVAILABLE,
    UNKNOWN,
    Refusal,
    conflicts,
)
from msc.ir.sight import shuts_out
from msc.ir.steps import ListStep
from msc.ir.system import System
from msc.lower.operations.use_case import UseCase
from msc.lower.pycode import ImportSet, literal
from msc.spelling.code import element_module, rule_constant


class StatusView(Record):
    """A status and its codes, quoted."""

    status: int
    codes: str


class ProblemsView(Record):
    """The declared problems of a route: `text` is the argument, `statuses` the same as data."""

    text: str
    statuses: tuple[StatusView, ...]


def problems_view(
    use_case: UseCase, system: System, imports: ImportSet, *, takes_version: bool = False
) -> ProblemsView:
    """The problems of an operation's route; the names in the text are added to the imports."""
    operation = use_case.operation
    plain = [status for status, possible in _plain(use_case, system) if possible]
    refusals = [*conflicts(operation, system)]
    if use_case.commits:
        refusals.append(CONFLICT[1])
    reused = (*((OUTDATED,) if takes_version else ()), *((REUSED,) if use_case.keyed else ()))
    rules = system.rules_of(operation)
    if refusals:
        imports.add("src.api.problems", "Refusal")
    for rule in rules:
        imports.add(f"src.domain.rules.{element_module(rule.name)}", rule_constant(rule.name))
    unknown = (UNKNOWN,) if use_case.commits else ()
    if unknown:
        imports.add("src.api.problems", "Refusal")
    declared = (
        *map(str, plain),
        # Whatever a route says of a status takes the place of what its router says.
        *(str(status) for status, _ in unknown),
        *(f"Refusal.{refusal}" for refusal in refusals),
        *(f"Refusal.{code}" for _, code in (*reused, *unknown)),
        *(rule_constant(rule.name) for rule in rules),
    )
    rejections = {UNAVAILABLE, *reused, *unknown, *((status, PLAIN[status]) for status in plain)}
    rejections |= {(409, refusal) for refusal in refusals} | {
        (rule.status, rule.code) for rule in rules
    }
    return ProblemsView(
        text=f", responses=problems({', '.join(declared)})" if declared else "",
        statuses=by_status(rejections),
    )


def by_status(rejections: Set[Refusal]) -> tuple[StatusView, ...]:
    """The codes, grouped by status."""
    codes: dict[int, list[str]] = {}
    for status, code in sorted(rejections):
        codes.setdefault(status, []).append(literal(code))
    return tuple(StatusView(status, ", ".join(names)) for status, names in codes.items())


def _plain(use_case: UseCase, system: System) -> Iterator[tuple[int, bool]]:
    operation = use_case.operation
    yield 401, operation.actor.kind is not ActorKind.PUBLIC
    yield 403, operation.actor.kind is ActorKind.ROLES or shuts_out(operation, system)
    yield 404, any(method == "get" for _, method in use_case.calls)
    lists = any(isinstance(step, ListStep) for step in operation.steps)
    yield 422, lists or bool(operation.inputs) or use_case.keyed
