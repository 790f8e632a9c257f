"""The components of the worker, created once."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import structlog

from shared.job_runs import JobRunsClient
from shared.messaging.broker import Broker
from shared.messaging.consumer import Consumer
from shared.messaging.topology import Subscription
from shared.outbox import OutboxClient
from src.consumers import audit, booking_made_consumer, emails
from src.consumers.links import ApiLinks
from src.core.adapters import Adapters, Connections, default_adapters, open_connections
from src.core.config import EXCHANGE, OTHER_SUBSCRIPTIONS, SERVICE, Settings
from src.core.extension import Extension, Listener
from src.core.use_cases import UseCases, default_use_cases
from src.ext import use_cases as own_use_cases
from src.jobs import finish_past_bookings as finish_past_bookings_job
from src.relay.outbox_relay import OutboxRelay
from src.scheduler.job import Job
from src.scheduler.scheduler import Scheduler

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Container:
    """Everything that runs in the worker."""

    connections: Connections
    broker: Broker
    subscriptions: tuple[Subscription, ...]
    consumers: tuple[Consumer, ...]
    relay: OutboxRelay
    scheduler: Scheduler

    async def check_redis(self) -> None:
        """Raises if Redis is unavailable."""
        await self.connections.redis.ping()

    async def check_postgres(self) -> None:
        """Raises unless the data service is ready; the relay and the scheduler depend on it."""
        await self.connections.postgres.get("/ready")


def build_container(settings: Settings, extension: Extension) -> Container:
    """All components, built from the adapted adapters, not connected yet."""
    connections = open_connections(settings)
    postgres = connections.postgres
    adapters = extension.adapt(default_adapters(connections))
    broker = Broker(settings.rabbitmq_url, EXCHANGE)
    use_cases = own_use_cases.adapt(default_use_cases(adapters))
    listeners = (*generated_listeners(adapters, use_cases), *extension.listeners(adapters))
    jobs = (*generated_jobs(adapters, use_cases), *extension.jobs(adapters))
    interval = timedelta(seconds=settings.scheduler_interval_seconds)
    return Container(
        connections=connections,
        broker=broker,
        subscriptions=(
            *(_subscription(listener, settings) for listener in listeners),
            *OTHER_SUBSCRIPTIONS,
        ),
        consumers=tuple(_consumer(listener, settings) for listener in listeners),
        relay=OutboxRelay(OutboxClient(postgres), broker, SERVICE),
        scheduler=Scheduler(jobs, JobRunsClient(postgres), adapters.clock.now, interval),
    )


def _subscription(listener: Listener, settings: Settings) -> Subscription:
    return Subscription(listener.queue, listener.events, settings.retry_delays)


def _consumer(listener: Listener, settings: Settings) -> Consumer:
    subscription = _subscription(listener, settings)
    return Consumer(subscription, listener.handle, settings.consumer_prefetch)


def generated_listeners(adapters: Adapters, use_cases: UseCases) -> tuple[Listener, ...]:
    """The consumers of the events that the spec reacts to."""
    emails_consumer = emails.EmailConsumer(
        adapters.emails, adapters.deliveries, ApiLinks(adapters.api)
    )
    return (
        Listener(
            booking_made_consumer.QUEUE,
            booking_made_consumer.EVENTS,
            booking_made_consumer.BookingMadeConsumer(
                confirm_booking=use_cases.confirm_booking,
            ).handle,
        ),
        Listener(audit.QUEUE, audit.EVENTS, audit.AuditConsumer(adapters.audit_log).handle),
        Listener(emails.QUEUE, emails.EVENTS, emails_consumer.handle),
        Listener(emails.BULK_QUEUE, emails.BULK_EVENTS, emails_consumer.handle),
    )


def generated_jobs(adapters: Adapters, use_cases: UseCases) -> tuple[Job, ...]:
    """The jobs of the spec."""
    return (
        Job(
            finish_past_bookings_job.NAME,
            finish_past_bookings_job.SCHEDULE,
            finish_past_bookings_job.CATCH_UP,
            finish_past_bookings_job.FinishPastBookingsJob(
                bookings=adapters.bookings,
                finish_booking=use_cases.finish_booking,
                clock=adapters.clock,
            ).run,
        ),
    )


@asynccontextmanager
async def running(container: Container) -> AsyncIterator[None]:
    """Relays, schedules and consumes; at shutdown, each part finishes its in-flight work."""
    stopping = asyncio.Event()
    await container.broker.connect()
    # All of them, before the first event is relayed: a service that never ran misses none.
    await container.broker.declare(container.subscriptions)
    for consumer in container.consumers:
        await consumer.start(container.broker)
    relay = asyncio.create_task(container.relay.run())
    scheduler = asyncio.create_task(container.scheduler.run(stopping))
    for task in (relay, scheduler):
        task.add_done_callback(_end_of_process)
    try:
        yield
    finally:
        stopping.set()
        relay.cancel()
        # All at once, so that nothing new begins while something old ends.
        stops = (consumer.stop() for consumer in container.consumers)
        await asyncio.gather(*stops, relay, scheduler, return_exceptions=True)
        await container.broker.close()
        await container.connections.close()


def _end_of_process(part: asyncio.Task[None]) -> None:
    """Stops a worker after a part of it has failed; its supervisor restarts it."""
    if part.cancelled() or part.exception() is None:
        return
    log.critical("worker_failed", exc_info=part.exception())
    signal.raise_signal(signal.SIGTERM)
