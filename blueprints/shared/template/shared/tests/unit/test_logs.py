"""Logs are lines of JSON that hide secrets and people."""

import json
import subprocess
import sys

import pytest
from shared.personal_fields import PERSONAL_FIELDS
from shared.logs import mask, mask_value


@pytest.mark.parametrize("key", ["password", "api_key", "Authorization", "service_token"])
def test_secret_keys_are_hidden(key: str) -> None:
    assert mask(None, "", {key: "value"}) == {key: "***"}


def test_addresses_are_shortened() -> None:
    assert mask_value("to ada.lovelace@people.example") == "to ad***@people.example"


def test_credentials_in_addresses_are_hidden() -> None:
    assert mask_value("amqp://user:pass@host/") == "amqp://***@host/"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Bearer eyJhbGciOiJIUzI1", "Bearer eyJhbGci***"),
        ("https://telegram/bot7001:AAE-x_y/getMe", "https://telegram/bot7001:***/getMe"),
        ("q.bot_service.notifications", "q.bot_service.notifications"),
    ],
)
def test_tokens_are_hidden_and_names_are_not(text: str, shown: str) -> None:
    assert mask_value(text) == shown


def test_nested_values_are_hidden() -> None:
    assert mask_value({"no field": [{"token": "x"}]}) == {"no field": [{"token": "***"}]}


PROGRAM = """
import logging, structlog
from shared.logs import configure_logging
from shared.request_context import request_context
configure_logging("service", "INFO")
with request_context("req-1"):
    structlog.get_logger().info("it_happened", password="swordfish")
structlog.get_logger().debug("too_fine")
logging.getLogger("library").warning("to ada.lovelace@people.example")
"""


def test_every_line_is_json_with_service_and_request_id() -> None:
    # Logging belongs to the whole process, so this one has its own.
    command = (sys.executable, "-c", PROGRAM)
    process = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    lines = [json.loads(line) for line in process.stdout.splitlines()]
    assert [line["event"] for line in lines] == ["it_happened", "to ad***@people.example"]
    assert [line["service"] for line in lines] == ["service", "service"]
    assert (lines[0]["request_id"], lines[0]["password"]) == ("req-1", "***")


def test_personal_fields_are_hidden() -> None:
    for name in PERSONAL_FIELDS - {"event", "level", "timestamp", "service", "request_id"}:
        assert mask(None, "", {name: "value"}) == {name: "***"}
