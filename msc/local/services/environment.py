"""The environment of each service of a run."""

import os
import re
from collections.abc import Mapping

from msc.core.record import Record
from msc.local.runs.folder import RunFolder

# A service must see the system's settings and not those of the person who starts it.
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR")


# A token of one service towards another.
TOKEN_NAME = re.compile("[A-Z]+_TO_[A-Z]+_TOKEN")
# The address in the development settings.
SIMULATORS = "http://simulators:8000"
# Everybody is one client on this machine.
PER_CLIENT = ("LOG_IN_FAILURES_PER_CLIENT", "REGISTRATIONS_PER_CLIENT")
UNLIMITED = "1000000"


class Credentials(Record):
    """The secrets of one system, which have the same lifetime as its data."""

    operator_token: str
    jwt_secret: str
    tokens: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, run: RunFolder, settings: Mapping[str, str]) -> "Credentials":
        """The credentials that belong to the data of a run; `settings` name the tokens."""
        names = filter(TOKEN_NAME.fullmatch, settings)
        tokens = tuple((name, run.secret(name.lower())) for name in names)
        return cls(run.secret("operator_token"), run.secret("jwt_secret"), tokens)


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
        **{
            name: value.replace(SIMULATORS, _url("simulators", ports))
            for name, value in settings.items()
        },
        "ENVIRONMENT": "development",
        "HOST": "127.0.0.1",
        "PYTHONUNBUFFERED": "1",
        **dict.fromkeys(PER_CLIENT, UNLIMITED),
        "OPERATOR_TOKEN": credentials.operator_token,
        "JWT_SECRET": credentials.jwt_secret,
        **dict(credentials.tokens),
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
    # These addresses are complete.
    passwords = {name.replace("_URL", "_PASSWORD"): "" for name in addresses}
    return {**passwords, **{name: value for name, value in addresses.items() if value}}


def _addresses(ports: Mapping[str, int]) -> dict[str, str]:
    return {
        "POSTGRES_SERVICE_URL": _url("db_postgres_service", ports),
        "MONGO_SERVICE_URL": _url("db_mongo_service", ports),
        "API_SERVICE_URL": _url("api_service", ports),
        "PUBLIC_URL": _url("api_service", ports),
    }


def _url(name: str, ports: Mapping[str, int]) -> str:
    return f"http://127.0.0.1:{ports[name]}" if name in ports else ""
