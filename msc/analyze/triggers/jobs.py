"""Jobs: their schedules, their rows and the operations that they run."""

from collections.abc import Iterator, Mapping

from msc.analyze import measures, scopes
from msc.analyze.context import Context
from msc.analyze.selection import selection
from msc.analyze.triggers.row import Known, TriggerRow
from msc.core.catalogue import architecture
from msc.core.catalogue import types as codes
from msc.core.naming import title
from msc.expr.words import BEGINNINGS, VARIABLES
from msc.ir.behaviour import ActorKind, Operation
from msc.ir.steps import Query
from msc.ir.triggers import Job, Missed, Schedule
from msc.model.places import Path
from msc.model.spec import Spec
from msc.model.triggers import JobSpec


def jobs(context: Context, operations: Mapping[str, Operation]) -> tuple[Job, ...]:
    """The jobs, by name."""
    return tuple(
        job
        for name, spec in sorted(context.spec.jobs.items())
        if (job := _job(context, name, spec, operations)) is not None
    )


def _job(
    context: Context, name: str, spec: JobSpec, operations: Mapping[str, Operation]
) -> Job | None:
    path: Path = ("jobs", name)
    context.usable("a job", name, path)
    schedule = _schedule(context, spec, path)
    variable, query = _rows(context, name, spec, path)
    if spec.once_per is not None:
        context.known("row of `for_each`", spec.once_per, spec.for_each, (*path, "once_per"))
    known = context.known("operation", spec.run, context.spec.operations, (*path, "run"))
    if schedule is None or not known or (variable is not None and query is None):
        return None
    if context.sound("operations", spec.run):
        _fit(context, operations[spec.run], variable, query, (*path, "run"))
    return Job(
        name=name,
        description=spec.description or f"{title(name)}.",
        schedule=schedule,
        operation=spec.run,
        query=query,
        variable=variable,
        once=spec.once_per is not None,
        missed=Missed(spec.missed),
        origin=context.origin(path),
    )


def _schedule(context: Context, spec: JobSpec, path: Path) -> Schedule | None:
    resolved = measures.schedule(spec.schedule, context.spec.system.time_zone)
    if resolved is None:
        context.report(
            codes.WRONG_TEXT, (*path, "schedule"), value=spec.schedule, kind="a schedule",
            example=measures.similar_schedule(spec.schedule),
        )  # fmt: skip
    return resolved


def _rows(
    context: Context, name: str, spec: JobSpec, path: Path
) -> tuple[str | None, Query | None]:
    if not spec.for_each:
        return None, None
    (variable, text), *others = spec.for_each.items()
    for other, _ in others:
        context.report(
            codes.WRONG_VALUE, (*path, "for_each", other), at_key=True, value=f"`{other}`",
            kind="a job", reason="it runs over one selection of rows",
        )  # fmt: skip
    where = (*path, "for_each", variable)
    context.usable_in_expressions("a row", variable, where, VARIABLES | BEGINNINGS)
    scope = scopes.base(context)
    return variable, selection(context, text, scope, where, name)


def _fit(
    context: Context, operation: Operation, variable: str | None, query: Query | None, path: Path
) -> None:
    def wrong(reason: str, suggestion: str) -> None:
        context.report(
            architecture.WRONG_TRIGGER, path, trigger="a job", operation=operation.name,
            reason=reason, suggestion=suggestion,
        )  # fmt: skip

    if operation.actor.kind is not ActorKind.SYSTEM:
        wrong("it is not for the system", "give it `actor: system`")
        return
    taken = {input_.field.name: input_ for input_ in operation.inputs}
    if variable is not None and variable not in taken:
        wrong(f"it has no input `{variable}`", "name the row in `for_each` like the input")
    for name, input_ in taken.items():
        if name != variable and not input_.field.optional:
            wrong(f"nothing gives its `{name}`", "a job provides the row of `for_each` only")
        elif name == variable and query is not None and input_.entity != query.entity:
            wrong(f"its `{name}` is not a row of {query.entity}", f"select rows of {input_.entity}")


class JobsRow(TriggerRow):
    """A scheduled time has come."""

    def runs(self, spec: Spec) -> Iterator[str]:
        return (job.run for job in spec.jobs.values())

    def resolve(self, context: Context, known: Known) -> tuple[Job, ...]:
        return jobs(context, known.operations)


ROW = JobsRow()
