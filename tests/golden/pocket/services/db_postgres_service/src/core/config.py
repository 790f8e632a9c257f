"""Settings of the data service."""

from pydantic import Field

from shared.settings import ProcessSettings, StoreUrl
from src.core.service_tokens import ServiceTokens

SERVICE = "db_postgres_service"


class DatabaseSettings(ProcessSettings):
    """Where the database is."""

    database_password: str = Field(default="", repr=False)
    database_url: StoreUrl = Field(pattern=r"^postgresql\+asyncpg://", repr=False)


class Settings(DatabaseSettings, ServiceTokens):
    """Where the database is, how many connections may be used, and how long anything may take.

    The callers wait for ten seconds, so each limit is below that; the one of a request holds
    whatever it consists of.
    """

    pool_size: int = Field(default=20, ge=1)
    # Each is opened for one use and closed after it, which costs more than most uses.
    max_overflow: int = Field(default=0, ge=0)
    pool_timeout_seconds: float = Field(default=5.0, gt=0)
    lock_timeout_seconds: float = Field(default=5.0, gt=0)
    statement_timeout_seconds: float = Field(default=6.0, gt=0)
    request_timeout_seconds: float = Field(default=8.0, gt=0)
    idle_in_transaction_timeout_seconds: float = Field(default=8.0, gt=0)
