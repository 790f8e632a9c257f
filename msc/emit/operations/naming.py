"""Which Python name holds which value inside a use case."""

from dataclasses import dataclass

from msc.ir.behaviour import ForEachStep, Operation, Step
from msc.ir.fields import ReferenceType
from msc.ir.system import System


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one operation: `rows` maps each row input to its variable."""

    rows: tuple[tuple[str, str, str], ...]
    mapping: tuple[tuple[str, str], ...]

    def of_row(self, name: str) -> str:
        """The variable that holds a row input."""
        return next(variable for each, variable, _ in self.rows if each == name)

    def as_dict(self) -> dict[str, str]:
        """What `compile_python` takes."""
        return dict(self.mapping)


def names_of(operation: Operation) -> Names:
    """The names; a row input is called like itself unless a result has that name."""
    results = set(results_of(operation.steps))
    rows, mapping = [], [("actor", "actor"), ("now", "now"), ("today", "today"), ("input", "given")]
    for each in operation.inputs:
        if each.entity is None:
            continue
        name = each.field.name
        variable = f"given_{name}" if name in results else name
        rows.append((name, variable, each.entity))
        mapping.append((f"input.{name}", variable))
    mapping += [(name, name) for name in sorted(results)]
    return Names(tuple(rows), tuple(mapping))


def results_of(steps: tuple[Step, ...]) -> tuple[str, ...]:
    """The names of all results, those inside loops included."""
    found: list[str] = []
    for step in steps:
        if isinstance(step, ForEachStep):
            found += [step.variable, *results_of(step.steps)]
        elif getattr(step, "result", ""):
            found.append(step.result)  # type: ignore[union-attr]
    return tuple(found)


def entity_at(path: tuple[str, ...], operation: Operation, system: System) -> str:
    """The entity of the row at a path such as ("input", "payment", "payer")."""
    if path[0] == "actor":
        entity, rest = (system.authentication.account if system.authentication else ""), path[1:]
    elif path[0] == "input":
        entity = next(each.entity for each in operation.inputs if each.field.name == path[1]) or ""
        rest = path[2:]
    else:
        entity, rest = entity_of_result(path[0], operation.steps), path[1:]
    for name in rest:
        type_ = system.entity(entity).field_named(name).type
        assert isinstance(type_, ReferenceType)
        entity = type_.entity
    return entity


def entity_of_result(name: str, steps: tuple[Step, ...]) -> str:
    """The entity of a step's result."""
    for step in steps:
        if isinstance(step, ForEachStep):
            if step.variable == name:
                return step.query.entity
            found = entity_of_result(name, step.steps)
            if found:
                return found
        elif getattr(step, "result", None) == name:
            return str(getattr(step, "entity", "")) or step.query.entity  # type: ignore[union-attr]
    return ""
