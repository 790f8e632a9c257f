"""The worker: consumers of events, jobs, and their wiring."""

from collections.abc import Iterator
from typing import assert_never

from msc.core.naming import pascal as pascal
from msc.core.naming import snake
from msc.core.record import Record
from msc.emit.views.worker_service.messages import (
    ChannelView,
    ProviderView,
    channel_views,
    provider_imports,
    provider_views,
)
from msc.emit.views.worker_service.tests import PayloadView, payload_of
from msc.ir.behaviour import Home, Operation
from msc.ir.entities import Store
from msc.ir.system import System
from msc.ir.triggers import Event, Frequency, Job, Missed, Schedule
from msc.ir.walk import changed_fields
from msc.lower.program import Program
from msc.lower.pycode import docstring, literal
from msc.lower.services.adapters import CLIENTS
from msc.lower.services.channels import WORKER, channels_of, event_of
from msc.lower.services.service import Service
from msc.lower.services.usage import every_method
from msc.lower.services.worker import audit_entity, calls_api, reaches_documents, runs_in_api
from msc.lower.shapes.names import attribute
from msc.spelling.code import (
    element_module,
    entity_class,
    entity_module,
    event_class,
    function_name,
    job_class,
)

# The worker declares it, and looks after its dead letters.
BOT_QUEUE = "q.bot_service.notifications"


class ReactionView(Record):
    """An operation that an event or a job runs: here, or in the API."""

    module: str
    name: str
    literal: str
    class_name: str
    attribute: str
    arguments: str
    body: str
    is_local: bool
    has_rules: bool


class ConsumerView(Record):
    """The consumer of an event."""

    module: str
    element: str
    class_name: str
    docstring: str
    event_class: str
    event_module: str
    event_name: str
    queue: str
    reactions: tuple[ReactionView, ...]
    uses_payload: bool
    uses_api: bool
    local: tuple[ReactionView, ...]
    ruled: bool
    payload: PayloadView


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
    uses_clock: bool
    asked: str
    selection: str


class AdapterView(Record):
    """A port, and the expression of its default adapter."""

    name: str
    port: str
    value: str


class AuditView(Record):
    """The destination of audit records."""

    client: str
    imports: str


class SubscriptionView(Record):
    """A queue of another service, and the event that it receives."""

    queue: str
    event: str


class WorkerServiceView(Record):
    """The data of the worker's blueprint."""

    exchange: str
    time_zone: str
    consumers: tuple[ConsumerView, ...]
    has_refusals: bool
    jobs: tuple[JobView, ...]
    has_hourly: bool
    has_days: bool
    adapters: tuple[AdapterView, ...]
    adapter_imports: str
    listener_parameter: str
    job_parameter: str
    listener_use_cases: str
    job_use_cases: str
    connections_parameter: str
    uses_api: bool
    runs_in_api: bool
    runs_use_cases: bool
    reaches_documents: bool
    audit: tuple[AuditView, ...]
    has_audit: bool
    has_links: bool
    channels: tuple[ChannelView, ...]
    providers: tuple[ProviderView, ...]
    provider_imports: str
    queues: tuple[str, ...]
    others: tuple[SubscriptionView, ...]


def view(program: Program) -> WorkerServiceView:
    """The view of the worker."""
    system, service = program.system, program.services[Home.WORKER]
    consumers = tuple(_consumer(event, program) for event in system.events if event.then)
    jobs = tuple(_job(job, program) for job in system.jobs)
    frequencies = {job.schedule.frequency for job in system.jobs}
    audit = _audit(system)
    channels, providers = channel_views(system), provider_views(system)
    calls = any(consumer.uses_api for consumer in consumers)
    return WorkerServiceView(
        exchange=literal(f"{system.name}.events"),
        time_zone=literal(system.time_zone),
        consumers=consumers,
        has_refusals=any(consumer.ruled for consumer in consumers),
        jobs=jobs,
        has_hourly=Frequency.HOURLY in frequencies,
        has_days=bool(frequencies - {Frequency.EVERY, Frequency.HOURLY}),
        adapters=_adapters(service),
        adapter_imports="\n".join(
            [service.adapters.imports, *(adapter.imports for adapter in audit)]
        ),
        listener_parameter=_used("adapters", calls or bool(audit) or bool(channels)),
        job_parameter=_used("adapters", any(map(_uses_adapters, jobs))),
        listener_use_cases=_used("use_cases", any(consumer.local for consumer in consumers)),
        job_use_cases=_used("use_cases", any(job.reaction.is_local for job in jobs)),
        connections_parameter="connections" if _connects(service, system) else "_",
        uses_api=calls_api(system),
        runs_in_api=runs_in_api(system),
        runs_use_cases=bool(service.use_cases),
        reaches_documents=reaches_documents(service.usage, system),
        audit=audit,
        has_audit=bool(audit),
        has_links=any(channel.has_link for channel in channels),
        channels=channels,
        providers=providers,
        provider_imports=provider_imports(system),
        queues=tuple(_queues(consumers, channels, audit=bool(audit))),
        others=_others(system),
    )


def _connects(service: Service, system: System) -> bool:
    """Whether some adapter is made of a connection."""
    if calls_api(system) or channel_views(system) or audit_entity(system) is not None:
        return True
    return any(service.usage.reaches(store, system) for store in Store)


def _queues(
    consumers: tuple[ConsumerView, ...], channels: tuple[ChannelView, ...], *, audit: bool
) -> Iterator[str]:
    yield from (consumer.queue for consumer in consumers)
    if audit:
        yield literal("q.worker_service.audit")
    yield from (channel.queue for channel in channels)


def _others(system: System) -> tuple[SubscriptionView, ...]:
    """What another service consumes; the relay may run before that service ever does."""
    return tuple(
        SubscriptionView(literal(BOT_QUEUE), literal(event_of(channel)))
        for channel in channels_of(system)
        if channel.service != WORKER and system.commands
    )


def _used(parameter: str, is_used: bool) -> str:
    return parameter if is_used else f"_{parameter}"


def _uses_adapters(job: JobView) -> bool:
    return job.has_rows or job.uses_clock or not job.reaction.is_local


def _adapters(service: Service) -> tuple[AdapterView, ...]:
    return tuple(
        AdapterView(adapter.name, adapter.port, adapter.constructor("connections."))
        for adapter in service.adapters.adapters
    )


def _audit(system: System) -> tuple[AuditView, ...]:
    entity = audit_entity(system)
    if entity is None:
        return ()
    name = f"{entity_class(entity.name)}Client"
    imports = f"from shared.clients.{entity_module(entity.name)}_client import {name}"
    return (AuditView(f"{name}(connections.{CLIENTS[entity.store]})", imports),)


def _reaction(
    operation: Operation, values: dict[str, str], program: Program, taken: str = ""
) -> ReactionView:
    use_case, name = program.use_case(operation), function_name(operation.name)
    pairs = {
        attribute(input_.field): values[attribute(input_.field)]
        for input_ in operation.inputs
        if attribute(input_.field) in values
    }
    names = ", ".join(map(literal, pairs))
    sent = [f"sent=frozenset({{{names}}})"] if changed_fields(operation, program.system) else []
    return ReactionView(
        module=element_module(operation.name),
        name=f"{name}_operation" if name == taken else name,
        literal=literal(operation.name),
        class_name=use_case.class_name,
        attribute=name,
        arguments=", ".join([*(f"{key}={value}" for key, value in pairs.items()), *sent]),
        body=", ".join(f"{literal(key)}: {value}" for key, value in pairs.items()),
        is_local=operation.home is Home.WORKER,
        has_rules=bool(operation.rules),
    )


def _consumer(event: Event, program: Program) -> ConsumerView:
    values = {
        attribute(member.field): f"payload.{attribute(member.field)}" for member in event.payload
    }
    reactions = tuple(
        _reaction(program.system.operation(name), values, program) for name in event.then
    )
    return ConsumerView(
        module=element_module(event.name),
        element=f"event {event.name}",
        class_name=f"{event_class(event.name)}Consumer",
        docstring=docstring(f"Reacts to {event.name}."),
        event_class=event_class(event.name),
        event_module=element_module(event.name),
        event_name=literal(event.name),
        queue=literal(f"q.worker_service.{snake(event.name)}"),
        reactions=reactions,
        uses_payload=any(reaction.arguments for reaction in reactions),
        uses_api=any(not reaction.is_local for reaction in reactions),
        local=tuple(reaction for reaction in reactions if reaction.is_local),
        ruled=any(reaction.has_rules and reaction.is_local for reaction in reactions),
        payload=payload_of(event),
    )


def _job(job: Job, program: Program) -> JobView:
    system = program.system
    operation = system.operation(job.operation)
    values = {f"{job.variable}_id": "row.id"} if job.variable else {}
    entity = system.entity(job.query.entity) if job.query else None
    iterate, asked = _iteration(job, program)
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
        reaction=_reaction(operation, values, program, rows),
        has_rows=job.query is not None,
        rows=rows,
        rows_type=f"{entity_class(entity.name)}Rows" if entity else "",
        iterate=iterate,
        entity_class=entity_class(entity.name) if entity else "",
        entity_module=entity_module(entity.name) if entity else "",
        once=job.once,
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
