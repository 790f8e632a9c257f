"""Settings of the bot."""

from typing import Literal

from pydantic import Field, ValidationInfo, field_validator

from shared.settings import PublicUrl, StoreUrl
from src.core.service_tokens import ServiceTokens

SERVICE = "bot_service"
EXCHANGE = "pocket.events"
WEBHOOK_SECRET_LENGTH = 32


class Settings(ServiceTokens):
    """Settings of the bot."""

    api_service_url: str
    rabbitmq_password: str = Field(default="", repr=False)
    rabbitmq_url: StoreUrl
    redis_password: str = Field(default="", repr=False)
    redis_url: StoreUrl
    telegram_api_url: PublicUrl = "https://api.telegram.org"
    telegram_bot_token: str = Field(pattern=r"^\d+:[A-Za-z0-9_-]{20,}$", repr=False)
    telegram_mode: Literal["polling", "webhook"] = "polling"
    telegram_webhook_url: str = Field(default="", validate_default=True)
    telegram_webhook_secret: str = Field(default="", repr=False, validate_default=True)
    messages_per_second: int = Field(default=25, ge=1, le=30)
    consumer_prefetch: int = Field(default=10, ge=1)
    retry_delays: tuple[float, ...] = (1.0, 5.0, 30.0, 300.0, 1800.0, 7200.0)

    @field_validator("telegram_webhook_url")
    @classmethod
    def _webhook_has_an_address(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("telegram_mode") == "webhook" and not value.startswith("https://"):
            raise ValueError("a webhook needs a public address that begins with https://")
        return value

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _webhook_has_a_secret(cls, value: str, info: ValidationInfo) -> str:
        # Without one anybody could write in the name of any chat.
        if info.data.get("telegram_mode") == "webhook" and len(value) < WEBHOOK_SECRET_LENGTH:
            raise ValueError(f"a webhook needs at least {WEBHOOK_SECRET_LENGTH} characters")
        return value
