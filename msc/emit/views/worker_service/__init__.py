"""The worker: consumers of events, jobs, and their wiring."""

from collections.abc import Iterator

from msc.core.record import Record
from msc.emit.views.worker_service.consumers import ConsumerView, consumer_view
from msc.emit.views.worker_service.jobs import JobView, job_view
from msc.emit.views.worker_service.messages import (
    ChannelView,
    ProviderView,
    channel_views,
    provider_imports,
    provider_views,
)
from msc.emit.views.worker_service.pages import PAGES_QUEUE, PagedView, paged_views
from msc.ir.behaviour import Home
from msc.ir.entities import Store
from msc.ir.system import System
from msc.ir.triggers import Frequency
from msc.lower.program import Program
from msc.lower.pycode import literal
from msc.lower.services.adapters import CLIENTS
from msc.lower.services.channels import WORKER, bulk_event_of, channels_of, event_of, tells
from msc.lower.services.service import Service
from msc.lower.services.worker import audit_entity, calls_api, reaches_documents, runs_in_api
from msc.spelling.code import entity_class, entity_module

# The worker declares it, and looks after its dead letters.
BOT_QUEUE = "q.bot_service.notifications"


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
    paged: tuple[PagedView, ...]
    pages_queue: str
    pages_ruled: bool
    tells: bool
    providers: tuple[ProviderView, ...]
    provider_imports: str
    queues: tuple[str, ...]
    others: tuple[SubscriptionView, ...]


def view(program: Program) -> WorkerServiceView:
    """The view of the worker."""
    system, service = program.system, program.services[Home.WORKER]
    consumers = tuple(consumer_view(event, program) for event in system.events if event.then)
    jobs = tuple(job_view(job, program) for job in system.jobs)
    frequencies = {job.schedule.frequency for job in system.jobs}
    audit = _audit(system)
    channels = channel_views(system)
    paged = tuple(paged_views(service, program))
    pages_ruled = any(operation.reaction.has_rules for operation in paged)
    adapts = any(consumer.uses_api for consumer in consumers) or bool(audit or channels)
    return WorkerServiceView(
        exchange=literal(f"{system.name}.events"),
        time_zone=literal(system.time_zone),
        consumers=consumers,
        has_refusals=pages_ruled or any(consumer.ruled for consumer in consumers),
        jobs=jobs,
        has_hourly=Frequency.HOURLY in frequencies,
        has_days=bool(frequencies - {Frequency.EVERY, Frequency.HOURLY}),
        adapters=_adapters(service),
        adapter_imports=_adapter_imports(service, audit),
        listener_parameter=_used("adapters", adapts),
        job_parameter=_used("adapters", any(map(_uses_adapters, jobs))),
        listener_use_cases=_used("use_cases", bool(paged) or any(map(_is_local, consumers))),
        job_use_cases=_used("use_cases", any(job.reaction.is_local for job in jobs)),
        connections_parameter="connections" if _connects(service, system) else "_",
        uses_api=calls_api(system),
        runs_in_api=runs_in_api(system),
        runs_use_cases=bool(service.use_cases),
        reaches_documents=reaches_documents(service.usage, system),
        audit=audit, has_audit=bool(audit),
        has_links=any(channel.has_link for channel in channels),
        channels=channels,
        paged=paged, pages_queue=literal(PAGES_QUEUE), pages_ruled=pages_ruled,
        tells=tells(system),
        providers=provider_views(system),
        provider_imports=provider_imports(system),
        queues=tuple(_queues(consumers, channels, audit=bool(audit), paged=bool(paged))),
        others=_others(system),
    )  # fmt: skip


def _connects(service: Service, system: System) -> bool:
    """Whether some adapter is made of a connection."""
    if calls_api(system) or channel_views(system) or audit_entity(system) is not None:
        return True
    return any(service.usage.reaches(store, system) for store in Store)


def _queues(
    consumers: tuple[ConsumerView, ...],
    channels: tuple[ChannelView, ...],
    *,
    audit: bool,
    paged: bool,
) -> Iterator[str]:
    yield from (consumer.queue for consumer in consumers)
    if audit:
        yield literal("q.worker_service.audit")
    for channel in channels:
        yield from (channel.queue, channel.bulk_queue)
    if paged:
        yield literal(PAGES_QUEUE)


def _others(system: System) -> tuple[SubscriptionView, ...]:
    """What another service consumes; the relay may run before that service ever does."""
    channels = channels_of(system) if system.commands else ()
    return tuple(
        SubscriptionView(literal(queue), literal(event))
        for channel in channels
        if channel.service != WORKER
        for queue, event in (
            (BOT_QUEUE, event_of(channel)),
            (f"{BOT_QUEUE}.bulk", bulk_event_of(channel)),
        )
    )


def _used(parameter: str, is_used: bool) -> str:
    return parameter if is_used else f"_{parameter}"


def _is_local(consumer: ConsumerView) -> bool:
    return bool(consumer.local)


def _adapter_imports(service: Service, audit: tuple[AuditView, ...]) -> str:
    return "\n".join([service.adapters.imports, *(adapter.imports for adapter in audit)])


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
