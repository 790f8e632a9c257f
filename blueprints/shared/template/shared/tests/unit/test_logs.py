"""Logs hide secrets and people."""

import pytest
from shared.logs import mask, mask_value


@pytest.mark.parametrize("key", ["password", "api_key", "Authorization", "service_token"])
def test_secret_keys_are_hidden(key: str) -> None:
    assert mask(None, "", {key: "value"}) == {key: "***"}


def test_addresses_are_shortened() -> None:
    assert mask_value("to ada.lovelace@people.example") == "to ad***@people.example"


def test_credentials_in_addresses_are_hidden() -> None:
    assert mask_value("amqp://user:pass@host/") == "amqp://***@host/"


def test_nested_values_are_hidden() -> None:
    assert mask_value({"inner": [{"token": "x"}]}) == {"inner": [{"token": "***"}]}
