"""Settings from the environment; what is missing or wrong is said in one readable message."""

import sys
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

EXIT_CODE = 2


class ServiceSettings(BaseSettings):
    """What every service is told."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    environment: Literal["development", "test", "production"] = "development"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    # Containers publish the port; outside of one the default keeps to this machine.
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    service_token: str = Field(min_length=32, repr=False)


def load_settings[Settings: BaseSettings](kind: type[Settings]) -> Settings:
    """The settings, or the end of the process with a list of what to correct."""
    try:
        return kind()
    except ValidationError as error:
        lines = [
            f"  {'.'.join(str(part) for part in each['loc']).upper()}: {each['msg']}"
            for each in error.errors(include_input=False, include_url=False)
        ]
        message = "\n".join(["The environment is not complete:", *lines, "See .env.example."])
        sys.stderr.write(message + "\n")
        raise SystemExit(EXIT_CODE) from None
