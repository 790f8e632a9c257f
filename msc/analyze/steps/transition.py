"""`transition`: moves a loaded row to another state."""

from msc.analyze.context import Part
from msc.analyze.steps.row import StepRow
from msc.analyze.steps.turns import Move
from msc.analyze.steps.walk import Walk
from msc.core.record import replace
from msc.expr.target import path_of
from msc.ir.expressions import RowValue
from msc.ir.steps import TransitionStep
from msc.model.places import Path
from msc.model.steps import TransitionStepSpec


class TransitionRow(StepRow[TransitionStepSpec]):
    """Resolves the transition by its own name, not by its target state."""

    def resolve(self, walk: Walk, spec: TransitionStepSpec, path: Path) -> TransitionStep | None:
        row = walk.written(spec.transition, (*path, "transition"))
        if row is None:
            return None
        target, entity = row
        transitions = entity.states.transitions if entity.states else ()
        names = [transition.name for transition in transitions]
        by_state = next(
            (transition.name for transition in transitions if transition.target == spec.to), None
        )
        where, kind = (*path, "to"), "transition"
        if spec.to not in names and by_state is not None:
            suggestion = f"`{spec.to}` is a state; the transition to it is `{by_state}`"
            walk.context.unknown(Part(kind, entity.name), spec.to, where, suggestion)
        else:
            walk.context.known(Part(kind, entity.name), spec.to, names, where)
        writing = replace(walk.writing, for_state="leave it out: `to` says what it becomes")
        values = writing.assignments(entity, spec.set, (*path, "set"), creating=False)
        result = walk.result(spec.result, RowValue(entity.name), path)
        name = path_of(target.root) or ()
        for transition in (known for known in transitions if known.name == spec.to):
            walk.turns.moved(Move(name, transition, (*path, "transition")))
        walk.turns.changed(name, result)
        return TransitionStep(entity.name, target, spec.to, result, values)


ROW = TransitionRow()
