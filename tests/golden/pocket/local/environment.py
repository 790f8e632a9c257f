"""What each service of a run is told by its environment."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from local.run_folder import ROOT

# A service must see the system's settings and not those of the person who starts it.
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR")


@dataclass(frozen=True, slots=True)
class Credentials:
    """Secrets of one run, made anew for each."""

    service_token: str = field(default_factory=lambda: secrets.token_hex(24))
    jwt_secret: str = field(default_factory=lambda: secrets.token_hex(24))


def service_environment(
    servers: Mapping[str, str],
    ports: Mapping[str, int],
    credentials: Credentials,
    settings: Mapping[str, str],
) -> dict[str, str]:
    """`.env.example` first, then the addresses of this run, then the caller's own settings."""
    passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {
        **passed_on,
        **read_settings(ROOT / ".env.example"),
        "ENVIRONMENT": "development",
        "HOST": "127.0.0.1",
        "PYTHONUNBUFFERED": "1",
        "SERVICE_TOKEN": credentials.service_token,
        "JWT_SECRET": credentials.jwt_secret,
        **_stores(servers),
        **_addresses(ports),
        **settings,
    }


def _stores(servers: Mapping[str, str]) -> dict[str, str]:
    told = {
        "DATABASE_URL": servers.get("postgres", "").replace("://", "+asyncpg://", 1),
        "MONGO_URL": servers.get("mongo", ""),
        "MONGO_DATABASE": f"records_{secrets.token_hex(4)}",
        "REDIS_URL": servers.get("redis", ""),
        "RABBITMQ_URL": servers.get("rabbitmq", ""),
    }
    return {name: value for name, value in told.items() if value}


def _addresses(ports: Mapping[str, int]) -> dict[str, str]:
    def url(name: str) -> str:
        return f"http://127.0.0.1:{ports[name]}" if name in ports else ""

    told = {
        "POSTGRES_SERVICE_URL": url("db_postgres_service"),
        "MONGO_SERVICE_URL": url("db_mongo_service"),
        "API_SERVICE_URL": url("api_service"),
        "PUBLIC_URL": url("api_service"),
    }
    if "simulators" in ports:
        told |= {
            "TELEGRAM_API_URL": f"{url('simulators')}/telegram",
            "TELEGRAM_BOT_TOKEN": "700000001:local-bot-token-000000000000",
            "SENDGRID_API_URL": f"{url('simulators')}/sendgrid",
            "SENDGRID_API_KEY": "local-sendgrid-key",
            "EMAIL_SENDER": "no-reply@system.example",
        }
    return told


def read_settings(file: Path) -> dict[str, str]:
    """The NAME=value lines of a settings file; quotes around a value are not part of it."""
    if not file.exists():
        return {}
    lines = (line.strip() for line in file.read_text().splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name.strip(): _unquoted(value.strip()) for name, _, value in pairs}


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    return value
