"""The worker's adapters, which `src/ext/wiring.py` may replace."""

from dataclasses import dataclass

from redis.asyncio import Redis

from shared.clients.audit_log_client import AuditLogClient
from shared.clients.booking_client import BookingClient
from shared.clients.person_client import PersonClient
from shared.clock import Clock, SystemClock
from shared.delivery_log import DeliveryLog
from shared.http import ServiceClient
from shared.public_rejections import public_rejection
from shared.redis_client import open_redis
from shared.unit_of_work import HttpUnitsOfWork, UnitsOfWork
from src.application.ports import BookingRows, PersonRows
from src.consumers.audit import AuditTrail
from src.consumers.deliveries import Deliveries
from src.consumers.emails import Emails
from src.core.config import TIME_ZONE, Settings
from src.providers.sendgrid import SendGrid


@dataclass(frozen=True, slots=True)
class Connections:
    """The clients that all adapters share."""

    postgres: ServiceClient
    mongo: ServiceClient
    api: ServiceClient
    redis: Redis
    sendgrid: SendGrid

    async def close(self) -> None:
        """Ends all connections."""
        await self.postgres.close()
        await self.mongo.close()
        await self.api.close()
        await self.sendgrid.close()
        await self.redis.aclose()


def open_connections(settings: Settings) -> Connections:
    """All clients; each connects when it is needed."""
    return Connections(
        postgres=ServiceClient(
            "db_postgres_service", settings.postgres_service_url, settings.worker_to_postgres_token
        ),
        mongo=ServiceClient(
            "db_mongo_service", settings.mongo_service_url, settings.worker_to_mongo_token
        ),
        api=ServiceClient(
            "api_service",
            settings.api_service_url,
            settings.worker_to_api_token,
            rejection=public_rejection,
        ),
        redis=open_redis(settings.redis_url),
        sendgrid=SendGrid(
            settings.sendgrid_api_url, settings.sendgrid_api_key, settings.email_sender
        ),
    )


@dataclass(frozen=True, slots=True)
class Adapters:
    """The outside of the worker, as its operations, consumers and jobs see it."""

    api: ServiceClient
    clock: Clock
    units_of_work: UnitsOfWork
    bookings: BookingRows
    people: PersonRows
    audit_log: AuditTrail
    emails: Emails
    deliveries: Deliveries


def default_adapters(connections: Connections) -> Adapters:
    """Adapters that call the data services and the providers."""
    return Adapters(
        api=connections.api,
        clock=SystemClock(TIME_ZONE),
        units_of_work=HttpUnitsOfWork(connections.postgres),
        bookings=BookingClient(connections.postgres),
        people=PersonClient(connections.postgres),
        audit_log=AuditLogClient(connections.mongo),
        emails=connections.sendgrid,
        deliveries=DeliveryLog(connections.redis),
    )
