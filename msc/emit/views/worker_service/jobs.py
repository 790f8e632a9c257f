"""The jobs of a spec: when they are due, and what they run."""

from typing import assert_never

from msc.core.record import Record
from msc.emit.views.worker_service.reactions import ReactionView, reaction_view
from msc.ir.triggers import Frequency, Job, Missed, Schedule
from msc.ir.walk import all_steps, notifications_of
from msc.lower.program import Program
from msc.lower.pycode import docstring, literal
from msc.lower.services.usage import every_method
from msc.spelling.code import (
    element_module,
    entity_class,
    entity_module,
    function_name,
    job_class,
)


class DueView(Record):
    """A local time at which a job is due: its zone, the form of its text, and the text."""

    zone: str
    form: str
    text: str


class JobView(Record):
    """A job."""

    module: str
    element: str
    class_name: str
    name: str
    docstring: str
    schedule: str
    due: DueView | None
    catch_up: bool
    reaction: ReactionView
    has_rows: bool
    rows: str
    rows_type: str
    iterate: str
    entity_class: str
    entity_module: str
    once: bool
    bulk: str
    uses_clock: bool
    asked: str
    selection: str


def job_view(job: Job, program: Program) -> JobView:
    """The view of a job."""
    system = program.system
    operation = system.operation(job.operation)
    values = {f"{job.variable}_id": "row.id"} if job.variable else {}
    entity = system.entity(job.query.entity) if job.query else None
    iterate, asked = _iteration(job, program)
    notified = notifications_of(all_steps(operation.steps))
    rows = function_name(entity.plural) if entity else ""
    return JobView(
        module=element_module(job.name),
        element=f"job {job.name}",
        class_name=job_class(job.name),
        name=literal(job.name),
        docstring=docstring(job.description or f"Runs {operation.name}."),
        schedule=_schedule(job.schedule),
        due=_due(job.schedule),
        catch_up=job.missed is Missed.RUN_ONCE,
        reaction=reaction_view(operation, values, program, rows),
        has_rows=job.query is not None,
        rows=rows,
        rows_type=f"{entity_class(entity.name)}Rows" if entity else "",
        iterate=iterate,
        entity_class=entity_class(entity.name) if entity else "",
        entity_module=entity_module(entity.name) if entity else "",
        once=job.once,
        bulk=", bulk=True" if job.variable and notified else "",
        uses_clock=bool(asked),
        asked=f"{{{', '.join(f'{literal(method)}: NoonClock().{method}()' for method in asked)}}}",
        selection=iterate.partition("(")[0],
    )


def _iteration(job: Job, program: Program) -> tuple[str, tuple[str, ...]]:
    """How the job selects its rows, and which clock readings its query needs."""
    if job.query is None:
        return "", ()
    if job.query.condition is None:
        return "every_row()", ()
    names = tuple(parameter.name for parameter in program.stored.parameters(job.query))
    arguments = ", ".join(f"{name}=self.clock.{name}()" for name in names)
    return f"{every_method(job.query.name, True)}({arguments})", names


def _due(schedule: Schedule) -> DueView | None:
    if schedule.frequency is Frequency.EVERY:
        return None
    hourly = schedule.frequency is Frequency.HOURLY
    minute = f"{schedule.minute:02}"
    return DueView(
        zone=literal(schedule.time_zone),
        form="%M" if hourly else "%H:%M",
        text=literal(minute if hourly else f"{schedule.hour:02}:{minute}"),
    )


def _schedule(schedule: Schedule) -> str:
    zone = f"ZoneInfo({literal(schedule.time_zone)})"
    at = f"time({schedule.hour}, {schedule.minute}), {zone}"
    match schedule.frequency:
        case Frequency.EVERY:
            return f"Every(timedelta(seconds={schedule.every_seconds}))"
        case Frequency.HOURLY:
            return f"Hourly({schedule.minute}, {zone})"
        case Frequency.WEEKLY:
            return f"OnDays({at}, weekday={schedule.weekday})"
        case Frequency.MONTHLY:
            return f"OnDays({at}, day={schedule.day})"
        case Frequency.DAILY:
            return f"OnDays({at})"
        case _:
            assert_never(schedule.frequency)
