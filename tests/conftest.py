"""Options that all tests share."""

import pytest

# These run inside an emitted system, with its environment; `emitted` starts them.
collect_ignore = ["systems"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regen", action="store_true", help="write expected output anew")


@pytest.fixture(scope="session")
def regen(request: pytest.FixtureRequest) -> bool:
    """Whether to write expected output anew instead of comparing with it."""
    return bool(request.config.getoption("--regen"))
