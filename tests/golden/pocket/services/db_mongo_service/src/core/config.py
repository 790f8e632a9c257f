"""Settings of the data service."""

from pydantic import Field

from shared.settings import ProcessSettings, StoreUrl
from src.core.service_tokens import ServiceTokens

SERVICE = "db_mongo_service"


class DatabaseSettings(ProcessSettings):
    """Where the database is."""

    mongo_password: str = Field(default="", repr=False)
    mongo_url: StoreUrl = Field(pattern=r"^mongodb(\+srv)?://", repr=False)
    mongo_database: str = Field(pattern=r"^[A-Za-z0-9_-]{1,60}$")


class Settings(DatabaseSettings, ServiceTokens):
    """Where the database is, and how long anything may take: less than its callers wait."""

    operation_timeout_seconds: float = Field(default=8.0, gt=0)
