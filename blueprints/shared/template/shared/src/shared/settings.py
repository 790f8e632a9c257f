"""Settings from the environment; one readable message reports all errors."""

import re
import sys
from typing import Annotated, Any, Literal, Self
from urllib.parse import quote, urlsplit, urlunsplit

from pydantic import (
    AfterValidator,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

EXIT_CODE = 2
# What marks the secrets of .env.example, which everybody knows.
PLACEHOLDERS = ("development", "change me in production")
REFUSED = "this value is for development"
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1", "simulators"})
# Domains that nobody can own (RFC 6761, RFC 2606).
KEPT_DOMAINS = frozenset({"example", "invalid", "localhost", "test"})
EXAMPLES = frozenset({"example.com", "example.net", "example.org"})


def _with_password(address: str, info: ValidationInfo) -> str:
    name = str(info.field_name).removesuffix("_url")
    password = info.data.get(f"{name}_password", "")
    if not password:
        return address
    parts = urlsplit(address)
    login, _, place = parts.netloc.rpartition("@")
    user = login.partition(":")[0]
    return urlunsplit(parts._replace(netloc=f"{user}:{quote(password, safe='')}@{place}"))


StoreUrl = Annotated[str, AfterValidator(_with_password), Field(repr=False)]
"""Where a store is: a field `name_url` behind a field `name_password`.

The password may stand in the address, where some characters are escaped, or beside it, as it is.
"""


def _public(address: str, info: ValidationInfo) -> str:
    host = urlsplit(address).hostname or ""
    if info.data.get("environment") == "production" and (host in LOCAL_HOSTS or _is_kept(host)):
        raise ValueError(REFUSED)
    return address


def _known_to_somebody(address: str, info: ValidationInfo) -> str:
    if info.data.get("environment") == "production" and _is_kept(address.rpartition("@")[2]):
        raise ValueError(REFUSED)
    return address


def _is_kept(domain: str) -> bool:
    return domain.rpartition(".")[2] in KEPT_DOMAINS or domain in EXAMPLES


PublicAddress = Annotated[str, AfterValidator(_public)]
"""Where something outside is; in production nothing of this machine."""

PublicUrl = Annotated[PublicAddress, Field(validate_default=True)]
"""What people or services outside are told or asked."""

Sender = Annotated[str, AfterValidator(_known_to_somebody)]
"""The e-mail address that messages come from; in production no example."""


ServiceToken = Annotated[str, Field(min_length=32, repr=False)]
"""What a service proves itself with towards another: `worker_to_postgres_token`."""

OptionalToken = Annotated[str, Field(pattern=r"^(.{32,})?$", repr=False)]
"""A token that may be missing; then it opens nothing."""

TOKEN_NAME = re.compile(r"[a-z]+_to_[a-z]+_token(_previous)?|operator_token")


class ProcessSettings(BaseSettings):
    """Settings common to all processes."""

    # A variable that is there without a value is one that somebody forgot.
    model_config = SettingsConfigDict(extra="ignore", frozen=True, env_ignore_empty=True)

    # What nobody has thought of is not lenient.
    environment: Literal["development", "test", "production"] = "production"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("*")
    @classmethod
    def _production_has_secrets_of_its_own(cls, value: Any, info: ValidationInfo) -> Any:
        field = cls.model_fields[str(info.field_name)]
        known = not field.repr and any(placeholder in str(value) for placeholder in PLACEHOLDERS)
        if known and info.data.get("environment") == "production":
            raise ValueError(REFUSED)
        return value


class ServiceSettings(ProcessSettings):
    """Settings common to all services."""

    # Containers publish the port; outside of one the default keeps to this machine.
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)

    @model_validator(mode="after")
    def _every_token_is_another(self) -> Self:
        # One token for two contacts would open more than either of them needs.
        owners: dict[str, str] = {}
        for name in filter(TOKEN_NAME.fullmatch, type(self).model_fields):
            token, contact = getattr(self, name), name.removesuffix("_previous")
            if token and owners.setdefault(token, contact) != contact:
                raise ValueError(f"{owners[token]} and {contact} must not be the same")
        return self


def load_settings[Settings: BaseSettings](kind: type[Settings]) -> Settings:
    """The settings; exits with a list of errors if they are invalid."""
    try:
        return kind()
    except ValidationError as error:
        lines = [
            f"  {'.'.join(str(part) for part in problem['loc']).upper()}: {problem['msg']}"
            for problem in error.errors(include_input=False, include_url=False)
        ]
        message = "\n".join(["The environment is not complete:", *lines, "See .env.example."])
        sys.stderr.write(message + "\n")
        raise SystemExit(EXIT_CODE) from None
