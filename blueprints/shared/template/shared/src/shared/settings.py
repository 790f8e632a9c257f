"""Settings from the environment; one readable message reports all errors."""

import sys
from typing import Any, Literal

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

EXIT_CODE = 2
# What marks the secrets of .env.example, which everybody knows.
PLACEHOLDERS = ("development", "change me in production")


class ServiceSettings(BaseSettings):
    """Settings common to all services."""

    # A variable that is there without a value is one that somebody forgot.
    model_config = SettingsConfigDict(extra="ignore", frozen=True, env_ignore_empty=True)

    environment: Literal["development", "test", "production"] = "development"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    # Containers publish the port; outside of one the default keeps to this machine.
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    service_token: str = Field(min_length=32, repr=False)

    @field_validator("*")
    @classmethod
    def _production_has_secrets_of_its_own(cls, value: Any, info: ValidationInfo) -> Any:
        field = cls.model_fields[str(info.field_name)]
        known = not field.repr and any(placeholder in str(value) for placeholder in PLACEHOLDERS)
        if known and info.data.get("environment") == "production":
            raise ValueError("this value is for development")
        return value


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
