"""The worker: consumers of events, jobs, and their wiring."""

from dataclasses import dataclass

from msc.core.naming import pascal, snake
from msc.emit.pycode import ImportSet, docstring, literal
from msc.emit.shapes.names import event_module
from msc.emit.views.application.use_cases import use_case
from msc.emit.views.worker_service.tests import PayloadView, payload_of
from msc.ir.behaviour import Home, Operation
from msc.ir.entities import Entity, Store
from msc.ir.system import System
from msc.ir.triggers import Event, Frequency, Job, Missed, Schedule


@dataclass(frozen=True, slots=True)
class ReactionView:
    """An operation that an event or a job runs: here, or in the API."""

    name: str
    literal: str
    class_name: str
    arguments: str
    body: str
    is_local: bool


@dataclass(frozen=True, slots=True)
class ConsumerView:
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
    payload: PayloadView


@dataclass(frozen=True, slots=True)
class JobView:
    """A job."""

    module: str
    element: str
    class_name: str
    name: str
    docstring: str
    schedule: str
    catch_up: bool
    reaction: ReactionView
    has_rows: bool
    rows: str
    rows_type: str
    rows_module: str
    iterate: str
    variable: str
    entity_class: str
    entity_module: str
    once: bool
    uses_clock: bool
    selection: str


@dataclass(frozen=True, slots=True)
class OperationView:
    """A use case in the container."""

    name: str
    class_name: str
    wiring: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuditView:
    """Where audit records go."""

    client: str


@dataclass(frozen=True, slots=True)
class WorkerServiceView:
    """Everything that the blueprint of the worker needs."""

    exchange: str
    time_zone: str
    consumers: tuple[ConsumerView, ...]
    jobs: tuple[JobView, ...]
    operations: tuple[OperationView, ...]
    clients: tuple[str, ...]
    client_imports: str
    audit: tuple[AuditView, ...]
    has_email: bool
    queues: tuple[str, ...]


def view(system: System) -> WorkerServiceView:
    """The view of the worker."""
    operations = tuple(each for each in system.operations if each.home is Home.WORKER)
    imports = ImportSet()
    for each in operations:
        imports.add(f"src.application.use_cases.{each.name}", pascal(each.name))
    used = _used(operations, system)
    for entity in used:
        imports.add(f"shared.clients.{entity.name}_client", f"{pascal(entity.name)}Client")
    consumers = tuple(_consumer(each, system) for each in system.events if each.then)
    jobs = tuple(_job(each, system) for each in system.jobs)
    audit = system.audit_entity
    queues = [each.queue for each in consumers]
    if audit:
        queues.append(literal("q.worker_service.audit"))
    has_email = any("email" in each.channels for each in system.notifications)
    if has_email:
        queues.append(literal("q.worker_service.emails"))
    return WorkerServiceView(
        exchange=literal(f"{system.name}.events"),
        time_zone=literal(system.time_zone),
        consumers=consumers,
        jobs=jobs,
        operations=tuple(_operation(each, system) for each in operations),
        clients=tuple(
            f"{each.plural} = {pascal(each.name)}Client({_store(each)})" for each in used
        ),
        client_imports=imports.text,
        audit=(AuditView(system.entity(audit).plural),) if audit else (),
        has_email=has_email,
        queues=tuple(queues),
    )


def _used(operations: tuple[Operation, ...], system: System) -> tuple[Entity, ...]:
    """The entities whose rows the worker reads or writes."""
    wired = {each for one in operations for each in use_case(one, system).wiring}
    names = {each.partition("=")[0] for each in wired}
    queried = {each.query.entity for each in system.jobs if each.query is not None}
    return tuple(
        each
        for each in system.entities
        if each.plural in names or each.name in queried or each.name == system.audit_entity
    )


def _store(entity: Entity) -> str:
    return "postgres" if entity.store is Store.POSTGRES else "mongo"


def _operation(operation: Operation, system: System) -> OperationView:
    made = use_case(operation, system)
    return OperationView(operation.name, made.class_name, made.wiring)


def _reaction(operation: Operation, values: dict[str, str]) -> ReactionView:
    pairs = {
        each.field.wire_name: values[each.field.wire_name]
        for each in operation.inputs
        if each.field.wire_name in values
    }
    return ReactionView(
        name=operation.name,
        literal=literal(operation.name),
        class_name=pascal(operation.name),
        arguments=", ".join(f"{key}={value}" for key, value in pairs.items()),
        body=", ".join(f"{literal(key)}: str({value})" for key, value in pairs.items()),
        is_local=operation.home is Home.WORKER,
    )


def _consumer(event: Event, system: System) -> ConsumerView:
    values = {each.field.wire_name: f"payload.{each.field.wire_name}" for each in event.payload}
    reactions = tuple(_reaction(system.operation(name), values) for name in event.then)
    return ConsumerView(
        module=event_module(event.name),
        element=f"event {event.name}",
        class_name=f"{pascal(event.name)}Consumer",
        docstring=docstring(f"Reacts to {event.name}."),
        event_class=pascal(event.name),
        event_module=event_module(event.name),
        event_name=literal(event.name),
        queue=literal(f"q.worker_service.{snake(event.name)}"),
        reactions=reactions,
        uses_payload=any(each.arguments for each in reactions),
        uses_api=any(not each.is_local for each in reactions),
        local=tuple(each for each in reactions if each.is_local),
        payload=payload_of(event),
    )


def _job(job: Job, system: System) -> JobView:
    operation = system.operation(job.operation)
    values = {f"{job.variable}_id": "row.id"} if job.variable else {}
    entity = system.entity(job.query.entity) if job.query else None
    iterate, uses_clock = _iteration(job)
    return JobView(
        module=job.name,
        element=f"job {job.name}",
        class_name=pascal(job.name),
        name=literal(job.name),
        docstring=docstring(job.description or f"Runs {operation.name}."),
        schedule=_schedule(job.schedule),
        catch_up=job.missed is Missed.RUN_ONCE,
        reaction=_reaction(operation, values),
        has_rows=job.query is not None,
        rows=entity.plural if entity else "",
        rows_type=f"{pascal(entity.name)}Client" if entity else "",
        rows_module=f"shared.clients.{entity.name}_client" if entity else "",
        iterate=iterate,
        variable=job.variable or "",
        entity_class=pascal(entity.name) if entity else "",
        entity_module=entity.name if entity else "",
        once=job.once,
        uses_clock=uses_clock,
        selection=iterate.partition("(")[0],
    )


def _iteration(job: Job) -> tuple[str, bool]:
    from msc.emit.shapes.queries import compiled

    if job.query is None:
        return "", False
    if job.query.condition is None:
        return "every_row()", False
    code = compiled(job.query).code
    names = [each.name for each in code.parameters] if code else []
    given = ", ".join(f"{name}=self.clock.{name}()" for name in names)
    return f"every_{job.query.name}({given})", bool(names)


def _schedule(schedule: Schedule) -> str:
    match schedule.frequency:
        case Frequency.EVERY:
            return f"Every(timedelta(seconds={schedule.every_seconds}))"
        case Frequency.HOURLY:
            return f"Hourly({schedule.minute})"
    at = f"time({schedule.hour}, {schedule.minute}), ZoneInfo({literal(schedule.time_zone)})"
    match schedule.frequency:
        case Frequency.WEEKLY:
            return f"OnDays({at}, weekday={schedule.weekday})"
        case Frequency.MONTHLY:
            return f"OnDays({at}, day={schedule.day})"
        case _:
            return f"OnDays({at})"
