"""`for_each`: runs steps for every row of a selection."""

from msc.analyze.steps import resolve
from msc.analyze.steps.row import StepRow
from msc.analyze.steps.turns import Move, finds_one
from msc.analyze.steps.walk import Walk
from msc.core.catalogue import flow
from msc.ir.expressions import RowValue
from msc.ir.steps import ForEachStep
from msc.model.places import Path
from msc.model.steps import ForEachStepSpec


class ForEachRow(StepRow[ForEachStepSpec]):
    """Resolves the nested steps; their results are not visible after the loop."""

    def resolve(self, walk: Walk, spec: ForEachStepSpec, path: Path) -> ForEachStep | None:
        query = walk.query(spec.for_each, (*path, "for_each"))
        if query is None:
            return None
        before = walk.scope
        walk.turns.begin()
        walk.result(spec.result, RowValue(query.entity), path)
        walk.depth += 1
        steps = resolve(walk, spec.steps, (*path, "steps"))
        walk.depth -= 1
        walk.scope = before
        repeated = list(walk.turns.end())
        if not finds_one(query, walk.nouns.entities[query.entity]):
            for move in repeated:
                _repeated(walk, move)
        return ForEachStep(query, spec.result, steps)


def _repeated(walk: Walk, move: Move) -> None:
    transition = move.transition
    walk.context.report(
        flow.MOVED_AGAIN, move.path, name=".".join(move.row), transition=transition.name,
        states=" or ".join(f"`{state}`" for state in transition.sources),
    )  # fmt: skip


ROW = ForEachRow()
