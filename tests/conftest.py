"""Options that all tests share."""

import pytest

# The golden tree is an emitted system, which runs its own tests in its own environment.
collect_ignore = ["golden/pocket"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regen", action="store_true", help="write expected output anew")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what is slow, unless the markers that were asked for name it."""
    if "slow" in config.option.markexpr:
        return
    slow = [each for each in items if each.get_closest_marker("slow")]
    config.hook.pytest_deselected(items=slow)
    items[:] = [each for each in items if each not in slow]


@pytest.fixture(scope="session")
def regen(request: pytest.FixtureRequest) -> bool:
    """Whether to write expected output anew instead of comparing with it."""
    return bool(request.config.getoption("--regen"))
