"""The servers that the environment names."""

import os

import pytest


def server(variable: str) -> str:
    """The address in a variable such as TEST_RABBITMQ_URL."""
    given = os.environ.get(variable)
    if not given:
        pytest.fail(f"{variable} is not set; `make test-integration` starts the servers")
    return given
