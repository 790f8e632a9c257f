"""Secrets that stand in .env.example do not reach production."""

import pytest
from pydantic import Field, ValidationError

from shared.settings import ServiceSettings

OWN = "a token of our own that nobody knows"


class Settings(ServiceSettings):
    """Settings with an address that holds a password."""

    store_url: str = Field(default="store://us:hidden@store", repr=False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("service_token", "development-service-token-0123456789abcdef"),
        ("store_url", "store://us:development@store"),
        ("store_url", "store://us:change me in production@store"),
    ],
)
def test_known_secret_is_refused_in_production_only(name: str, value: str) -> None:
    settings = {"service_token": OWN, name: value}
    Settings.model_validate({"environment": "development", **settings})
    with pytest.raises(ValidationError, match="this value is for development"):
        Settings.model_validate({"environment": "production", **settings})


def test_own_secrets_are_taken_in_production() -> None:
    settings = Settings.model_validate({"environment": "production", "service_token": OWN})
    assert settings.service_token == OWN
