"""`require`: rejects the operation unless a rule holds."""

from msc.analyze.steps.row import StepRow
from msc.analyze.steps.walk import Walk
from msc.core.catalogue import architecture
from msc.core.catalogue import types as codes
from msc.model.places import Path
from msc.model.steps import RequireStepSpec

EXAMPLES = {"message": "It is too late", "code": "TOO_LATE"}


class RequireRow(StepRow[RequireStepSpec]):
    """Requires the rule before the first step: writes are deferred to the commit.

    A condition with a message and a code is a rule of this operation.
    """

    def resolve(self, walk: Walk, spec: RequireStepSpec, path: Path) -> None:
        where = (*path, "require")
        if walk.depth:
            walk.context.report(
                architecture.NOT_YET, where, what="`require` inside `for_each`",
                suggestion="choose the rows by the condition, or require the rule before the loop",
            )  # fmt: skip
        elif spec.message is None and spec.code is None:
            if spec.status is not None:
                walk.context.report(
                    codes.WRONG_VALUE, (*path, "status"), value=f"`{spec.status}`",
                    kind="the status of a condition", reason="a rule has a status of its own",
                    hint="leave it out, or give the condition itself with `message` and `code`",
                )  # fmt: skip
            if walk.rules.require(spec.require, walk.operation, walk.scope, where):
                walk.required.append(spec.require)
        elif spec.message is None or spec.code is None:
            key = "message" if spec.message is None else "code"
            place = "a step that requires a condition"
            walk.context.missing(key, path, place, f", for example `{key}: {EXAMPLES[key]}`")
        else:
            name = walk.rules.require_here(walk.operation, walk.scope, path)
            walk.required.extend(() if name is None else (name,))


ROW = RequireRow()
