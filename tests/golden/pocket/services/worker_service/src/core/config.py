"""Settings of the worker."""

from pydantic import Field

from shared.messaging.topology import Subscription
from shared.settings import PublicUrl, Sender, StoreUrl
from src.core.service_tokens import ServiceTokens

SERVICE = "worker_service"
EXCHANGE = "pocket.events"
TIME_ZONE = "Europe/Berlin"
# Queues of other services, which are declared here and whose dead letters are looked after here.
OTHER_SUBSCRIPTIONS: tuple[Subscription, ...] = (
    Subscription("q.bot_service.notifications", ("notification.telegram",)),
    Subscription("q.bot_service.notifications.bulk", ("notification.telegram.bulk",)),
)


class Settings(ServiceTokens):
    """Settings of the worker."""

    postgres_service_url: str
    mongo_service_url: str
    api_service_url: str
    rabbitmq_password: str = Field(default="", repr=False)
    rabbitmq_url: StoreUrl
    redis_password: str = Field(default="", repr=False)
    redis_url: StoreUrl
    sendgrid_api_url: PublicUrl = "https://api.sendgrid.com"
    sendgrid_api_key: str = Field(repr=False)
    email_sender: Sender
    consumer_prefetch: int = Field(default=10, ge=1)
    retry_delays: tuple[float, ...] = (1.0, 5.0, 30.0, 300.0, 1800.0, 7200.0)
    scheduler_interval_seconds: float = Field(default=5.0, gt=0)
