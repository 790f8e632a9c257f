"""The environment of each service of a run."""

import os
from collections.abc import Mapping

from msc.core.record import Record
from msc.local.runs.folder import RunFolder

# A service must see the system's settings and not those of the person who starts it.
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR")


class Credentials(Record):
    """The secrets of one system, which have the same lifetime as its data."""

    service_token: str
    jwt_secret: str

    @classmethod
    def of(cls, run: RunFolder) -> "Credentials":
        """The credentials that belong to the data of a run."""
        return cls(run.secret("service_token"), run.secret("jwt_secret"))


def service_environment(
    settings: Mapping[str, str],
    servers: Mapping[str, str],
    ports: Mapping[str, int],
    credentials: Credentials,
) -> dict[str, str]:
    """The development settings, then the addresses of this run."""
    passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return {
        **passed_on,
        **settings,
        "ENVIRONMENT": "development",
        "HOST": "127.0.0.1",
        "PYTHONUNBUFFERED": "1",
        "SERVICE_TOKEN": credentials.service_token,
        "JWT_SECRET": credentials.jwt_secret,
        **_stores(servers),
        **_addresses(ports),
    }


def _stores(servers: Mapping[str, str]) -> dict[str, str]:
    addresses = {
        "DATABASE_URL": servers.get("postgres", "").replace("://", "+asyncpg://", 1),
        "MONGO_URL": servers.get("mongo", ""),
        "REDIS_URL": servers.get("redis", ""),
        "RABBITMQ_URL": servers.get("rabbitmq", ""),
    }
    return {name: value for name, value in addresses.items() if value}


def _addresses(ports: Mapping[str, int]) -> dict[str, str]:
    def url(name: str) -> str:
        return f"http://127.0.0.1:{ports[name]}" if name in ports else ""

    addresses = {
        "POSTGRES_SERVICE_URL": url("db_postgres_service"),
        "MONGO_SERVICE_URL": url("db_mongo_service"),
        "API_SERVICE_URL": url("api_service"),
        "PUBLIC_URL": url("api_service"),
    }
    if "simulators" in ports:
        addresses |= {
            "TELEGRAM_API_URL": f"{url('simulators')}/telegram",
            "TELEGRAM_BOT_TOKEN": "700000001:local-bot-token-000000000000",
            "SENDGRID_API_URL": f"{url('simulators')}/sendgrid",
            "SENDGRID_API_KEY": "local-sendgrid-key",
            "EMAIL_SENDER": "no-reply@system.example",
        }
    return addresses
