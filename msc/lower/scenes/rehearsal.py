"""Successful runs of operations: the scene, and the outcome."""

from msc.core.record import Record
from msc.expr.evaluate import Value
from msc.ir.behaviour import Operation, Rule
from msc.ir.entities import Entity
from msc.ir.sight import is_restricted_list
from msc.ir.steps import ListStep, Query
from msc.ir.system import System
from msc.lower.pycode import literal
from msc.lower.scenes.outcome import Outcome
from msc.lower.scenes.performance import outcome_of
from msc.lower.scenes.rows import SceneRow
from msc.lower.scenes.scene import success_scene
from msc.lower.scenes.stage import Scene, Stage
from msc.lower.shapes.names import owner_attribute
from msc.lower.shapes.queries import StoredCode
from msc.lower.shapes.samples import value_text


class Rehearsal(Record):
    """An operation on its stage, a success scene, and the outcome."""

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
        """The rules of the operation, in order."""
        return self.system.rules_of(self.operation)

    def value(self, name: str) -> Value:
        """The value of an input; a row is represented by its identifier."""
        row = self.scene.row(("input", name))
        return row.identity if row is not None else self.scene.inputs[name]

    def beside(self, step: ListStep) -> tuple[SceneRow, ...]:
        """Rows of the scene that the page shows too, because it shows all of the entity."""
        if step.query.condition is not None:
            return ()
        return tuple(row for row in self.scene.rows if row.entity.name == step.query.entity)

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

    def own_rows(self, step: ListStep) -> str:
        """The filter of a list that shows people their own rows, as a member of a mapping."""
        access = self.system.entity(step.query.entity).access
        if not self.is_narrowed(step) or self._role in access.readers:
            return ""
        return own_rows_filter(self.system.entity(step.query.entity))

    def is_narrowed(self, step: ListStep) -> bool:
        """Whether people who do not see every row get their own ones."""
        access = self.system.entity(step.query.entity).access
        is_restricted = is_restricted_list(step, self.operation, self.system)
        return access.owner is not None and is_restricted

    @property
    def _role(self) -> Value:
        actor, accounts = self.scene.row(("actor",)), self.system.authentication
        return actor.value(accounts.role) if actor is not None and accounts is not None else None


def own_rows_filter(entity: Entity) -> str:
    """The filter for the rows of the actor, as a member of a mapping."""
    return f"{literal(f'{owner_attribute(entity)}__in')}: (ACTOR.id,)"


def rehearse_operation(
    operation: Operation, system: System, stored: StoredCode
) -> Rehearsal | None:
    """The rehearsal of an operation, if a scene and its outcome are known."""
    stage = Stage(system, operation)
    scene = success_scene(stage)
    outcome = None if scene is None else outcome_of(operation, system, scene, stored)
    return None if scene is None or outcome is None else Rehearsal(stage, scene, outcome)
