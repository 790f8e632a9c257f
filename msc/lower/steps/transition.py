"""`transition`: moves a row along its state machine."""

from msc.ir.steps import TransitionStep
from msc.lower.operations.body import Body
from msc.lower.operations.values import assigned
from msc.lower.pycode import literal
from msc.lower.scenes.outcome import Outcome
from msc.lower.steps.changes import change
from msc.lower.steps.row import StepRow
from msc.spelling.code import attribute_name, entity_module


class TransitionRow(StepRow[TransitionStep]):
    """The domain determines the next state and rejects undeclared transitions."""

    def compile(self, body: Body, step: TransitionStep) -> None:
        states = body.system.entity(step.entity).states
        assert states is not None
        row, field = body.row(step.target.root), attribute_name(states.field)
        function = f"next_{step.entity}_state"
        body.imports.add(f"src.domain.states.{entity_module(step.entity)}", function)
        state = f"{function}({literal(step.transition)}, {row}.{field})"
        values = assigned(body, body.system.entity(step.entity), step.values)
        pairs = ", ".join(f"{literal(name)}: {value}" for name, value in ((field, state), *values))
        change(body, step, row, f"{{{pairs}}}", [value.field for value in step.values])

    def rehearse(self, outcome: Outcome, step: TransitionStep) -> None:
        states = outcome.system.entity(step.entity).states
        assert states is not None
        transition = next(
            transition for transition in states.transitions if transition.name == step.transition
        )
        fields = outcome.system.entity(step.entity).fields
        values = outcome.assigned(step.values, fields)
        outcome.change(step.target, {states.field: transition.target, **values}, step.result)


ROW = TransitionRow()
