"""Secrets that stand in .env.example do not reach production."""

from urllib.parse import unquote, urlsplit

import pytest
from pydantic import Field, ValidationError

from shared.settings import (
    OptionalToken,
    PublicUrl,
    Sender,
    ServiceSettings,
    ServiceToken,
    StoreUrl,
)

OWN = "a token of our own that nobody knows"


class Settings(ServiceSettings):
    """Settings with tokens, and with an address that holds a password."""

    reader_to_store_token: ServiceToken
    reader_to_store_token_previous: OptionalToken = ""
    operator_token: OptionalToken = ""
    store_password: str = Field(default="", repr=False)
    store_url: StoreUrl = "store://us:hidden@store"
    provider_url: PublicUrl = "https://api.provider.dev"
    sender: Sender = "no-reply@provider.dev"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("reader_to_store_token", "development-token-0123456789abcdefgh"),
        ("reader_to_store_token_previous", "development-token-0123456789abcdefgh"),
        ("operator_token", "development-operator-token-0123456789"),
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
    settings = {"reader_to_store_token": OWN, name: value}
    Settings.model_validate({"environment": "development", **settings})
    with pytest.raises(ValidationError, match="this value is for development"):
        Settings.model_validate({"environment": "production", **settings})


def test_process_is_in_production_unless_it_is_told_otherwise() -> None:
    settings = Settings.model_validate({"reader_to_store_token": OWN})
    assert (settings.environment, settings.reader_to_store_token) == ("production", OWN)


def test_default_of_development_is_refused_in_production() -> None:
    class Forgetful(Settings):
        public_url: PublicUrl = "http://localhost:8000"

    with pytest.raises(ValidationError, match="public_url"):
        Forgetful.model_validate({"reader_to_store_token": OWN})


@pytest.mark.parametrize("name", ["operator_token", "reader_to_store_token_previous"])
def test_token_is_long_or_missing(name: str) -> None:
    Settings.model_validate({"reader_to_store_token": OWN, name: ""})
    with pytest.raises(ValidationError, match="String should match pattern"):
        Settings.model_validate({"reader_to_store_token": OWN, name: "short"})


def test_token_opens_one_thing_only() -> None:
    Settings.model_validate({"reader_to_store_token": OWN, "reader_to_store_token_previous": OWN})
    with pytest.raises(ValidationError, match="must not be the same"):
        Settings.model_validate({"reader_to_store_token": OWN, "operator_token": OWN})


def test_tokens_are_not_in_the_text_of_settings() -> None:
    assert OWN not in repr(Settings.model_validate({"reader_to_store_token": OWN}))


@pytest.mark.parametrize("password", ["p@ss/w#rd", "a?b", "100%", "a:b", "[x]", "ü", "two words"])
def test_a_password_beside_its_address_needs_no_escaping(password: str) -> None:
    values = {
        "reader_to_store_token": OWN,
        "store_password": password,
        "store_url": "store://us@store:1/x",
    }
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
    values = {"reader_to_store_token": OWN, "store_password": "own", "store_url": address}
    assert Settings.model_validate(values).store_url == complete
