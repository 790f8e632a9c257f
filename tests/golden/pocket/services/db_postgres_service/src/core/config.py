"""Settings of the data service."""

from pydantic import Field

from shared.settings import ServiceSettings

SERVICE = "db_postgres_service"


class Settings(ServiceSettings):
    """Where the database is, and how many connections may be used."""

    database_url: str = Field(pattern=r"^postgresql\+asyncpg://", repr=False)
    pool_size: int = Field(default=10, ge=1)
    max_overflow: int = Field(default=20, ge=0)
    pool_timeout_seconds: float = Field(default=30.0, gt=0)
