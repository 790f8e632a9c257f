"""Operations that succeed: the scene in which each does, and what it then leaves."""

from collections.abc import Mapping

from msc.core.record import Record
from msc.expr.evaluate import Value
from msc.ir.behaviour import Operation, Rule
from msc.ir.steps import Query
from msc.ir.system import System
from msc.lower.pycode import literal
from msc.lower.scenes.outcome import Outcome
from msc.lower.scenes.performance import outcome_of
from msc.lower.scenes.scene import Scene, Stage
from msc.lower.shapes.queries import StoredCode
from msc.lower.shapes.samples import value_text


class Rehearsal(Record):
    """An operation on its stage, a scene in which it succeeds, and the outcome."""

    stage: Stage
    scene: Scene
    outcome: Outcome

    @property
    def operation(self) -> Operation:
        """The operation that succeeds."""
        return self.stage.operation

    @property
    def system(self) -> System:
        """The system that the operation belongs to."""
        return self.stage.system

    @property
    def rules(self) -> tuple[Rule, ...]:
        """What the operation asks for, in order."""
        return self.system.rules_of(self.operation)

    def value(self, name: str) -> Value:
        """The value of an input; a row by its identifier."""
        row = self.scene.row(("input", name))
        return row.identity if row is not None else self.scene.inputs[name]

    def asked(self, query: Query) -> tuple[str, str]:
        """The method that a list calls, and its parameters as Python text."""
        if query.condition is None:
            return "page", ""
        pairs = []
        for parameter in self.outcome.stored.parameters(query):
            path = parameter.path[:-1] if parameter.path[-1] == "id" else parameter.path
            value = self.outcome.look_up(path, parameter.type)
            pairs.append(f"{literal(parameter.name)}: {value_text(None, value)}")
        return query.name, f"{{{', '.join(pairs)}}}"


def rehearse(system: System, stored: StoredCode) -> Mapping[str, Rehearsal]:
    """The rehearsals by operation; one for which no scene or outcome is known has none."""
    stages = (Stage(system, operation) for operation in system.operations)
    found = ((stage, stage.success()) for stage in stages)
    made = (
        (stage, scene, outcome_of(stage.operation, system, scene, stored))
        for stage, scene in found
        if scene is not None
    )
    return {
        stage.operation.name: Rehearsal(stage, scene, outcome)
        for stage, scene, outcome in made
        if outcome is not None
    }
