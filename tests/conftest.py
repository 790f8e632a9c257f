"""Options that all tests share."""

import pytest

# These run inside an emitted system, with its environment; `emitted` starts them. The golden tree
# is such a system too.
collect_ignore = ["systems", "golden/pocket"]


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
