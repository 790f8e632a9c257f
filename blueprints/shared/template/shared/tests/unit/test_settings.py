"""Secrets that stand in .env.example do not reach production."""

from urllib.parse import unquote, urlsplit

import pytest
from pydantic import Field, ValidationError

from shared.settings import PublicUrl, Sender, ServiceSettings, StoreUrl

OWN = "a token of our own that nobody knows"


class Settings(ServiceSettings):
    """Settings with an address that holds a password."""

    store_password: str = Field(default="", repr=False)
    store_url: StoreUrl = "store://us:hidden@store"
    provider_url: PublicUrl = "https://api.provider.dev"
    sender: Sender = "no-reply@provider.dev"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("service_token", "development-service-token-0123456789abcdef"),
        ("store_password", "development"),
        ("store_url", "store://us:development@store"),
        ("store_url", "store://us:change me in production@store"),
        ("provider_url", "http://simulators:8000/provider"),
        ("provider_url", "http://localhost:8000"),
        ("provider_url", "http://[::1]/"),
        ("provider_url", "https://shop.example/login"),
        ("sender", "no-reply@shop.example"),
        ("sender", "no-reply@example.com"),
    ],
)
def test_value_of_development_is_refused_in_production_only(name: str, value: str) -> None:
    settings = {"service_token": OWN, name: value}
    Settings.model_validate({"environment": "development", **settings})
    with pytest.raises(ValidationError, match="this value is for development"):
        Settings.model_validate({"environment": "production", **settings})


def test_process_is_in_production_unless_it_is_told_otherwise() -> None:
    settings = Settings.model_validate({"service_token": OWN})
    assert (settings.environment, settings.service_token) == ("production", OWN)


def test_default_of_development_is_refused_in_production() -> None:
    class Forgetful(Settings):
        public_url: PublicUrl = "http://localhost:8000"

    with pytest.raises(ValidationError, match="public_url"):
        Forgetful.model_validate({"service_token": OWN})


@pytest.mark.parametrize("password", ["p@ss/w#rd", "a?b", "100%", "a:b", "[x]", "ü", "two words"])
def test_a_password_beside_its_address_needs_no_escaping(password: str) -> None:
    values = {"service_token": OWN, "store_password": password, "store_url": "store://us@store:1/x"}
    settings = Settings.model_validate(values)
    parts = urlsplit(settings.store_url)
    assert unquote(parts.password or "") == password
    assert (parts.username, parts.hostname, parts.port, parts.path) == ("us", "store", 1, "/x")
    assert password not in repr(settings)


@pytest.mark.parametrize(
    ("address", "complete"),
    [
        ("store://store:1/0", "store://:own@store:1/0"),
        ("store://us:other@store", "store://us:own@store"),
        ("store://us@one:1,two:2/?set=rs0", "store://us:own@one:1,two:2/?set=rs0"),
    ],
)
def test_a_password_beside_its_address_is_the_one_that_counts(address: str, complete: str) -> None:
    values = {"service_token": OWN, "store_password": "own", "store_url": address}
    assert Settings.model_validate(values).store_url == complete
